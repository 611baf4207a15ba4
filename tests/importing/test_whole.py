"""All or nothing, dry runs, skipped rows, warnings, and what the operator sees."""

import asyncio
import csv
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from pydantic import SecretStr
from rich.console import Console

from graph_service.errors import WrongUse
from graph_service.importing.cli import run_import
from graph_service.importing.importer import import_bundle
from graph_service.local_neo4j.server import ConnectionDetails
from graph_service.settings import Settings
from graph_service.store.graph import Graph
from tests.importing.bundles import (
    FEBRUARY,
    JANUARY,
    contents,
    link,
    live,
    load,
    person,
    seen,
    write_bundle,
)

PAIR = [person("p1"), person("p2")]


async def test_a_dry_run_writes_nothing_and_says_what_would_change(empty_store: Graph, tmp_path: Path) -> None:
    await load(empty_store, tmp_path, people=[person("p1"), person("p2", sex="F")])
    before = await contents(empty_store)
    write_bundle(
        tmp_path,
        {
            "people.csv": [person("p1"), person("p2", sex="M"), person("p3")],
            "relationships.csv": [link("FRIEND_OF", "p1", "p3")],
        },
    )
    result = await import_bundle(empty_store, tmp_path, dry_run=True, instant=FEBRUARY)
    people = result.counts["people.csv"]
    assert (people.new, people.changed, people.unchanged, people.rejected) == (1, 1, 1, 0)
    assert result.counts["relationships.csv"].new == 1
    assert await contents(empty_store) == before


async def test_skipping_takes_what_refers_to_a_rejected_row_along(empty_store: Graph, tmp_path: Path) -> None:
    write_bundle(
        tmp_path,
        {
            "sources.csv": [{"id": "s1", "handling": "X"}, {"id": "s2"}],
            "people.csv": [person("p1"), person("p2", sex="f"), person("p3", source_id="s1"), person("p4")],
            "addresses.csv": [
                {"id": "room", "building_id": "flat"},
                {"id": "flat", "building_id": "block"},
                {"id": "block", "kind": "HUT"},
                {"id": "a1"},
            ],
            "offenders.csv": [{"person_id": "p2", "category": "1"}, {"person_id": "p1", "category": "1"}],
            "orders.csv": [{"id": "o1", "person_id": "p2", "kind": "SHPO"}],
            "conditions.csv": [{"id": "c1", "order_id": "o1", "kind": "OTHER"}],
            "relationships.csv": [
                link("FRIEND_OF", "p1", "p4", "r1"),
                link("FRIEND_OF", "p1", "p2", "r2"),
                link("LIVES_AT", "p1", "room", "r3"),
                link("LIVES_AT", "p1", "a1", "r4", source_id="s1"),
                link("LIVES_AT", "p1", "a1", "r5", source_id="s2"),
            ],
        },
    )
    result = await import_bundle(empty_store, tmp_path, skip_invalid=True, instant=JANUARY)
    assert [(reject.file, reject.line, reject.column) for reject in result.rejects] == [
        ("sources.csv", 2, "handling"),
        ("people.csv", 3, "sex"),
        ("people.csv", 4, "source_id"),
        ("addresses.csv", 4, "kind"),
        ("addresses.csv", 3, "building_id"),
        ("addresses.csv", 2, "building_id"),
        ("offenders.csv", 2, "person_id"),
        ("orders.csv", 2, "person_id"),
        ("conditions.csv", 2, "order_id"),
        ("relationships.csv", 3, "to_id"),
        ("relationships.csv", 4, "to_id"),
        ("relationships.csv", 5, "source_id"),
    ]
    counts = {name: (each.new, each.rejected) for name, each in result.counts.items()}
    assert counts == {
        "sources.csv": (1, 1),
        "people.csv": (2, 2),
        "addresses.csv": (1, 3),
        "offenders.csv": (1, 1),
        "orders.csv": (0, 1),
        "conditions.csv": (0, 1),
        "relationships.csv": (2, 3),
    }
    row = await empty_store.fetch("MATCH (n:Record) WITH n ORDER BY n.id RETURN collect(n.id) AS ids")
    assert row is not None
    assert [id_ for id_ in row["ids"] if not id_.startswith("management-")] == ["a1", "p1", "p4", "s2"]


