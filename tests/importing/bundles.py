"""Small bundles for tests, and what a view sees of the store they were imported into."""

import csv
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from graph_service.importing.importer import ImportResult, import_bundle
from graph_service.importing.problems import BundleRefused, Problem
from graph_service.model.clock import to_microseconds
from graph_service.store.catalogue import DIALECT, lexicon
from graph_service.store.expansion import CypherText, expand
from graph_service.store.graph import Graph

Rows = Sequence[Mapping[str, str]]

JANUARY = datetime(2026, 1, 10, 9, tzinfo=UTC)
FEBRUARY = datetime(2026, 2, 10, 9, tzinfo=UTC)
MARCH = datetime(2026, 3, 10, 9, tzinfo=UTC)
APRIL = datetime(2026, 4, 10, 9, tzinfo=UTC)


def write_bundle(folder: Path, files: Mapping[str, Rows]) -> Path:
    """Write each file with the columns that its rows use."""
    folder.mkdir(parents=True, exist_ok=True)
    for old in folder.iterdir():
        old.unlink()
    for name, rows in files.items():
        columns = list(dict.fromkeys(column for row in rows for column in row))
        with (folder / name).open("w", encoding="utf-8", newline="") as stream:
            writer = csv.DictWriter(stream, columns)
            writer.writeheader()
            writer.writerows(rows)
    return folder


async def load(graph: Graph, folder: Path, at: datetime = JANUARY, **files: Rows) -> ImportResult:
    """Import a bundle given as people=[…], relationships=[…], at the given moment."""
    write_bundle(folder, {f"{name}.csv": rows for name, rows in files.items()})
    return await import_bundle(graph, folder, instant=at)


async def refusal(graph: Graph, folder: Path, at: datetime = JANUARY, **files: Rows) -> tuple[Problem, ...]:
    """Every problem of a bundle that is refused."""
    try:
        await load(graph, folder, at, **files)
    except BundleRefused as refused:
        return refused.problems
    raise AssertionError("the bundle was accepted")


def person(id_: str, **values: str) -> dict[str, str]:
    return {"id": id_, **values}


def link(type_: str, from_id: str, to_id: str, id_: str = "", **values: str) -> dict[str, str]:
    return {"id": id_, "type": type_, "from_id": from_id, "to_id": to_id, **values}


def view(known_at: datetime, *, cleared: bool = False) -> dict[str, Any]:
    return {"known_at": to_microseconds(known_at), "clock": "known_to" if cleared else "open_to"}


async def seen(graph: Graph, id_: str, known_at: datetime, *, cleared: bool = False) -> dict[str, Any] | None:
    """The version of a record that a view sees."""
    text = expand(
        CypherText("test", "MATCH (n:Record {id: $id}) WITH state(n) AS s RETURN s {.*, location: null} AS seen"),
        lexicon(),
    )
    row = await graph.fetch(DIALECT + text, {"id": id_, **view(known_at, cleared=cleared)})
    assert row is not None
    found: dict[str, Any] | None = row["seen"]
    return found


async def live(graph: Graph, id_: str, known_at: datetime, *, cleared: bool = False) -> dict[str, Any] | None:
    """The version of a relationship that a view sees as live; there is never more than one."""
    text = expand(
        CypherText("test", "MATCH ()-[r {id: $id}]->() WHERE live(r) RETURN collect(properties(r)) AS found"), lexicon()
    )
    row = await graph.fetch(DIALECT + text, {"id": id_, **view(known_at, cleared=cleared)})
    assert row is not None
    assert len(row["found"]) <= 1
    return row["found"][0] if row["found"] else None


async def contents(graph: Graph) -> dict[str, Any]:
    """How much the store holds, and a sum over every clock: equal before and after means that nothing changed."""
    row = await graph.fetch(
        "CALL () { MATCH (n) WHERE NOT n:SchemaVersion RETURN count(n) AS nodes, "
        "  sum(toFloat(coalesce(n.known_from + n.known_to + n.open_to + n.version, 0))) AS of_nodes } "
        "CALL () { MATCH ()-[r]->() RETURN count(r) AS links, "
        "  sum(toFloat(coalesce(r.known_from + r.known_to + r.open_to + r.version, 0))) AS of_links } "
        "RETURN {nodes: nodes, links: links, of_nodes: of_nodes, of_links: of_links} AS found"
    )
    assert row is not None
    found: dict[str, Any] = row["found"]
    return found
