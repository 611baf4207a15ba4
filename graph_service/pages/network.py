"""`/offenders/{id}/network`: the network picture of an offender."""

from graph_service.domain import Record
from graph_service.pictures.network import network_picture, render_network_page
from graph_service.pictures.static import CONTENT_SECURITY_POLICY, StaticFile, static_files
from graph_service.pictures.style import Badge
from graph_service.queries.reading import Reading
from graph_service.resolvers.findings import CaseReader
from graph_service.vocabulary import RecipientRole

__all__ = ["CONTENT_SECURITY_POLICY", "StaticFile", "network_page", "static_files"]


async def network_page(reading: Reading, offender_id: str) -> str | None:
    """The page as HTML; None where the viewer sees no such offender. Serve it under CONTENT_SECURITY_POLICY."""
    reader = CaseReader(reading, offender_id)
    case = await reader.case()
    if case is None:
        return None
    victims = {
        candidate.recipient.id: frozenset({Badge.VICTIM})
        for candidate in await reader.candidates()
        if RecipientRole.PRIOR_VICTIM in (candidate.role, *candidate.also_as)
        and isinstance(candidate.recipient, Record)
    }
    picture = network_picture(
        case.person, await reader.findings(), None, reading.view, alerts=await reader.alerts(), badges=victims
    )
    return render_network_page(picture, case)
