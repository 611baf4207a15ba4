"""`/offenders/{id}/network` and `/records/{id}/network`: the network pictures."""

from graph_service.domain import Record
from graph_service.pictures.network import network_picture, render_network_page
from graph_service.pictures.static import CONTENT_SECURITY_POLICY, StaticFile, static_files
from graph_service.pictures.style import Badge
from graph_service.queries.exploring import neighbourhood
from graph_service.queries.reading import Reading
from graph_service.resolvers.findings import CaseReader
from graph_service.vocabulary import RecipientRole

__all__ = ["CONTENT_SECURITY_POLICY", "StaticFile", "network_page", "record_network_page", "static_files"]

Shown = tuple[str, tuple[str, ...]]
"""A page as HTML, and the ids of the people in it. Serve it under CONTENT_SECURITY_POLICY."""


async def network_page(reading: Reading, offender_id: str, hops: int | None) -> Shown | None:
    """Every path of his findings and, where `hops` is given, what lies within them around him.

    None where the viewer sees no such offender.
    """
    reader = CaseReader(reading, offender_id)
    case = await reader.case()
    if case is None:
        return None
    around = None if hops is None else (await neighbourhood(reading, offender_id, hops))[0]
    victims = {
        candidate.recipient.id: frozenset({Badge.VICTIM})
        for candidate in await reader.candidates()
        if RecipientRole.PRIOR_VICTIM in (candidate.role, *candidate.also_as)
        and isinstance(candidate.recipient, Record)
    }
    picture = network_picture(
        case.person, await reader.findings(), around, reading.view, alerts=await reader.alerts(), badges=victims
    )
    return render_network_page(picture, case), picture.people


async def record_network_page(reading: Reading, record_id: str, hops: int) -> Shown | None:
    """What lies within `hops` around any record. None where the viewer sees no such record."""
    around, _ = await neighbourhood(reading, record_id, hops)
    if not around.nodes:
        return None
    picture = network_picture(around.nodes[0], (), around, reading.view, offender=False)
    return render_network_page(picture), picture.people
