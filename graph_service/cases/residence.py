"""What would be found if an offender lived at another address, alone or with others.

The move is written in a transaction, the same questions are asked there as of what is recorded, and the transaction is rolled back.
So no second set of rules answers, and nothing is saved.
"""

from collections.abc import Sequence
from dataclasses import replace

from graph_service.cases.reader import CaseReader
from graph_service.model.clock import to_microseconds
from graph_service.model.findings import Finding
from graph_service.model.vocabulary import FIRST_INSTANT, LAST_DAY, LAST_INSTANT
from graph_service.model.what_if import AroundAddress, WhatIfAnswer
from graph_service.queries.planning import plan_cases
from graph_service.queries.view_session import ViewSession, to_record
from graph_service.store.catalogue import statement
from graph_service.store.graph import Graph, WriteTransaction

BREACH = "order_zone_breach"
NEAR_A_VICTIM = "prior_victim_proximity"


async def around_address(session: ViewSession, address_id: str, offender_id: str) -> AroundAddress | None:
    """What an address is like for him; None where the view and the viewer see no such address, or see it sealed."""
    answer = await session.fetch("around_address", record_id=address_id, offender_id=offender_id)
    address = to_record(answer["address"]) if answer else None
    if answer is None or address is None:
        return None
    sites = (site for site in map(to_record, answer["sites"]) if site is not None)
    return AroundAddress(
        address,
        answer["residents"],
        tuple(sorted(answer["offenders"])),
        tuple(sorted(sites, key=lambda site: (site.name.casefold(), site.id))),
    )


async def what_if_lives_at(
    graph: Graph, now: CaseReader, offender_id: str, address_id: str, with_ids: Sequence[str] = ()
) -> WhatIfAnswer:
    """What would be found if he, and these people (ids), lived there from the day of the view on; `now` reads the case as it is."""
    session = now.session
    await plan_cases(graph, session.settings)
    findings = await now.findings()
    async with graph.trying() as transaction:
        await _suppose(transaction, session, (offender_id, *with_ids), address_id)
        then = CaseReader(replace(session, graph=transaction), offender_id)
        would_be, alerts = await then.findings(), await then.alerts_of_patterns()
    return WhatIfAnswer(
        findings=would_be,
        added=_without(would_be, findings),
        removed=_without(findings, would_be),
        breaches=tuple(alert for alert in alerts if alert.kind == BREACH),
    )


async def _suppose(transaction: WriteTransaction, session: ViewSession, people: Sequence[str], address_id: str) -> None:
    parameters = session.parameters()
    await transaction.run(
        statement("residence_suppose").text,
        {
            "people": list(dict.fromkeys(people)),
            "address_id": address_id,
            "as_of": parameters["as_of"],
            "known_at": to_microseconds(session.view.known_at),
            "clock": parameters["clock"],
            "first_instant": FIRST_INSTANT,
            "last_instant": LAST_INSTANT,
            "last_day": LAST_DAY,
        },
    )


def _without(findings: Sequence[Finding], others: Sequence[Finding]) -> tuple[Finding, ...]:
    known = {(one.subject.record.id, one.subject.protected is None) for one in others}
    return tuple(one for one in findings if (one.subject.record.id, one.subject.protected is None) not in known)


def victims_near(answer: WhatIfAnswer) -> int:
    """How many previous victims would live, work or learn near the home; who and where is not said."""
    return sum(
        any(exposure.pattern.id == NEAR_A_VICTIM for exposure in finding.exposures) for finding in answer.findings
    )
