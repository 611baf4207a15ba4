"""The family around an offender: one statement, and what comes back as a network."""

from collections.abc import Iterable
from typing import Final

from graph_service.model.findings import Finding
from graph_service.model.records import Network
from graph_service.queries.view_session import ViewSession, to_link, to_record

MOST_RELATIVES: Final = 300
"""Most people that are read; far beyond what can be drawn."""


async def family_network(session: ViewSession, offender_id: str, findings: Iterable[Finding], steps: int) -> Network:
    """Himself, his partners, the people whom `findings` are about, all within `steps` of any of them by family
    relationships, nearest first, then where they live and the offences they had a part in. Empty where the viewer does not see him.
    """
    at_risk = {found.subject.record.id for found in findings if found.subject.protected is None}
    answer = await session.fetch(
        "family", offender_id=offender_id, at_risk=sorted(at_risk), steps=steps, limit=MOST_RELATIVES
    )
    if answer is None:
        return Network((), ())
    rows = [*answer["homes"], *answer["parts"]]
    nodes = {record.id: record for record in map(to_record, answer["people"]) if record}
    nodes |= {record.id: record for record in (to_record(row["place"]) for row in rows) if record}
    links = map(to_link, (*answer["ties"], *(row["link"] for row in rows)))
    seen = {link.id: link for link in links if {link.from_id, link.to_id} <= nodes.keys()}
    return Network(
        tuple(nodes.values()),
        tuple(sorted(seen.values(), key=lambda link: link.id)),
        truncated=answer["truncated"],
    )
