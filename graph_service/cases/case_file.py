"""One offender's case file: what every page and paper about him is made from."""

import asyncio
from dataclasses import replace

from graph_service.cases.reader import CaseReader
from graph_service.model.case import CaseFile, OrderInForce
from graph_service.queries.case_file import background_of, records_by_id, sources_behind
from graph_service.queries.view_session import ViewSession


async def read_case_file(session: ViewSession, offender_id: str) -> CaseFile | None:
    """All that is shown of an offender at the view; None where the viewer sees no such offender."""
    reader = CaseReader(session, offender_id)
    case, evidence = await reader.case(), await reader.evidence()
    if case is None or evidence is None:
        return None
    background, findings, alerts, candidates, decisions = await asyncio.gather(
        background_of(session, case.person),
        reader.findings(),
        reader.alerts(),
        reader.candidates(),
        reader.decisions(),
    )
    file = CaseFile(
        view=session.view,
        case=case,
        orders=tuple(
            OrderInForce(order, tuple(one for one in evidence.conditions if one.order_id == order.id))
            for order in background.orders
        ),
        profiles=background.profiles,
        assessments=background.assessments,
        offences=background.offences,
        findings=findings,
        alerts=alerts,
        candidates=candidates,
        cover=await reader.minimum_cover(),
        decisions=decisions,
        sources={},
        best_placed=await reader.best_placed(),
        enquiries=background.enquiries,
        gaps_wait=session.settings.gaps_wait,
    )
    conditions = (
        *(condition for order in file.orders for condition in order.conditions),
        *(condition for finding in findings for exposure in finding.exposures for condition in exposure.conditions),
        *(condition for alert in alerts for condition in alert.conditions),
    )
    named = {condition.subject_id for condition in conditions if condition.subject_id is not None}
    links = (link for path in file.paths for link in path.links)
    protected = {record.id: record for decision in decisions for record in decision.protects}
    file = replace(file, named=protected | await records_by_id(session, named))
    rows = (*file.records, *file.profiles, *(enquiry.row for enquiry in file.enquiries))
    return replace(file, sources=await sources_behind(session, rows, links))
