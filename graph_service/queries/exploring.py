"""Search, paths and neighbourhoods: reads that wander over the recorded relationships."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import lru_cache
from typing import Any, Final

from graph_service.budget import budget
from graph_service.catalogue import Statement, statement
from graph_service.domain import Network, Path, PathSearch, Record
from graph_service.errors import TimedOut
from graph_service.queries.reading import Reading, to_link, to_record, to_records
from graph_service.queries.searching import Searched
from graph_service.queries.walking import Walking
from graph_service.vocabulary import NODE_KINDS, Kind


async def search(reading: Reading, text: str, kinds: Sequence[Kind], first: int) -> tuple[Record, ...]:
    """Records like `text`, best first: named by an id or identifier in any spelling, then by how like their names are.

    A record is found by the version that the view sees; a sealed address is never found.
    """
    searched = Searched.of(text, cleared=reading.sight.cleared)
    labels = [kind.value for kind in kinds]
    found = await searched.found(reading, "search", first, hits=first * 20 + 200, labels=labels)
    return tuple(record for record, _ in found)


async def find_paths(
    reading: Reading, from_id: str, to_id: str, *, max_hops: int, first: int, up_to_max: bool, include_ended: bool
) -> PathSearch:
    """Paths between two records, shortest first, within the settings' time budget."""
    limit = budget(reading.settings.path_timeout_s)
    walking = Walking(reading, from_id, to_id, include_ended)
    try:
        if not up_to_max:
            question = _shortest_statement(max_hops)
            parameters = reading.parameters(from_id=from_id, to_id=to_id, first=first + 1, include_ended=include_ended)
            # The time budget is for searching, not for planning.
            await reading.graph.plan(question.text, {**parameters, "from_id": "", "to_id": ""})
            async with limit:
                found = await _shortest(reading, question, parameters, first)
                return found or await walking.search(max_hops=max_hops, first=first, shortest_only=True)
        async with limit:
            return await walking.search(max_hops=max_hops, first=first, shortest_only=False)
    except (TimeoutError, TimedOut):
        return PathSearch((), truncated=True)


async def _shortest(
    reading: Reading, question: Statement, parameters: Mapping[str, Any], first: int
) -> PathSearch | None:
    """The shortest paths by one statement; None where it cannot say.

    It walks over records that have earlier versions without looking these up, and one on its way may turn out not to be seen.
    """
    answer = await reading.graph.fetch(question.text, parameters, timeout_s=reading.settings.path_timeout_s)
    records = to_records(answer["nodes"]) if answer else {}
    walks = answer["paths"] if answer else []
    if {node for walk in walks for node in walk["nodes"]} - records.keys():
        return None
    paths = sorted((_path(walk, records) for walk in walks), key=_by_length)
    return PathSearch(tuple(paths[:first]), truncated=len(paths) > first)


@lru_cache(maxsize=16)
def _shortest_statement(max_hops: int) -> Statement:
    """The statement with its most hops, for which the language takes no parameter, written in."""
    found = statement("paths_shortest")
    return replace(found, text=found.text.replace("*..10]", f"*..{max_hops}]"))


def _path(answer: Mapping[str, Any], records: Mapping[str, Record]) -> Path:
    return Path(tuple(records[node] for node in answer["nodes"]), tuple(map(to_link, answer["links"])))


def _by_length(path: Path) -> tuple[int, tuple[str, ...]]:
    return len(path.links), path.link_ids


async def neighbourhood(reading: Reading, record_id: str, hops: int) -> tuple[Network, bool]:
    """The network within `hops` of a record, nearest first, and whether the record is an offender.

    An unknown record has an empty one.
    """
    settings = reading.settings
    answer = await reading.fetch(
        "neighbourhood",
        record_id=record_id,
        hops=hops,
        limit=settings.network_nodes,
        fan_out=settings.network_fan_out,
        heavy=_HEAVY,
        labels=list(NODE_KINDS),
    )
    if answer is None:
        return Network((), ()), False
    nodes = tuple(record for record in map(to_record, answer["nodes"]) if record)
    links = tuple(sorted(map(to_link, answer["links"]), key=lambda link: link.id))
    return Network(nodes, links, truncated=answer["truncated"]), answer["offender"]


_HEAVY: Final = 2000
"""Relationships from which on a record is too large to go through them one by one."""
