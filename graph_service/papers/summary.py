"""What a paper opens with: the first table of the case page, what waits, and, in a pack, what else a panel knows first. Pure."""

from collections.abc import Iterator
from typing import Final

from graph_service.model.case import CaseFile
from graph_service.model.vocabulary import Standing, Strength
from graph_service.papers.case import offending_blocks, orders_table, what_it_is
from graph_service.papers.content import Block, Callout, Cell, Heading, Items, Line, Paragraph, Table, TableColumn, Tone
from graph_service.papers.evidence import EvidenceTable
from graph_service.wording.labels import STANDINGS, STRENGTHS, sentence_case
from graph_service.wording.summary import (
    AT_RISK,
    AT_RISK_COLUMNS,
    NO_RECIPIENT,
    NOBODY_FOUND,
    NONE_UNSAFE,
    AtRisk,
    at_risk,
    fewest,
    finding_name,
    strongest_of,
    uncovered,
    waiting,
)

_COLUMNS: Final = tuple(map(TableColumn, AT_RISK_COLUMNS, (1.2, 0.8, 2.6, 1.3, 1.9)))


def summary_blocks(file: CaseFile, evidence: EvidenceTable) -> Iterator[Block]:
    """Who is at risk, why, whom to consider first and whom not to tell; what waits; what he has done, which orders bind him."""
    yield Heading("Who is at risk")
    if rows := at_risk(file):
        yield Table(AT_RISK, _COLUMNS, tuple(map(_row, rows)))
    else:
        yield Callout("Nobody is found at risk in this view", NOBODY_FOUND)
    yield from fewest_blocks(file)
    yield what_it_is()
    if file.context:
        yield Heading("For context only", 3)
        yield Paragraph(STRENGTHS[Strength.CONTEXT].meaning, quiet=True)
        yield Items(tuple(f"{finding_name(one, file)}: {strongest_of(one).summary}" for one in file.context))
    if waits := waiting(file):
        yield Heading("What has changed, and what waits", 3)
        yield Items(tuple(f"{one.about}: {one.text}" for one in waits))
    yield from offending_blocks(file, evidence)
    yield Heading("Orders and licences in force", 3)
    yield orders_table(file) if file.orders else Paragraph("None is recorded as in force.")


def fewest_blocks(file: CaseFile) -> Iterator[Block]:
    """The fewest who cover all, and a warning where somebody at risk is covered by nobody."""
    if covering := fewest(file):
        yield Paragraph(covering, lead="The fewest who cover all:")
    if unprotected := uncovered(file):
        yield Callout("Nobody to tell", (unprotected,), Tone.WARNING)


def _row(row: AtRisk) -> tuple[Cell, ...]:
    weighed = row.first is not None and row.first.standing is Standing.ASSESS
    return (
        (Line(row.name, bold=True),),
        (Line(sentence_case(row.strength)), Line(row.timing)),
        (Line(row.why),),
        (
            Line(row.first_words or NO_RECIPIENT),
            *((Line(sentence_case(STANDINGS[Standing.ASSESS].name), bold=True),) if weighed else ()),
            *((Line(row.decided, bold=True),) if row.decided else ()),
        ),
        tuple(Line(f"{one.name}: {one.why}") for one in row.not_to_tell) or (Line(NONE_UNSAFE),),
    )
