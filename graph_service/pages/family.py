"""`/offenders/{id}/family`: the family picture, and what it says as tables and sentences."""

import asyncio
from typing import Final

from markupsafe import Markup

from graph_service.cases.reader import CaseReader
from graph_service.errors import InputRefused
from graph_service.model.case import OffenderCase
from graph_service.pages.exchange import PageRequest, PageResponse
from graph_service.pages.framing import Kept, case_address, case_frame
from graph_service.pages.site_frame import SiteFrame
from graph_service.pages.templates import render
from graph_service.pictures.family.build import FAMILY_DRAWN_AT_MOST, FAMILY_STEPS, Family, family_picture
from graph_service.pictures.family.drawing import family_drawing, family_key
from graph_service.pictures.network.nodes import badges_of, tellings_of
from graph_service.pictures.svg import key_sample
from graph_service.queries.case_file import sources_behind
from graph_service.queries.family import family_network
from graph_service.queries.surroundings import standings
from graph_service.wording import links as words

_STEPS: Final = ("1", "2", "3", "4")
_FITS: Final = range(736, 1501)
"""A picture as wide as this is fitted to the width of the page, down to 46rem. A narrower one would be blown up, and a wider
one could not be read: they keep their size, and scroll where there is no room."""


async def requested_family(request: PageRequest) -> tuple[OffenderCase, Family] | None:
    """The case and its family that is asked for; None where the viewer sees no such offender. Raises InputRefused."""
    steps = request.asked.get("steps") or str(FAMILY_STEPS)
    if steps not in _STEPS:
        raise InputRefused("steps must be a number from 1 to 4.")
    reader = CaseReader(request.session, request.record_id)
    case = await reader.case()
    if case is None:
        return None
    findings, candidates, best_placed = await asyncio.gather(
        reader.findings(), reader.candidates(), reader.best_placed()
    )
    network = await family_network(request.session, request.record_id, findings, int(steps))
    sources, parts = await asyncio.gather(
        sources_behind(request.session, (case.person, *network.nodes), network.links),
        standings(request.session, (record.id for record in network.nodes)),
    )
    family = family_picture(
        case.person,
        network,
        findings,
        request.session.view,
        steps=int(steps),
        badges=badges_of(parts),
        tellings=tellings_of(candidates, best_placed),
        sources=sources,
    )
    return case, family


async def family_page(request: PageRequest) -> PageResponse | None:
    """The page. None where the viewer sees no such offender. Raises InputRefused."""
    found = await requested_family(request)
    return None if found is None else PageResponse(render_family_page(*found, request.frame), found[1].people)


def render_family_page(case: OffenderCase, family: Family, head: SiteFrame) -> str:
    """The page of a family. The same input gives the same bytes."""
    name, view = words.clean(case.person.name), family.view

    def kept(steps: int) -> Kept:
        return () if steps == FAMILY_STEPS else (("steps", str(steps)),)

    def address(path: str, steps: int) -> str:
        return case_address(case.person.id, path, view, kept(steps))

    label = (
        f"Family of {name}: {len(family.members)} people, by generations from above. "
        "The same content is in the tables and sentences below."
    )
    return render(
        "family",
        **case_frame(case, view, "/family", head, kept(family.steps)),
        family=family,
        # Both are made by `svg.element`, which escapes all that it is given.
        drawing=Markup(family_drawing(family, label)),  # noqa: S704
        key=[(Markup(key_sample(item)), item.meaning) for item in family_key(family)],  # noqa: S704
        wide=family.plan is not None and family.plan.width > family.plan.height,
        fits=family.plan is not None and round(family.plan.width) in _FITS,
        drawn_at_most=FAMILY_DRAWN_AT_MOST,
        choices=[(steps, address("/family", steps), steps == family.steps) for steps in map(int, _STEPS)],
        svg=address("/family.svg", family.steps),
        png=address("/family.png", family.steps),
    )
