"""The two papers of a case: the list of disclosure candidates, and the panel pack. Pure."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain
from typing import Final

from graph_service.model.case import CaseFile, PackMaterial
from graph_service.papers.candidates import candidate_blocks, candidate_table, past_decisions
from graph_service.papers.case import offending_blocks, opening, what_it_is
from graph_service.papers.content import Block, Heading, Paper, Paragraph, Section, cleaned
from graph_service.papers.evidence import EvidenceTable
from graph_service.papers.findings import alert_blocks, finding_blocks
from graph_service.papers.form import form_blocks
from graph_service.papers.pictures import CasePicture, case_pictures
from graph_service.papers.since import Since, since_blocks
from graph_service.papers.summary import fewest_blocks, summary_blocks

_WIDE: Final = 1.15
"""From this ratio of width to height on a picture stands on a landscape page."""


def candidates_paper(file: CaseFile) -> Paper:
    """The list of disclosure candidates, with the evidence it rests on."""
    title, evidence = "Disclosure candidates", EvidenceTable.of(file)
    return _paper(
        file,
        title,
        Section(
            (
                *opening(file, title),
                *([candidate_table(file)] if file.candidates else []),
                *fewest_blocks(file),
                what_it_is(),
                *candidate_blocks(file, evidence, 2),
                Heading("Decisions recorded so far"),
                past_decisions(file),
                *offending_blocks(file, evidence),
                *_annex(evidence),
            )
        ),
    )


@dataclass(frozen=True, slots=True)
class Pack:
    """A panel pack, and the ids of everybody whom it speaks of or shows."""

    paper: Paper
    people: tuple[str, ...]


def panel_pack(material: PackMaterial, since: Since | None = None) -> Pack:
    """The panel pack; `since`: what has changed since the last meeting, where that is asked for."""
    file, title = material.file, "Panel pack"
    pictures = case_pictures(material)
    evidence = EvidenceTable.of(file, (picture.beside for picture in pictures if picture.beside is not None))
    changed = () if since is None else since.people
    people = dict.fromkeys(chain(file.people, *(picture.people for picture in pictures), changed))
    paper = _paper(
        file,
        title,
        Section(
            (
                *opening(file, title),
                *summary_blocks(file, evidence),
                *(() if since is None else since_blocks(since, file.view)),
            )
        ),
        *map(_picture, pictures),
        Section(
            (
                *finding_blocks(file, evidence),
                *alert_blocks(file, evidence),
                Heading("Whom to tell"),
                *candidate_blocks(file, evidence, 3, findings_above=True),
                Heading("Decisions recorded so far"),
                past_decisions(file),
                *form_blocks(file),
                *_annex(evidence),
            )
        ),
    )
    return Pack(paper, tuple(people))


def _paper(file: CaseFile, title: str, *parts: Section) -> Paper:
    return cleaned(Paper(title, file.case.person.id, file.view, parts))


def _picture(picture: CasePicture) -> Section:
    blocks: list[Block] = [Heading(picture.title)]
    if picture.words:
        blocks.append(Paragraph(picture.words))
    drawing = picture.drawing
    if drawing is None:
        return Section(tuple(blocks))
    return Section((*blocks, drawing), drawing.width > _WIDE * drawing.height)


def _annex(evidence: EvidenceTable) -> Iterator[Block]:
    yield Heading("Evidence annex")
    if not evidence.walked:
        yield Paragraph("No relationship is shown in this paper.")
        return
    yield Paragraph(
        "Times at which something was recorded are UK time. What names no source counts as graded 1A.", quiet=True
    )
    yield evidence.table()
