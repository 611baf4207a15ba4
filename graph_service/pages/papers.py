"""`/offenders/{id}/disclosure-candidates.csv|.docx|.pdf` and `/offenders/{id}/pack.docx|.pdf`: the papers of a case."""

import asyncio
from collections.abc import Callable

from graph_service.cases.case_file import read_case_file
from graph_service.cases.difference import difference_between
from graph_service.cases.pack import read_pack_material
from graph_service.model.clock import now
from graph_service.pages.changes import since_view
from graph_service.pages.exchange import PageRequest, PageResponse
from graph_service.papers.candidates import candidates_csv
from graph_service.papers.content import Made, Paper, digest
from graph_service.papers.formats import Format, file_name, write
from graph_service.papers.pack import candidates_paper, panel_pack
from graph_service.papers.since import Since
from graph_service.pictures.family.build import FAMILY_STEPS
from graph_service.pictures.values import DRAWN_AT_MOST

_CANDIDATES = "disclosure-candidates"


async def candidates_csv_file(request: PageRequest) -> PageResponse | None:
    """The disclosure candidates for a spreadsheet. None where the viewer sees no such offender."""
    file = await read_case_file(request.session, request.record_id)
    if file is None:
        return None
    name = file_name(_CANDIDATES, request.record_id, file.view.as_of, "csv")
    return PageResponse(candidates_csv(file), file.people, "text/csv", name)


async def candidates_docx(request: PageRequest) -> PageResponse | None:
    """The disclosure candidates as DOCX. None where the viewer sees no such offender."""
    return await _candidates(request, Format.DOCX)


async def candidates_pdf(request: PageRequest) -> PageResponse | None:
    """The disclosure candidates as PDF. None where the viewer sees no such offender."""
    return await _candidates(request, Format.PDF)


async def pack_docx(request: PageRequest) -> PageResponse | None:
    """The panel pack as DOCX. None where the viewer sees no such offender."""
    return await _pack(request, Format.DOCX)


async def pack_pdf(request: PageRequest) -> PageResponse | None:
    """The panel pack as PDF. None where the viewer sees no such offender."""
    return await _pack(request, Format.PDF)


async def _candidates(request: PageRequest, format: Format) -> PageResponse | None:
    file = await read_case_file(request.session, request.record_id)
    if file is None:
        return None
    return await _answer(request, _CANDIDATES, format, file.people, lambda: candidates_paper(file))


async def _pack(request: PageRequest, format: Format) -> PageResponse | None:
    before = since_view(request.asked.get("since", ""), request.session.view)
    material = await read_pack_material(request.session, request.record_id, FAMILY_STEPS, DRAWN_AT_MOST)
    if material is None:
        return None
    since = None
    if before is not None:
        diff = await difference_between(request.record_id, before, request.session.view, request.at)
        since = Since(before, diff)
    pack = await asyncio.to_thread(panel_pack, material, since)
    return await _answer(request, "panel-pack", format, pack.people, lambda: pack.paper)


async def _answer(
    request: PageRequest, what: str, format: Format, people: tuple[str, ...], make: Callable[[], Paper]
) -> PageResponse:
    made = Made(request.identity.user, now())
    # Setting a paper takes longer than anything else asked meanwhile should have to wait.
    paper, content = await asyncio.to_thread(_written, make, made, format)
    name = file_name(what, request.record_id, request.session.view.as_of, format.value)
    return PageResponse(content, people, format.media_type, name, {"digest": digest(paper)})


def _written(make: Callable[[], Paper], made: Made, format: Format) -> tuple[Paper, bytes]:
    paper = make()
    return paper, write(paper, made, format)