async def test_warnings(empty_store: Graph, tmp_path: Path) -> None:
    main = {"role": "MAIN"}
    write_bundle(
        tmp_path,
        {
            "notes.csv": [{"id": "x"}],
            "people.csv": [
                person("p1", pnc_id="79/163001B", shoe_size="9", recorded_at="2026-01-05T00:00:00Z"),
                person("p2", pnc_id="1979/0163001B"),
            ],
            "addresses.csv": [{"id": "a1"}, {"id": "a2"}],
            "relationships.csv": [
                link("LIVES_AT", "p1", "a1", valid_to="2025-06-01", **main),
                link("LIVES_AT", "p1", "a2", valid_from="2025-06-01", **main),
                link("LIVES_AT", "p1", "a1", valid_from="2025-12-31", **main),
                link("LIVES_AT", "p2", "a1", **main),
                link("LIVES_AT", "p2", "a2", **main, status="REFUTED"),
                link("FRIEND_OF", "p1", "p2", recorded_at="2026-01-04T00:00:00Z"),
            ],
        },
    )
    (tmp_path / "attachments").mkdir()
    result = await import_bundle(empty_store, tmp_path, instant=JANUARY)
    assert [(warning.file, warning.line, warning.column) for warning in result.warnings] == [
        ("notes.csv", 0, ""),
        ("people.csv", 1, "shoe_size"),
        ("people.csv", 3, "pnc_id"),
        ("relationships.csv", 4, "from_id"),
        ("relationships.csv", 7, "recorded_at"),
    ]


async def test_a_pnc_id_of_another_person_in_the_store_is_a_warning(empty_store: Graph, tmp_path: Path) -> None:
    await load(empty_store, tmp_path, people=[person("p1", pnc_id="1979/0163001B")])
    again = await load(empty_store, tmp_path, FEBRUARY, people=[person("p1", pnc_id="79/163001B")])
    assert (again.written, again.warnings) == (0, ())
    other = await load(empty_store, tmp_path, FEBRUARY, people=[person("p2", pnc_id="1979/0163001B")])
    assert [warning.column for warning in other.warnings] == ["pnc_id"]


async def test_a_bundle_may_lean_on_the_store(empty_store: Graph, tmp_path: Path) -> None:
    await load(empty_store, tmp_path, sources=[{"id": "s1", "handling": "C"}], people=PAIR, addresses=[{"id": "b"}])
    await load(
        empty_store,
        tmp_path,
        FEBRUARY,
        addresses=[{"id": "a", "building_id": "b"}],
        relationships=[link("FRIEND_OF", "p1", "p2", "r1", source_id="s1"), link("LIVES_AT", "p1", "a")],
    )
    assert await live(empty_store, "r1", FEBRUARY) is None
    found = await live(empty_store, "r1", FEBRUARY, cleared=True)
    assert found is not None
    assert found["grade"] == "2C"


def large_bundle(folder: Path, rows: int) -> Path:
    people = [person(f"q{number}") for number in range(rows)]
    links = [link("FRIEND_OF", f"q{number}", f"q{number + 1}", f"k{number}") for number in range(rows - 1)]
    return write_bundle(folder, {"people.csv": people, "relationships.csv": links})


KILLED = """
import asyncio, os, sys
from pathlib import Path
from graph_service.store.graph import Graph
from graph_service.importing.importer import import_bundle

async def main():
    uri, user, database, folder = sys.argv[1:]
    graph = Graph.connect(
        uri, user, os.environ["SECRET"], database=database, timeout_s=60, pool_size=2
    )
    def tell(file, done, total):
        if file == "relationships.csv":
            print("half-way", flush=True)
    await import_bundle(graph, Path(folder), progress=tell)

asyncio.run(main())
"""


async def test_an_import_killed_half_way_leaves_the_store_as_it_was(
    empty_store: Graph, neo4j_server: ConnectionDetails, tmp_path: Path
) -> None:
    await load(empty_store, tmp_path / "first", people=PAIR)
    before = await contents(empty_store)
    folder = large_bundle(tmp_path / "large", 12_000)
    arguments = [neo4j_server.uri, neo4j_server.user, neo4j_server.database, str(folder)]
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        "-c",
        KILLED,
        *arguments,
        stdout=subprocess.PIPE,
        env={**os.environ, "SECRET": neo4j_server.password, "PYTHONPATH": str(Path(__file__).parents[2])},
    )
    assert process.stdout is not None
    assert await process.stdout.readline() == b"half-way\n"
    process.send_signal(signal.SIGKILL)
    await process.wait()
    assert await contents(empty_store) == before
    assert (await load(empty_store, tmp_path / "after", FEBRUARY, people=[person("q1")])).written == 1


async def test_an_error_in_the_last_row_leaves_the_store_as_it_was(empty_store: Graph, tmp_path: Path) -> None:
    folder = large_bundle(tmp_path, 6_000)
    with (folder / "relationships.csv").open("a", encoding="utf-8") as stream:
        stream.write("last,FRIEND_OF,q1,nobody\r\n")
    with pytest.raises(Exception, match="1 error in relationships"):
        await import_bundle(empty_store, folder, instant=JANUARY)
    assert (await contents(empty_store))["nodes"] == 0


