"""`/offenders/{id}/network` and `/records/{id}/network`: the network pictures."""

from typing import Final
from urllib.parse import urlencode

from graph_service.domain import OffenderCase, Record
from graph_service.errors import InputRefused
from graph_service.pages.answer import Answer, Visit
from graph_service.pages.framing import view_parameters
from graph_service.pictures.network import Picture, network_picture, render_network_page
from graph_service.pictures.style import Badge
from graph_service.queries.exploring import neighbourhood
from graph_service.resolvers.findings import CaseReader
from graph_service.vocabulary import RecipientRole

_HOPS: Final = ("1", "2", "3", "4")
_USUAL_HOPS: Final = 2


async def network_page(visit: Visit) -> Answer | None:
    """The picture of an offender. None where the viewer sees no such offender. Raises InputRefused."""
    found = await visited_picture(visit)
    if found is None:
        return None
    case, picture = found
    asked = view_parameters(visit.reading.view) | ({"hops": visit.asked["hops"]} if visit.asked.get("hops") else {})
    return Answer(render_network_page(picture, case, still=urlencode(asked)), picture.people)


async def visited_picture(visit: Visit) -> tuple[OffenderCase, Picture] | None:
    """Every path of his findings and, where `hops` is asked for, what lies within them around him.

    None where the viewer sees no such offender. Raises InputRefused.
    """
    reading, hops = visit.reading, _hops(visit)
    reader = CaseReader(reading, visit.record_id)
    case = await reader.case()
    if case is None:
        return None
    around = None if hops is None else (await neighbourhood(reading, visit.record_id, hops))[0]
    victims = {
        candidate.recipient.id: frozenset({Badge.VICTIM})
        for candidate in await reader.candidates()
        if RecipientRole.PRIOR_VICTIM in (candidate.role, *candidate.also_as)
        and isinstance(candidate.recipient, Record)
    }
    picture = network_picture(
        case.person, await reader.findings(), around, reading.view, alerts=await reader.alerts(), badges=victims
    )
    return case, picture


async def record_network_page(visit: Visit) -> Answer | None:
    """What lies within `hops` around any record. None where the viewer sees no such record. Raises InputRefused."""
    around, _ = await neighbourhood(visit.reading, visit.record_id, _hops(visit) or _USUAL_HOPS)
    if not around.nodes:
        return None
    picture = network_picture(around.nodes[0], (), around, visit.reading.view, offender=False)
    return Answer(render_network_page(picture), picture.people)


def _hops(visit: Visit) -> int | None:
    """How far around is asked for."""
    hops = visit.asked.get("hops")
    if not hops:
        return None
    if hops not in _HOPS:
        raise InputRefused("hops must be a number from 1 to 4.")
    return int(hops)
