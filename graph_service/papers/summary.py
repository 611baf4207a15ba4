"""The first page of a panel pack: what a chair reads in a minute. Pure."""

from collections.abc import Iterator, Sequence
from typing import Final

from graph_service.model.case import CaseFile
from graph_service.model.findings import Candidate, Exposure, Finding
from graph_service.model.vocabulary import Channel, Standing, Strength
from graph_service.papers.candidates import in_working_order, instead
from graph_service.papers.case import offending_blocks, orders_table
from graph_service.papers.content import (
    Block,
    Callout,
    Cell,
    Fact,
    Facts,
    Heading,
    Items,
    Line,
    Paragraph,
    Table,
    TableColumn,
    Tone,
)
from graph_service.papers.evidence import EvidenceTable
from graph_service.wording.candidates import blocked_besides, recipient_words
from graph_service.wording.evidence import sentence_of
from graph_service.wording.labels import STRENGTHS, TIMINGS, sentence_case
from graph_service.wording.summary import NOBODY_FOUND, finding_name, lead

_SHOWN: Final = 8
_COLUMNS: Final = (
    TableColumn("Who might be harmed", 1.3),
    TableColumn("How strong", 0.8),
    TableColumn("Why, in a sentence", 2.8),
    TableColumn("Who could be told", 1.9),
)


def summary_blocks(file: CaseFile, evidence: EvidenceTable) -> Iterator[Block]:
    """Who is at risk, why, who could be told, who must not be, what to look into, what he has done, which orders bind him."""
    yield Heading("In one minute")
    yield Facts(tuple(Fact(one.about, (sentence_case(one.text),)) for one in lead(file)))
    blocked = [candidate for candidate in file.candidates if candidate.standing is Standing.BLOCKED]
    if blocked:
        yield Callout("Not safe to tell", tuple(_blocked(file, candidate) for candidate in blocked), Tone.WARNING)
    ordered = in_working_order(file)
    if file.risks:
        about = "Who might be harmed, strongest first, why, and who could be told for them"
        yield Table(about, _COLUMNS, tuple(_row(file, finding, ordered) for finding in file.risks[:_SHOWN]))
        if (more := len(file.risks) - _SHOWN) > 0:
            yield Paragraph(f"{more} more stand under Findings.")
    else:
        yield Callout("What it means that nobody is found at risk", NOBODY_FOUND)
    if file.context:
        yield Heading("For context only", 3)
        yield Paragraph(STRENGTHS[Strength.CONTEXT].meaning, quiet=True)
        yield Items(tuple(f"{finding_name(one, file)}: {_strongest(one).summary}" for one in file.context))
    if file.alerts:
        yield Heading("Alerts to look into", 3)
        yield Items(tuple(f"{one.title}: {sentence_of(one.title, one.summary)}" for one in file.alerts))
    yield from offending_blocks(file, evidence)
    yield Heading("Orders and licences in force", 3)
    yield orders_table(file) if file.orders else Paragraph("None is recorded as in force.")


def _row(file: CaseFile, finding: Finding, ordered: Sequence[Candidate]) -> tuple[Cell, ...]:
    strongest = _strongest(finding)
    best = file.best_placed.get(finding.subject.record.id)
    able = [each for each in ordered if finding in each.protects and each.standing is not Standing.BLOCKED]
    told = [
        _could_be_told(each) for each in sorted(able, key=lambda each: best is None or each.identity != best.identity)
    ]
    return (
        (Line(finding_name(finding, file), bold=True),),
        (Line(sentence_case(STRENGTHS[finding.strength].name)), Line(TIMINGS[strongest.timing].name)),
        (Line(strongest.summary),),
        tuple(map(Line, told or ("Nobody is proposed",))),
    )


def _strongest(finding: Finding) -> Exposure:
    return (*finding.live_exposures, *finding.exposures)[0]


def _could_be_told(candidate: Candidate) -> str:
    if candidate.channel is Channel.SHARING:
        return f"Share: {candidate.recipient.name}"
    return f"{recipient_words(candidate)}{', weigh first' if candidate.standing is Standing.ASSESS else ''}"


def _blocked(file: CaseFile, candidate: Candidate) -> str:
    besides = blocked_besides(file, candidate)
    ties = dict.fromkeys(conflict.summary for conflict in candidate.conflicts)
    why = " ".join((*ties, *([besides] if besides else [])))
    return f"{recipient_words(candidate)}: {why} Could be told instead: {instead(candidate)}"