@pytest.fixture
def attached(settings: Settings, neo4j_server: ConnectionDetails) -> Settings:
    """Settings of a command that attaches to the server of the tests."""
    return settings.model_copy(
        update={
            "neo4j_uri": neo4j_server.uri,
            "neo4j_user": neo4j_server.user,
            "neo4j_password": SecretStr(neo4j_server.password),
            "neo4j_database": neo4j_server.database,
        }
    )


def consoles(folder: Path) -> tuple[Console, Console]:
    """Plain consoles that write to files `out` and `err`."""
    streams = ((folder / name).open("w", encoding="utf-8") for name in ("out", "err"))
    output, errors = (Console(file=stream, width=100, highlight=False) for stream in streams)
    return output, errors


async def test_the_command_lists_every_error(empty_store: Graph, attached: Settings, tmp_path: Path) -> None:
    folder = write_bundle(tmp_path / "in", {"people.csv": [person("p1", sex="[red]f"), person("p1", crn="\x1b[1m")]})
    report = tmp_path / "report.csv"
    output, errors = consoles(tmp_path)
    status = await asyncio.to_thread(run_import, attached, folder, report=report, output=output, errors=errors)
    errors.file.close()
    output.file.close()
    assert status == 1
    text = (tmp_path / "err").read_text(encoding="utf-8")
    assert 'people.csv, line 2, column sex: the value is not one of the words allowed here: "[red]f"' in text
    assert "\x1b" not in text
    assert "3 errors in people.csv. Nothing was written." in text
    with report.open(encoding="utf-8", newline="") as stream:
        rows = list(csv.reader(stream))
    assert rows[0] == ["file", "line", "column", "value", "problem", "expected"]
    assert [row[:3] for row in rows[1:]] == [
        ["people.csv", "2", "sex"],
        ["people.csv", "3", "crn"],
        ["people.csv", "3", "id"],
    ]
    assert rows[1][3] == "[red]f"
    assert (await contents(empty_store))["nodes"] == 0


async def test_the_command_sums_up(empty_store: Graph, attached: Settings, tmp_path: Path) -> None:
    folder = write_bundle(tmp_path / "in", {"people.csv": [*PAIR, person("p3", sex="f")], "odd.txt": []})
    report = tmp_path / "report.csv"
    output, errors = consoles(tmp_path)

    def run(**options: bool) -> int:
        return run_import(attached, folder, report=report, output=output, errors=errors, **options)

    assert await asyncio.to_thread(run, skip_invalid=True, dry_run=True) == 0
    assert await seen_ids(empty_store) == []
    assert await asyncio.to_thread(run, skip_invalid=True) == 0
    assert await seen_ids(empty_store) == ["p1", "p2"]
    errors.file.close()
    output.file.close()
    text = (tmp_path / "out").read_text(encoding="utf-8")
    assert "A dry run: nothing was written." in text
    assert [line.split() for line in text.splitlines() if line.startswith("people.csv")] == [
        ["people.csv", "2", "0", "0", "1"]
    ] * 2
    problems = (tmp_path / "err").read_text(encoding="utf-8")
    assert problems.count("rejected: people.csv, line 4, column sex") == 2
    assert "warning: odd.txt: the file is unknown" in problems
    assert report.read_text(encoding="utf-8").count("\n") == 2


async def seen_ids(graph: Graph) -> list[str]:
    row = await graph.fetch("MATCH (n:Record) WITH n ORDER BY n.id RETURN collect(n.id) AS ids")
    assert row is not None
    ids: list[str] = row["ids"]
    return ids


def test_a_report_that_cannot_be_written_is_refused_first(settings: Settings, tmp_path: Path) -> None:
    with pytest.raises(WrongUse, match="cannot be written"):
        run_import(settings, tmp_path, report=tmp_path / "missing" / "report.csv")


async def test_searches_find_what_was_imported(empty_store: Graph, tmp_path: Path) -> None:
    await load(
        empty_store,
        tmp_path,
        people=[person("p1", given_names="Will", family_name="Łukasiewicz", also_known_as="Luka; Ghost")],
        addresses=[{"id": "a1", "lines": "1 Rook Lane", "latitude": "53.5", "longitude": "-2.2"}],
    )
    for text in ("lukasievicz~", "ghost", "will"):
        row = await empty_store.fetch(
            "CALL db.index.fulltext.queryNodes('record_text', $text) YIELD node RETURN collect(node.id) AS ids",
            {"text": text},
        )
        assert row == {"ids": ["p1"]}, text
    near = await empty_store.fetch(
        "MATCH (a:Address) WHERE point.distance(a.location, point({latitude: 53.5, longitude: -2.2})) < 1 "
        "RETURN collect(a.id) AS ids"
    )
    assert near == {"ids": ["a1"]}
    assert await seen(empty_store, "a1", JANUARY) is not None
