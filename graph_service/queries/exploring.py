"""Search, paths and neighbourhoods: reads that wander over the recorded relationships."""

from collections.abc import Sequence
from typing import Final

from graph_service.errors import TimedOut
from graph_service.model.records import Network, PathSearch, Record
from graph_service.model.vocabulary import NODE_KINDS, Kind
from graph_service.queries.searching import Searched
from graph_service.queries.view_session import ViewSession, to_link, to_record
from graph_service.queries.walking import Walking
from graph_service.store.budget import budget


async def search(session: ViewSession, text: str, kinds: Sequence[Kind], first: int) -> tuple[Record, ...]:
    """Records like `text`, best first: named by an id or identifier in any spelling, then by how like their names are.

    A record is found by the version that the view sees; a sealed address is never found.
    """
    searched = Searched.of(text, cleared=session.clearance.cleared)
    labels = [kind.value for kind in kinds]
    found = await searched.found(session, "search", first, hits=first * 20 + 200, labels=labels)
    return tuple(record for record, _ in found)


async def find_paths(
    session: ViewSession, from_id: str, to_id: str, *, max_hops: int, first: int, up_to_max: bool, include_ended: bool
) -> PathSearch:
    """Paths between two records, the first by length and by the ids of their relationships, within the settings' time budget."""
    walking = Walking(session, from_id, to_id, include_ended)
    try:
        async with budget(session.settings.path_timeout_s):
            return await walking.search(max_hops=max_hops, first=first, shortest_only=not up_to_max)
    except (TimeoutError, TimedOut):
        return PathSearch((), truncated=True)


async def neighbourhood(session: ViewSession, record_id: str, hops: int) -> tuple[Network, bool]:
    """The network within `hops` of a record, nearest first, and whether the record is an offender.

    An unknown record has an empty one.
    """
    settings = session.settings
    answer = await session.fetch(
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
