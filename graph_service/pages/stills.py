"""`/offenders/{id}/network.svg`, `.png`, `/family.svg`, `.png`: the pictures as files, for print and papers."""

import asyncio

from graph_service.pages.answer import Answer, Visit
from graph_service.pages.family import visited_family
from graph_service.pages.network import visited_picture
from graph_service.papers.formats import file_name
from graph_service.pictures.still import family_svg, network_svg, print_width, to_png


async def network_as_svg(visit: Visit) -> Answer | None:
    """The network picture. None where the viewer sees no such offender. Raises InputRefused."""
    found = await visited_picture(visit)
    return None if found is None else _svg(visit, "network", network_svg(found[1], found[0]), found[1].people)


async def network_as_png(visit: Visit) -> Answer | None:
    """The network picture. None where the viewer sees no such offender. Raises InputRefused."""
    found = await visited_picture(visit)
    return None if found is None else await _png(visit, "network", network_svg(found[1], found[0]), found[1].people)


async def family_as_svg(visit: Visit) -> Answer | None:
    """The family picture. None where the viewer sees no such offender. Raises InputRefused."""
    found = await visited_family(visit)
    return None if found is None else _svg(visit, "family", family_svg(found[1], found[0]), found[1].people)


async def family_as_png(visit: Visit) -> Answer | None:
    """The family picture. None where the viewer sees no such offender. Raises InputRefused."""
    found = await visited_family(visit)
    return None if found is None else await _png(visit, "family", family_svg(found[1], found[0]), found[1].people)


def _filename(visit: Visit, what: str, kind: str) -> str:
    """What a browser saves it as; like a paper, by the record and the day."""
    return file_name(what, visit.record_id, visit.session.view.as_of, kind)


def _svg(visit: Visit, what: str, svg: str, people: tuple[str, ...]) -> Answer:
    return Answer(svg, people, "image/svg+xml", _filename(visit, what, "svg"))


async def _png(visit: Visit, what: str, svg: str, people: tuple[str, ...]) -> Answer:
    # Drawing takes a while, and others are waiting meanwhile.
    png = await asyncio.to_thread(to_png, svg, width_px=print_width(svg))
    return Answer(png, people, "image/png", _filename(visit, what, "png"))
