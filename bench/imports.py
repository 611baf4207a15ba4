"""G5: an ordinary import against plain batches that write the same nodes and relationships."""

import itertools
import pickle
import shutil
import time
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from neo4j import Driver, GraphDatabase

from bench.measure import Rounds, Sample
from bench.surroundings import connect, empty
from graph_service.importing.importer import import_bundle
from graph_service.local_neo4j.server import ConnectionDetails
from graph_service.store.graph import Graph

_BATCH: Final = 10_000
_PART: Final = 400_000
"""Relationships of one import: Neo4j holds its transaction in the heap."""


@dataclass
class Content:
    """What an import left in a store, as batches in files: statement and rows. `rows` is that of the bundle."""

    folder: Path
    rows: int
    statements: list[str] = field(default_factory=list)
    counts: dict[str, int] = field(default_factory=dict)

    def add(self, text: str, rows: list[Any]) -> None:
        """Keep one batch."""
        self.folder.mkdir(exist_ok=True)
        self._file(len(self.statements)).write_bytes(pickle.dumps(rows, pickle.HIGHEST_PROTOCOL))
        self.statements.append(text)

    def batches(self) -> Iterator[tuple[str, list[Any]]]:
        """Every batch, nodes first."""
        for number, text in enumerate(self.statements):
            yield text, pickle.loads(self._file(number).read_bytes())

    def _file(self, number: int) -> Path:
        return self.folder / f"{number}.pickle"


def in_parts(bundle: Path, folder: Path) -> list[Path]:
    """A bundle as bundles that one transaction each has room for, as docs/bundle.md says: records first."""
    relationships = bundle / "relationships.csv"
    with relationships.open(encoding="utf-8") as file:
        header = next(file)
        chunks = list(iter(lambda: list(itertools.islice(file, _PART)), []))
    if len(chunks) == 1:
        return [bundle]
    records = folder / "records"
    shutil.copytree(bundle, records, ignore=shutil.ignore_patterns(relationships.name))
    parts = [records]
    for number, chunk in enumerate(chunks):
        parts.append(folder / f"relationships-{number}")
        parts[-1].mkdir()
        (parts[-1] / relationships.name).write_text(header + "".join(chunk), encoding="utf-8")
    return parts


async def load(details: ConnectionDetails, bundles: Sequence[Path], rows: int) -> Sample:
    """Import bundles, one after the other, into the store, which must be empty; bundle rows a second."""
    graph = connect(details)
    try:
        begun, written = time.perf_counter(), 0
        for bundle in bundles:
            written += (await import_bundle(graph, bundle)).written
        elapsed = time.perf_counter() - begun
    finally:
        await graph.close()
    assert written == rows, f"{written} of {rows} rows were written"
    return Sample(rows / elapsed)


async def content(details: ConnectionDetails, folder: Path, rows: int) -> Content:
    """Read back what an import wrote."""
    found = Content(folder, rows)
    graph = connect(details)
    try:
        await _nodes(graph, found)
        await _relationships(graph, found)
        found.counts = await _counts(graph)
    finally:
        await graph.close()
    return found


async def _nodes(graph: Graph, found: Content) -> None:
    held: dict[str, list[Any]] = defaultdict(list)
    text = "MATCH (n) WHERE NOT n:SchemaVersion RETURN labels(n) AS labels, properties(n) AS values"
    async for row in graph.stream(text):
        labels = ":".join(row["labels"])
        held[labels].append(row["values"])
        if len(held[labels]) == _BATCH:
            found.add(_create_nodes(labels), held.pop(labels))
    for labels, rows in held.items():
        found.add(_create_nodes(labels), rows)


def _create_nodes(labels: str) -> str:
    return f"UNWIND $rows AS row CREATE (n:{labels}) SET n = row"


async def _relationships(graph: Graph, found: Content) -> None:
    held: dict[str, list[Any]] = defaultdict(list)
    text = (
        "MATCH (a:Record)-[r]->(b:Record) RETURN type(r) AS type, a.id AS start, b.id AS end, properties(r) AS values"
    )
    async for row in graph.stream(text):
        name = row["type"]
        held[name].append([row["start"], row["end"], row["values"]])
        if len(held[name]) == _BATCH:
            found.add(_create_relationships(name), held.pop(name))
    for name, rows in held.items():
        found.add(_create_relationships(name), rows)


def _create_relationships(name: str) -> str:
    return (
        "UNWIND $rows AS row MATCH (a:Record {id: row[0]}) MATCH (b:Record {id: row[1]}) "
        f"CREATE (a)-[r:{name}]->(b) SET r = row[2]"
    )


async def _counts(graph: Graph) -> dict[str, int]:
    rows = await graph.execute(
        "MATCH (n) UNWIND labels(n) AS word RETURN word, count(*) AS count "
        "UNION ALL MATCH ()-[r]->() RETURN type(r) AS word, count(*) AS count"
    )
    return {row["word"]: row["count"] for row in rows}


def write_raw(details: ConnectionDetails, wanted: Content) -> Sample:
    """Write the content as a plain writer would: batch after batch, each a transaction. Reading the files is not counted."""
    elapsed = 0.0
    with _driver(details) as driver, driver.session(database=details.database) as session:
        for text, rows in wanted.batches():
            begun = time.perf_counter()
            session.run(text, rows=rows).consume()
            elapsed += time.perf_counter() - begun
    return Sample(wanted.rows / elapsed)


def _driver(details: ConnectionDetails) -> Driver:
    return GraphDatabase.driver(details.uri, auth=details.auth, notifications_min_severity="OFF")


async def compare(
    details: ConnectionDetails, bundles: Sequence[Path], wanted: Content, *, rounds: int, limit_s: float
) -> Rounds:
    """Write the same rows in turn, raw and ours, so that the store ends with ours; at least once, then as time allows."""
    pairs: list[tuple[Sample, Sample]] = []
    begun = time.monotonic()
    graph = connect(details)
    try:
        for number in itertools.count(1):
            await empty(graph)
            raw = write_raw(details, wanted)
            assert await _counts(graph) == wanted.counts, "the raw writer wrote something else"
            await empty(graph)
            ours = await load(details, bundles, wanted.rows)
            pairs.append((ours, raw))
            spent = time.monotonic() - begun
            if number == rounds or spent * (number + 1) / number > limit_s:
                break
    finally:
        await graph.close()
    return Rounds(tuple(pairs))
