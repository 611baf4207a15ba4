"""Search, paths and neighbourhoods: reads that wander over the recorded relationships."""

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import lru_cache
from typing import Any, Final

from graph_service.catalogue import Statement, statement
from graph_service.domain import Network, Path, PathSearch, Record
from graph_service.errors import TimedOut
from graph_service.queries.reading import Reading, to_link, to_record, to_records
from graph_service.queries.searching import Searched
from graph_service.vocabulary import NODE_KINDS, Kind

_PATH_COUNTS: Final = (6, 26, 101)


async def search(reading: Reading, text: str, kinds: Sequence[Kind], first: int) -> tuple[Record, ...]:
    """Records like `text`, best first: named by an id or identifier in any spelling, then by how like their names are.

    A record is found by the version that the view sees; a sealed address is never found.
    """
    searched = Searched.of(text, cleared=reading.sight.cleared)
    answer = await reading.fetch(
        "search",
        **searched.parameters(first),
        labels=[kind.value for kind in kinds],
        # Hits that are of another version or kind fall away afterwards.
        hits=first * 20 + 200,
    )
    return tuple(record for record, _ in searched.best(answer["found"])[:first]) if answer else ()


async def find_paths(
    reading: Reading, from_id: str, to_id: str, *, max_hops: int, first: int, up_to_max: bool, include_ended: bool
) -> PathSearch:
    """Paths between two records, shortest first, within the settings' time budget."""
    settings = reading.settings
    question = _path_statement(up_to_max, max_hops, first)
    parameters = reading.parameters(from_id=from_id, to_id=to_id, first=first + 1, include_ended=include_ended)
    # The time budget is for searching, not for planning.
    await reading.graph.plan(question.text, {**parameters, "from_id": "", "to_id": "", "hidden": []})
    # The search walks over records that have earlier versions without looking these up; one that turns out not to be
    # seen is left out next time.
    hidden: set[str] = set()
    try:
        async with asyncio.timeout(settings.path_timeout_s):
            while True:
                answer = await reading.graph.fetch(
                    question.text, parameters | {"hidden": sorted(hidden)}, timeout_s=settings.path_timeout_s
                )
                records = to_records(answer["nodes"]) if answer else {}
                walks = answer["paths"] if answer else []
                unseen = {node for walk in walks for node in walk["nodes"]} - records.keys()
                if not unseen:
                    break
                hidden |= unseen
    except (TimeoutError, TimedOut):
        return PathSearch((), truncated=True)
    paths = sorted((_path(walk, records) for walk in walks), key=_by_length)
    return PathSearch(tuple(paths[:first]), truncated=len(paths) > first)


@lru_cache(maxsize=1024)
def _path_statement(up_to_max: bool, max_hops: int, first: int) -> Statement:
    """The statement with its limits, for which the language takes no parameters, written in.

    The number of paths is rounded up, so that there are few statements to plan.
    """
    most = next(size for size in _PATH_COUNTS if size > first)
    found = statement("paths_up_to" if up_to_max else "paths_shortest")
    text = found.text
    for greatest, wanted in (
        ("*..10]", f"*..{max_hops}]"),
        ("{1,10}", f"{{1,{max_hops}}}"),
        ("SHORTEST 101 ", f"SHORTEST {most} "),
    ):
        text = text.replace(greatest, wanted)
    return replace(found, text=text)


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
