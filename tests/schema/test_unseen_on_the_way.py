"""A search for paths, or around a record, answers the same whatever lies on the way that the viewer does not see."""

from collections.abc import Sequence
from itertools import combinations, product
from pathlib import Path
from typing import Any

import pytest

from graph_service.importing.importer import import_bundle
from graph_service.queries import walking
from graph_service.settings import Settings
from graph_service.store.graph import Graph
from tests.schema.asking import ask
from tests.worlds import Row, link, person, write_bundle

CROWD = [f"v{number}" for number in range(9)]
UNSEEN = [f"u{number:03}" for number in range(150)]
SECRET = {"source_id": "secret"}
PATHS = """query($lengths: PathLengths, $hops: Int!, $first: Int!, $to: ID!) {
  paths(fromId: "a", toId: $to, maxHops: $hops, first: $first, lengths: $lengths, asOf: "2026-06-01") {
    truncated paths { nodes { id } relationships { id } } } }"""

AROUND = """query($hops: Int!) { neighbourhood(id: "a", hops: $hops, asOf: "2026-06-01") {
  truncated nodes { id } relationships { id } } }"""


def _friends(pairs: Sequence[tuple[str, str]], **cells: Any) -> list[Row]:
    return [
        link("FRIEND_OF", one, other, id=f"{one}-{other}", valid_from="2020-01-01", **cells) for one, other in pairs
    ]


def _seen() -> dict[str, list[Row]]:
    """A crowd in which everybody knows everybody, hanging between one end and a longer way to the other."""
    ways = [*combinations(CROWD, 2), ("a", "v0"), ("a", "w1"), ("w1", "w2"), ("w2", "w3"), ("w3", "b"), ("v1", "w2")]
    people = ["a", "b", "w1", "w2", "w3", "alone", *CROWD]
    return {
        "sources": [{"id": "secret", "handling": "C"}],
        "people": [person(one) for one in people],
        "relationships": _friends(ways),
    }


def _unseen(family_name: str) -> dict[str, list[Row]]:
    """Many people of a source with handling C who know everybody, and ties of it between those who are seen."""
    everybody = ["a", "b", "alone", *CROWD]
    ties = [*product(everybody, UNSEEN), *combinations(UNSEEN[:30], 2), ("a", "b"), ("a", "alone"), ("v3", "b")]
    return {
        "people": [person(one, family_name=family_name, **SECRET) for one in UNSEEN],
        "relationships": _friends(ties, **SECRET),
    }


async def _answers(graph: Graph, settings: Settings) -> dict[Any, Any]:
    found: dict[Any, Any] = {}
    for lengths, hops, first, to in product(("SHORTEST", "UP_TO_MAX"), (3, 6, 10), (1, 100), ("b", "alone")):
        answer = await ask(graph, settings, PATHS, lengths=lengths, hops=hops, first=first, to=to)
        assert answer.errors == []
        found[lengths, hops, first, to] = answer.data["paths"]
    for nodes, fan_out, hops in product((5, 200), (3, 50), (1, 2, 4)):
        narrow = settings.model_copy(update={"network_nodes": nodes, "network_fan_out": fan_out})
        answer = await ask(graph, narrow, AROUND, hops=hops)
        assert answer.errors == []
        found[nodes, fan_out, hops] = answer.data["neighbourhood"]
    return found


@pytest.mark.usefixtures("empty_store")
async def test_what_is_not_seen_changes_no_answer(graph: Graph, settings: Settings, tmp_path: Path) -> None:
    await import_bundle(graph, write_bundle(tmp_path / "seen", **_seen()))
    before = await _answers(graph, settings)
    assert before["UP_TO_MAX", 3, 100, "b"] == {"truncated": False, "paths": []}
    assert [len(path["relationships"]) for path in before["UP_TO_MAX", 6, 100, "b"]["paths"]][:2] == [4, 5]
    assert before["UP_TO_MAX", 10, 100, "b"]["truncated"] is True
    assert len(before["UP_TO_MAX", 10, 100, "b"]["paths"]) == 100
    assert before["UP_TO_MAX", 10, 100, "alone"] == {"truncated": False, "paths": []}
    # Everybody unseen has an earlier version, too.
    for name in ("First", "Second"):
        await import_bundle(graph, write_bundle(tmp_path / name, **_unseen(name)))
    assert await _answers(graph, settings) == before


def _tree() -> dict[str, list[Row]]:
    """A way of four steps from one end to the other, and four hundred people around its beginning."""
    near = [f"x{number}" for number in range(20)]
    far = [f"{one}-{number}" for one in near for number in range(20)]
    ties = [*(("a", one) for one in near), *((one.partition("-")[0], one) for one in far), ("x0-0", "w0"), ("w0", "b")]
    return {
        "sources": [{"id": "secret", "handling": "C"}],
        "people": [person(one) for one in ("a", "b", "w0", *near, *far)],
        "relationships": _friends(ties),
    }


@pytest.mark.usefixtures("empty_store")
@pytest.mark.parametrize("most", [10, 25, 300])
async def test_nor_where_the_effort_is_nearly_spent(
    graph: Graph, settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, most: int
) -> None:
    monkeypatch.setattr(walking, "_MOST_READ", most)

    async def answers() -> list[Any]:
        found = [
            await ask(graph, settings, PATHS, lengths=lengths, hops=6, first=5, to="b")
            for lengths in ("SHORTEST", "UP_TO_MAX")
        ]
        return [one.data["paths"] for one in found]

    await import_bundle(graph, write_bundle(tmp_path / "seen", **_tree()))
    before = await answers()
    (way,) = before[0]["paths"] or [None]
    assert before[0]["truncated"] is (most == 10)
    if way:
        assert [node["id"] for node in way["nodes"]] == ["a", "x0", "x0-0", "w0", "b"]
    # A shorter way, over somebody whom only the cleared see; who has an earlier version, too.
    ties = _friends([("a", "h"), ("h", "b")], **SECRET)
    for name in ("First", "Second"):
        hidden = [person("h", family_name=name, **SECRET)]
        await import_bundle(graph, write_bundle(tmp_path / name, people=hidden, relationships=ties))
        assert await answers() == before
    monkeypatch.undo()
    seen = await ask(graph, settings, PATHS, cleared=True, lengths="SHORTEST", hops=6, first=5, to="b")
    assert [[node["id"] for node in path["nodes"]] for path in seen.data["paths"]["paths"]] == [["a", "h", "b"]]
