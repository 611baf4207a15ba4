"""What differs between two views of one offender's case."""

import asyncio

from graph_service.cases.reader import CaseReader
from graph_service.findings.difference import CaseAnswer, Sides, difference, resting_on
from graph_service.model.difference import FindingsDiff
from graph_service.queries.records import links_by_id


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


async def answer_of(reader: CaseReader) -> CaseAnswer:
    """What a view shows of an offender."""
    findings, candidates, alerts = await asyncio.gather(reader.findings(), reader.candidates(), reader.alerts())
    return CaseAnswer(findings, candidates, alerts)
