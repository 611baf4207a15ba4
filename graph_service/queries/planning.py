"""Plans made ahead: the server plans every statement of the catalogue behind, while the service answers already.

It only makes answers faster. A question that comes before its plan waits for that plan alone; what goes wrong here is a line
in the log.
"""

import asyncio
from collections.abc import Awaitable, Callable, Iterator, Mapping
from dataclasses import dataclass
from itertools import chain
from typing import Any, Final

import structlog

from graph_service.errors import GraphServiceError
from graph_service.findings.alerts import alerts_statement
from graph_service.findings.conflicts import conflict_check
from graph_service.findings.patterns import findings_statements
from graph_service.model.clock import View
from graph_service.model.records import Clearance
from graph_service.queries.case import NONE_NEEDED
from graph_service.queries.view_session import ViewSession
from graph_service.settings import Settings
from graph_service.store.catalogue import CaseStatement, Statement, statement, to_plan_anew
from graph_service.store.graph import Graph

_log = structlog.get_logger(__name__)

_NOBODY: Final = "-"
_OF_LISTS: Final = ("offenders", "offender_search", "decisions_made")
_OF_CASE_FILES: Final = ("candidate_facts", "background", "records_by_id", "memberships", "weak_links_around")
_OF_PICTURES: Final = ("relations_around", "links_among", "shared_homes", "standings", "family")
_OF_ANALYSTS: Final = ("record_file", "search", "towns", "neighbourhood")
_SIDE_BY_SIDE: Final = 2
"""How many plans are made at the same time: the server works out each on one processor."""
_LOOK_FOR_RECORDS_EVERY_S: Final = 0.5
_LOOK_EVERY_S: Final = 15.0
_SIZE: Final = "MATCH (n:Record) RETURN count(n) AS records"


@dataclass(frozen=True, slots=True)
class Planned:
    """A text of the catalogue that is planned ahead: what it is called, and what it is asked with to have it planned."""

    name: str
    text: str
    parameters: Mapping[str, Any]


def _of_cases() -> tuple[CaseStatement | Statement, ...]:
    return (*findings_statements(), alerts_statement(), statement("reach"))


def is_of_cases(planned: Planned) -> bool:
    """Whether a text finds exposures or alerts, and is no other read."""
    return planned.text in {one.text for one in _of_cases()}


def catalogue_texts(settings: Settings) -> tuple[Planned, ...]:
    """Every text that is planned ahead, what the first page of a case needs first."""
    return tuple(_texts(ViewSession(None, settings, View.at(), Clearance())))  # type: ignore[arg-type]


async def plan_cases(graph: Graph, settings: Settings) -> None:
    """Have all planned that reads a case: for whoever must read one within a transaction, in which there is no time to plan."""
    needed = {one.text for one in _of_cases()}
    needed |= {one.present for one in (conflict_check()[1], *map(statement, _OF_CASE_FILES))}
    for one in catalogue_texts(settings):
        if one.text in needed:
            await graph.plan(one.text, one.parameters)


def _texts(session: ViewSession) -> Iterator[Planned]:
    given = session.parameters(**NONE_NEEDED.parameters(), **_NO_QUESTION)
    for one in _of_cases():
        yield Planned(one.id, one.text, given)
    read = [
        *map(statement, _OF_LISTS),
        conflict_check()[1],
        *map(statement, chain(_OF_CASE_FILES, _OF_PICTURES, _OF_ANALYSTS)),
    ]
    for each in read:
        yield Planned(each.id, each.present, given)
    for each in read:
        yield Planned(f"{each.id}, at an earlier instant", each.text, given)


_NO_QUESTION: Final[Mapping[str, Any]] = {
    "offender_id": _NOBODY,
    "record_id": _NOBODY,
    "people": [_NOBODY],
    "places": [_NOBODY],
    "homes": [_NOBODY],
    "agency_roles": [_NOBODY],
    "at_risk": [_NOBODY],
    "ids": [_NOBODY],
    "shown": [_NOBODY],
    "identifiers": [_NOBODY],
    "labels": [],
    "symmetric": [],
    "no_homes": [],
    "cases": [_NOBODY],
    "words": ["nobody"],
    "marks": ["nobody"],
    "after": None,
    "only": None,
    "outward": True,
    "skip": 0,
    "category": None,
    "level": None,
    "members": True,
    "past": True,
    "first": 1,
    "hits": 1,
    "most": 1,
    "look": 1,
    "heavy": 1,
    "steps": 1,
    "limit": 1,
    "hops": 1,
    "fan_out": 1,
}


class Preparation:
    """Plans of the catalogue, made behind and kept fit for the size of the store."""

    def __init__(self, graph: Graph, settings: Settings) -> None:
        self._graph = graph
        self._texts = catalogue_texts(settings)
        self._waiting: dict[str, None] = dict.fromkeys(one.name for one in self._texts)

    @property
    def waiting(self) -> tuple[str, ...]:
        """The names of the statements that are still to be planned."""
        return tuple(self._waiting)

    async def keep(self, starts: Callable[[], int], afterwards: Callable[[], None]) -> None:
        """Plan everything once there is something to ask about, then again whenever the store has come to be of another order
        of size, or the server has been started anew, as `starts` counts. Never ends. `afterwards` is called once all is planned.
        """
        while not (size := await self._size()):  # noqa: ASYNC110 - what is waited for is in the store
            await asyncio.sleep(_LOOK_FOR_RECORDS_EVERY_S)
        started = starts()
        await self.plan()
        await asyncio.to_thread(afterwards)
        while True:
            await asyncio.sleep(_LOOK_EVERY_S)
            if starts() != started:
                started = starts()
                self._graph.forget_plans()
                await self.plan()
            grown = await self._size()
            if grown is not None and grown != size:
                _log.info("planning_anew")
                await self._each(self._plan_anew)
                size = grown

    async def plan(self) -> None:
        """Have everything planned that is not."""
        self._waiting = dict.fromkeys(one.name for one in self._texts)
        await self._each(self._plan)

    async def _each(self, work: Callable[[Planned], Awaitable[None]]) -> None:
        """Do `work` for every text: first for those that find exposures, alone, for whom the first reader waits."""
        turns = asyncio.Semaphore(_SIDE_BY_SIDE)

        async def one(planned: Planned) -> None:
            async with turns:
                try:
                    await work(planned)
                except GraphServiceError as error:
                    _log.warning("not_planned", statement=planned.name, code=error.code.value)
                self._waiting.pop(planned.name, None)

        first = len(findings_statements())
        await asyncio.gather(*map(one, self._texts[:first]))
        await asyncio.gather(*map(one, self._texts[first:]))

    async def _plan(self, planned: Planned) -> None:
        await self._graph.plan(planned.text, planned.parameters)

    async def _plan_anew(self, planned: Planned) -> None:
        await self._graph.plan_anew(to_plan_anew(planned.text), planned.parameters)

    async def _size(self) -> int | None:
        """The order of magnitude of the number of records, by powers of four; None where the store does not answer."""
        try:
            found = await self._graph.fetch(_SIZE)
        except GraphServiceError:
            return None
        return int(found["records"]).bit_length() // 2 if found else 0
