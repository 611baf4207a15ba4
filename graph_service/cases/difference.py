"""What differs between two views of one offender's case."""

import asyncio
from collections.abc import Callable
from datetime import date

from graph_service.cases.reader import CaseReader
from graph_service.findings.difference import CaseAnswer, Sides, difference, resting_on
from graph_service.model.clock import View, end_of, from_microseconds
from graph_service.model.difference import FindingsDiff
from graph_service.model.findings import DisclosureDecision
from graph_service.queries.records import links_by_id
from graph_service.queries.view_session import ViewSession


async def findings_diff(before: CaseReader, between: CaseReader, after: CaseReader) -> FindingsDiff:
    """What differs in findings, candidates and alerts between two views of one case.

    `between` reads it on the day of the view before, as it is known at the view after.
    """
    answers = was, would_be, is_ = await asyncio.gather(*(answer_of(reader) for reader in (before, between, after)))
    links = {(link.id, link.from_id) for answer in answers for link in resting_on(answer)}
    links_before, links_after = await asyncio.gather(
        *(links_by_id(reader.session, links) for reader in (before, after))
    )
    settings = after.session.settings
    return difference(
        Sides(
            before=was,
            between=would_be,
            after=is_,
            days=(before.session.view.as_of, after.session.view.as_of),
            links_before=links_before,
            links_after=links_after,
            recent_days=settings.recent_days,
            forthcoming_days=settings.forthcoming_days,
        )
    )


def decided_view(decision: DisclosureDecision) -> View | None:
    """The view that a decision was made on: its day, as known when it was recorded; None where the day is not recorded."""
    if decision.decided_on is None:
        return None
    day = date.fromisoformat(decision.decided_on)
    return View(day, from_microseconds(decision.recorded_at) or end_of(day))


async def difference_between(
    offender_id: str, first: View, second: View, session_at: Callable[[View], ViewSession]
) -> FindingsDiff:
    """What differs in one case between two views, as one viewer sees it."""
    views = (first, View(first.as_of, second.known_at), second)
    # Two of the three may be one and the same view; it is read once.
    readers = {view: CaseReader(session_at(view), offender_id) for view in views}
    return await findings_diff(*(readers[view] for view in views))


async def answer_of(reader: CaseReader) -> CaseAnswer:
    """What a view shows of an offender."""
    findings, candidates, alerts = await asyncio.gather(reader.findings(), reader.candidates(), reader.alerts())
    return CaseAnswer(findings, candidates, alerts)
