"""A search for paths whose effort is counted on what the viewer sees: what is hidden makes it neither shorter nor longer.

It widens from both ends, level by level, from the smaller one first, as far as a length asks for. Where the ends have met, it walks
every simple path of that length in the order of the relationships' ids. The steps read and the steps walked are counted; the
search ends when either is spent. The store's own search for paths is no help: it asks nothing of a record on its way that needs a
subquery, as whether an earlier version is seen does, and counts what is hidden as its effort.
"""

import asyncio
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final

from graph_service.model.records import Link, Path, PathSearch, Record
from graph_service.queries.case_file import records_by_id
from graph_service.queries.view_session import ViewSession, to_link

_MOST_READ: Final = 20_000
"""Steps that a search reads from the store."""
_MOST_WALKED: Final = 50_000
"""Steps that it walks."""


class _Spent(Exception):
    """The search has read or walked as much as it may."""


@dataclass(frozen=True, slots=True, order=True)
class _Step:
    """One relationship from a record to another."""

    link_id: str
    to: str


@dataclass(slots=True)
class _Side:
    """What has been reached from one end: how far away each record is, and which were reached last."""

    distance: dict[str, int]
    edge: list[str]
    levels: int = 0


@dataclass(slots=True)
class Walking:
    """One search between two records."""

    session: ViewSession
    from_id: str
    to_id: str
    include_ended: bool
    _steps: dict[str, dict[str, _Step]] = field(default_factory=dict)
    _read: int = 0
    _walked: int = 0

    async def search(self, *, max_hops: int, first: int, shortest_only: bool) -> PathSearch:
        """The first paths by length and by the ids of their relationships; `truncated` where there are more or effort was spent.

        From an end that the viewer does not see there are no steps, as from one that does not exist.
        """
        if self.from_id == self.to_id:
            return PathSearch((), truncated=False)
        sides = _Side({self.from_id: 0}, [self.from_id]), _Side({self.to_id: 0}, [self.to_id])
        found: list[tuple[_Step, ...]] = []
        spent = False
        try:
            for length in range(1, max_hops + 1):
                while sides[0].levels + sides[1].levels < length:
                    here, there = sorted(sides, key=lambda side: len(side.edge))
                    # What no path can go through any more is not read.
                    await self._widen(here, there.distance if length == max_hops else None)
                if sides[0].distance.keys().isdisjoint(sides[1].distance):
                    continue
                for walk in self._walks(length):
                    found.append(walk)
                    if len(found) > first:
                        break
                if len(found) > first or (found and shortest_only):
                    break
        except _Spent:
            spent = True
        shown = await self._shown(found[:first])
        return PathSearch(shown, truncated=spent or len(found) > first)

    async def _widen(self, side: _Side, towards: Iterable[str] | None) -> None:
        """Reach one level further from one end, to these records alone where some are given.

        Raises _Spent, and then has reached nothing.
        """
        side.levels += 1
        left = _MOST_READ - self._read
        answer = (
            await self.session.fetch(
                "steps",
                ids=side.edge,
                towards=None if towards is None else list(towards),
                most=left + 1,
                include_ended=self.include_ended,
            )
            if side.edge
            else None
        )
        rows = answer["steps"] if answer else []
        read = sum(len(onward) for _, onward in rows)
        if read > left:
            raise _Spent
        self._read += read
        edge: dict[str, None] = {}
        for start, onward in rows:
            for link_id, end in onward:
                self._steps.setdefault(start, {})[link_id] = _Step(link_id, end)
                self._steps.setdefault(end, {})[link_id] = _Step(link_id, start)
                if end not in side.distance:
                    side.distance[end] = side.levels
                    edge[end] = None
        side.edge = sorted(edge)

    def _distances(self, most: int) -> dict[str, int]:
        """How far it is from each record to the end of the search, along the steps that are known, up to so many."""
        found, edge = {self.to_id: 0}, [self.to_id]
        for distance in range(1, most + 1):
            reached = {step.to for here in edge for step in self._steps.get(here, {}).values()}
            edge = [one for one in reached if one not in found]
            found.update(dict.fromkeys(edge, distance))
        return found

    def _walks(self, length: int) -> Iterator[tuple[_Step, ...]]:
        """The simple paths of exactly this length, in order. Raises _Spent.

        Of the relationships of a path one end at least has been widened from, so all of them are known.
        """
        distances = self._distances(length)
        onwards: dict[tuple[str, int], list[_Step]] = {}
        passed = {self.from_id}
        walk: list[_Step] = []

        def onward(here: str) -> Iterator[tuple[_Step, ...]]:
            left = length - len(walk) - 1
            if (here, left) not in onwards:
                steps = self._steps.get(here, {}).values()
                onwards[here, left] = sorted(step for step in steps if distances.get(step.to, length) <= left)
            for step in onwards[here, left]:
                self._walked += 1
                if self._walked > _MOST_WALKED:
                    raise _Spent
                if step.to in passed:
                    continue
                walk.append(step)
                if step.to == self.to_id:
                    if left == 0:
                        yield tuple(walk)
                else:
                    passed.add(step.to)
                    yield from onward(step.to)
                    passed.remove(step.to)
                walk.pop()

        yield from onward(self.from_id)

    async def _shown(self, walks: list[tuple[_Step, ...]]) -> tuple[Path, ...]:
        """The paths as they are shown; one that is no longer there is left out."""
        if not walks:
            return ()
        steps = {
            (start, step.link_id, step.to)
            for walk in walks
            for start, step in zip((self.from_id, *(step.to for step in walk)), walk, strict=False)
        }
        records, answer = await asyncio.gather(
            records_by_id(self.session, {self.from_id, *(to for _, _, to in steps)}),
            self.session.fetch("links_of_steps", steps=[list(step) for step in sorted(steps)]),
        )
        links = {link.id: link for link in map(to_link, answer["links"] if answer else ())}
        paths = (self._path(walk, records, links) for walk in walks)
        return tuple(path for path in paths if path is not None)

    def _path(self, walk: tuple[_Step, ...], records: Mapping[str, Record], links: Mapping[str, Link]) -> Path | None:
        nodes = (self.from_id, *(step.to for step in walk))
        try:
            return Path(tuple(records[node] for node in nodes), tuple(links[step.link_id] for step in walk))
        except KeyError:
            return None
