"""The schema of the store: complete for the vocabulary, applied once, and refused where it does not fit."""

import re
from dataclasses import replace
from pathlib import Path

import pytest

from graph_service.errors import SchemaMismatch
from graph_service.importing.importer import import_bundle
from graph_service.model.columns import FILES
from graph_service.model.vocabulary import RELATIONSHIPS, STATE_LABEL, Kind
from graph_service.store.catalogue import read_folder, statement, statements
from graph_service.store.graph import Graph
from graph_service.store.migrations import LABELS, PROPERTIES, RELATIONSHIP_TYPES, Migration, migrate, migrations
from tests.worlds import link, person, write_bundle

UNKNOWN = ("01N50", "01N51", "01N52")
"""Warnings of a label, a type and a property that the store does not know."""


def text_of(part: str) -> str:
    return "\n".join(statement for migration in migrations() for statement in migration.statements if part in statement)


def test_every_type_of_relationship_has_unique_keys() -> None:
    found = re.findall(r"FOR \(\)-\[r:([A-Z_]+)\]-\(\) REQUIRE r\.key IS UNIQUE", text_of("CONSTRAINT"))
    assert sorted(found) == sorted(RELATIONSHIPS)


def test_every_place_can_be_found_by_distance() -> None:
    with_places = {file.kind for file in FILES if any(column.name == "latitude" for column in file.columns)}
    found = re.findall(r"FOR \(n:(\w+)\) ON \(n\.location\)", text_of("POINT INDEX"))
    assert set(found) - {STATE_LABEL} == {str(kind) for kind in with_places - {Kind.CONDITION}}


def test_indexes_are_on_words_of_the_vocabulary() -> None:
    text = text_of("")
    labels = {label for group in re.findall(r"\(n:([\w|]+)\)", text) for label in group.split("|")}
    assert labels <= set(LABELS)
    assert set(re.findall(r"\b[nr]\.(\w+)", text)) <= set(PROPERTIES)


def test_each_statement_may_run_again() -> None:
    for migration in migrations():
        for text in migration.statements:
            schema = "IF NOT EXISTS" in text or "IF EXISTS" in text
            filled = re.search(r"WHERE .* IS NULL\nCALL .*SET", text) or re.fullmatch(r"MERGE \([^()]*\)", text)
            assert schema or filled, "it does nothing where it was run before"


async def test_migrating_again_does_nothing(graph: Graph) -> None:
    assert await migrate(graph) == []
    rows = await graph.execute("MATCH (n:SchemaVersion) RETURN n.version AS version, n.name AS name ORDER BY version")
    assert [(row["version"], row["name"]) for row in rows] == [
        (migration.version, migration.name) for migration in migrations()
    ]


async def test_a_store_of_before_is_told_which_relationships_count(empty_store: Graph, tmp_path: Path) -> None:
    links = [link("FRIEND_OF", "a", "b", id="good"), link("FRIEND_OF", "a", "b", id="bad", role=None, status="REFUTED")]
    await import_bundle(empty_store, write_bundle(tmp_path, people=[person("a"), person("b")], relationships=links))
    await empty_store.execute("MATCH ()-[r:FRIEND_OF]->() REMOVE r.heeded")
    await empty_store.execute("MATCH (n:SchemaVersion {version: 4}) DELETE n")
    assert await migrate(empty_store) == [4]
    rows = await empty_store.execute("MATCH ()-[r:FRIEND_OF]->() RETURN r.id AS id, r.heeded AS heeded ORDER BY id")
    assert rows == [{"id": "bad", "heeded": False}, {"id": "good", "heeded": True}]


