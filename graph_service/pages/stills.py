"""`/offenders/{id}/network.svg`, `.png`, `/family.svg`, `.png`: the pictures as files, for print and papers."""

import asyncio

from graph_service.pages.exchange import PageRequest, PageResponse
from graph_service.pages.family import requested_family
from graph_service.pages.network import requested_picture
from graph_service.papers.formats import file_name
from graph_service.pictures.still import family_svg, network_svg, print_width, to_png


async def network_as_svg(request: PageRequest) -> PageResponse | None:
    """The network picture. None where the viewer sees no such offender. Raises InputRefused."""
    found = await requested_picture(request)
    return None if found is None else _svg(request, "network", network_svg(found[1], found[0]), found[1].people)


async def network_as_png(request: PageRequest) -> PageResponse | None:
    """The network picture. None where the viewer sees no such offender. Raises InputRefused."""
    found = await requested_picture(request)
    return None if found is None else await _png(request, "network", network_svg(found[1], found[0]), found[1].people)


async def family_as_svg(request: PageRequest) -> PageResponse | None:
    """The family picture. None where the viewer sees no such offender. Raises InputRefused."""
    found = await requested_family(request)
    return None if found is None else _svg(request, "family", family_svg(found[1], found[0]), found[1].people)


async def family_as_png(request: PageRequest) -> PageResponse | None:
    """The family picture. None where the viewer sees no such offender. Raises InputRefused."""
    found = await requested_family(request)
    return None if found is None else await _png(request, "family", family_svg(found[1], found[0]), found[1].people)


def _filename(request: PageRequest, what: str, kind: str) -> str:
    """What a browser saves it as; like a paper, by the record and the day."""
    return file_name(what, request.record_id, request.session.view.as_of, kind)


def _svg(request: PageRequest, what: str, svg: str, people: tuple[str, ...]) -> PageResponse:
    return PageResponse(svg, people, "image/svg+xml", _filename(request, what, "svg"))


async def _png(request: PageRequest, what: str, svg: str, people: tuple[str, ...]) -> PageResponse:
    # Drawing takes a while, and others are waiting meanwhile.
    png = await asyncio.to_thread(to_png, svg, width_px=print_width(svg))
    return PageResponse(png, people, "image/png", _filename(request, what, "png"))
