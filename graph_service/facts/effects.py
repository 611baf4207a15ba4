"""What a fact changes: for each offender whom it can touch, what differs between just before it and just after."""

import asyncio
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from graph_service.cases.difference import findings_diff
from graph_service.cases.reader import CaseReader
from graph_service.model.clock import LONDON, View
from graph_service.model.columns import FileSpec
from graph_service.model.difference import FindingsDiff
from graph_service.model.vocabulary import Kind
from graph_service.queries.view_session import ViewSession

_AT_ONCE: Final = 2
"""Offenders compared at the same time; the store has few processors."""
_LEAST: Final = timedelta(microseconds=1)


@dataclass(frozen=True, slots=True)
class Moment:
    """The two views around the moment at which something was recorded."""

    before: View
    after: View

    @classmethod
    def of(cls, at: datetime) -> "Moment":
        """Around an instant, on its day in London."""
        day = at.astimezone(LONDON).date()
        return cls(View(day, at - _LEAST), View(day, at))


@dataclass(frozen=True, slots=True)
class Effect:
    """What a fact changes for one offender."""

    offender_id: str
    diff: FindingsDiff


async def effects_of(
    touched: Iterable[str], session_at: Callable[[View], ViewSession], moment: Moment, opens: Callable[[str], bool]
) -> tuple[Effect, ...]:
    """What differs for every managed offender whom a change of these records (ids) can touch, by id.

    `opens` says whose cases may be told of.
    """
    before, after = session_at(moment.before), session_at(moment.after)
    answer = await after.fetch("offenders_touched", ids=sorted(set(touched)))
    ids = sorted(filter(opens, answer["ids"] if answer else ()))
    turn = asyncio.Semaphore(_AT_ONCE)

    async def of_one(offender_id: str) -> Effect | None:
        async with turn:
            was, is_ = CaseReader(before, offender_id), CaseReader(after, offender_id)
            cases = await asyncio.gather(was.case(), is_.case())
            if not any(case is not None and case.managed for case in cases):
                return None
            # The day is the same: what would be the same at once is what is known, so nothing lies between the two views.
            diff = await findings_diff(was, is_, is_)
            return None if diff.is_empty else Effect(offender_id, diff)

    found = await asyncio.gather(*map(of_one, ids))
    return tuple(effect for effect in found if effect is not None)


async def touched_by(session: ViewSession, spec: FileSpec, id_: str, ends: Iterable[str]) -> set[str]:
    """The ids of the records at which a fact lies: the ends of a relationship, or a record and whatever rests on a source."""
    if spec.kind is None:
        return set(ends)
    if spec.kind is Kind.SOURCE:
        answer = await session.fetch("carried_by", ids=[id_])
        return {id_, *(answer["ids"] if answer else ())}
    return {id_}
