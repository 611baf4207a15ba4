"""A search for paths whose effort is counted on what the viewer sees: what is hidden makes it neither shorter nor longer.

It widens from both ends by turns, level by level, as far as a length asks for, and then walks every simple path of that length in
the order of the relationships' ids. The steps read and the steps walked are counted; the search ends when either is spent.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final

from graph_service.domain import Link, Path, PathSearch, Record
from graph_service.queries.case_file import records_by_id
from graph_service.queries.reading import Reading, to_link

_MOST_READ: Final = 20_000
"""Steps that a search reads from the store."""
_MOST_WALKED: Final = 50_000
"""Steps that it walks."""


class _Spent(Exception):
    """The search has read or walked as much as it may."""


@dataclass(frozen=True, slots=True, order=True)
class _Step:
    """One relationship from a record to another; `element` is the store's own id for it."""

    link_id: str
    to: str
    element: str


@dataclass(slots=True)
class _Side:
    """What has been reached from one end: how far away each record is, and which were reached last."""

    distance: dict[str, int]
    edge: list[str]
    levels: int = 0


@dataclass(slots=True)
class Walking:
    """One search between two records."""

    reading: Reading
    from_id: str
    to_id: str
    include_ended: bool
    _steps: dict[str, dict[str, _Step]] = field(default_factory=dict)
    _read: int = 0
    _walked: int = 0

    async def search(self, *, max_hops: int, first: int, shortest_only: bool) -> PathSearch:
        """The first paths by length and by the ids of their relationships; `truncated` where there are more or effort was spent."""
        if self.from_id == self.to_id or len(await records_by_id(self.reading, (self.from_id, self.to_id))) < 2:
            return PathSearch((), truncated=False)
        sides = _Side({self.from_id: 0}, [self.from_id]), _Side({self.to_id: 0}, [self.to_id])
        found: list[tuple[_Step, ...]] = []
        spent = False
        try:
            for length in range(1, max_hops + 1):
                while sides[0].levels + sides[1].levels < length:
                    await self._widen(min(sides, key=lambda side: len(side.edge)))
                for walk in self._walks(length, sides[1]):
                    found.append(walk)
                    if len(found) > first:
                        break
                if len(found) > first or (found and shortest_only):
                    break
        except _Spent:
            spent = True
        shown = await self._shown(found[:first])
        return PathSearch(shown, truncated=spent or len(found) > first)

    async def _widen(self, side: _Side) -> None:
        """Reach one level further from one end. Raises _Spent, and then has reached nothing."""
        side.levels += 1
        left = _MOST_READ - self._read
        answer = (
            await self.reading.fetch("steps", ids=side.edge, most=left + 1, include_ended=self.include_ended)
            if side.edge
            else None
        )
        rows = answer["steps"] if answer else []
        if len(rows) > left:
            raise _Spent
        self._read += len(rows)
        edge: dict[str, None] = {}
        for start, link_id, end, element in rows:
            self._steps.setdefault(start, {})[link_id] = _Step(link_id, end, element)
            self._steps.setdefault(end, {})[link_id] = _Step(link_id, start, element)
            if end not in side.distance:
                side.distance[end] = side.levels
                edge[end] = None
        side.edge = sorted(edge)

    def _walks(self, length: int, goal: _Side) -> Iterator[tuple[_Step, ...]]:
        """The simple paths of exactly this length, in order. Raises _Spent.

        Of the relationships of a path one end at least has been widened from, so all of them are known.
        """
        ordered: dict[str, list[_Step]] = {}
        passed = {self.from_id}
        walk: list[_Step] = []

        def onward(here: str) -> Iterator[tuple[_Step, ...]]:
            left = length - len(walk) - 1
            if here not in ordered:
                ordered[here] = sorted(self._steps.get(here, {}).values())
            for step in ordered[here]:
                self._walked += 1
                if self._walked > _MOST_WALKED:
                    raise _Spent
                if step.to in passed or goal.distance.get(step.to, goal.levels + 1) > left:
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
        steps = [step for walk in walks for step in walk]
        records = await records_by_id(self.reading, {self.from_id, *(step.to for step in steps)})
        answer = await self.reading.fetch("links_by_element", elements=sorted({step.element for step in steps}))
        links = {link.id: link for link in map(to_link, answer["links"] if answer else ())}
        paths = (self._path(walk, records, links) for walk in walks)
        return tuple(path for path in paths if path is not None)

    def _path(self, walk: tuple[_Step, ...], records: Mapping[str, Record], links: Mapping[str, Link]) -> Path | None:
        nodes = (self.from_id, *(step.to for step in walk))
        try:
            return Path(tuple(records[node] for node in nodes), tuple(links[step.link_id] for step in walk))
        except KeyError:
            return None