async def test_a_store_of_before_lets_open_versions_stand_before_hidden_ones(
    empty_store: Graph, tmp_path: Path
) -> None:
    sources = [{"id": "s", "handling": "C"}]
    first = write_bundle(tmp_path / "first", sources=sources, people=[person("p", given_names="Ann")])
    await import_bundle(empty_store, first)
    hidden = [person("p", given_names="Bea", source_id="s")]
    await import_bundle(empty_store, write_bundle(tmp_path / "second", people=hidden))
    await empty_store.execute(statements()["records_unveil"].text)
    await empty_store.execute("MATCH (n:SchemaVersion {version: 6}) DELETE n")
    before = await empty_store.fetch("MATCH (h:History) RETURN h.noted AS noted")
    assert before is not None and await migrate(empty_store) == [6]
    found = await empty_store.fetch(
        "MATCH (n:Person {id: 'p'})-[:HAD_STATE]->(s:State) MATCH (h:History) "
        "RETURN n.given_names AS node, s.given_names AS state, h.open_until < timestamp() * 1000 AS open, h.noted AS noted"
    )
    assert found == {"node": "Ann", "state": "Bea", "open": True, "noted": before["noted"] + 1}


async def test_every_index_is_online(graph: Graph) -> None:
    rows = await graph.execute("SHOW INDEXES YIELD name, state RETURN collect(DISTINCT state) AS states, count(*) AS n")
    assert rows[0]["states"] == ["ONLINE"]
    assert rows[0]["n"] > len(RELATIONSHIPS)


async def test_a_new_migration_is_applied_and_recorded(graph: Graph) -> None:
    newest = len(migrations())
    extra = Migration(newest + 1, "extra", "sum", ("CREATE INDEX extra IF NOT EXISTS FOR (n:Person) ON (n.staff)",))
    try:
        assert await migrate(graph, (*migrations(), extra)) == [newest + 1]
        assert await migrate(graph, (*migrations(), extra)) == []
        rows = await graph.execute("SHOW INDEXES YIELD name, state WHERE name = 'extra' RETURN state")
        assert rows == [{"state": "ONLINE"}]
        with pytest.raises(SchemaMismatch, match="knows only up to"):
            await migrate(graph)
    finally:
        await graph.execute("DROP INDEX extra IF EXISTS")
        await graph.execute("MATCH (n:SchemaVersion {version: $version}) DELETE n", {"version": newest + 1})


async def test_a_migration_that_has_changed_is_refused(graph: Graph) -> None:
    first, *others = migrations()
    with pytest.raises(SchemaMismatch, match=r"V001__constraints"):
        await migrate(graph, (replace(first, checksum="another"), *others))


async def test_the_vocabulary_is_known_to_an_empty_store(empty_store: Graph) -> None:
    properties = ", ".join(f"n.{name}" for name in PROPERTIES)
    text = f"MATCH (n:{'|'.join(LABELS)})-[:{'|'.join(RELATIONSHIP_TYPES)}]->() RETURN [{properties}] AS found"
    explanation = await empty_store.explain(text)
    assert [warning for warning in explanation.warnings if warning[0] in UNKNOWN] == []
    misspelt = await empty_store.explain("MATCH (n:Persn)-[:LIVSE_AT]->() RETURN n.nmae AS name")
    assert {code for code, _ in misspelt.warnings} >= set(UNKNOWN)


IMPORT_STATEMENTS = [
    (file.header["id"], file.header.get("placeholder"))
    for file in read_folder("write")
    if file.header["id"].startswith(("records_", "relationships_", "lead_", "offenders_mark", "pnc_ids_", "spellings_"))
]


FILLINGS = {None: "", "RELATIONSHIP_TYPE": "LIVES_AT", "RECORD_KIND": "Person", "LEAD_TYPE": "NAMES"}


@pytest.mark.parametrize(("name", "placeholder"), IMPORT_STATEMENTS)
async def test_statements_of_the_import_are_accepted(empty_store: Graph, name: str, placeholder: str | None) -> None:
    question = statement(name, FILLINGS[placeholder])
    explanation = await empty_store.explain(question.text, {key: [] for key in question.parameters})
    unknown = [warning for warning in explanation.warnings if warning[0] in UNKNOWN]
    assert unknown == []
