"""Findings and alerts in full: every path step by step, how its strength came about, which conditions it touches. Pure."""

from collections.abc import Iterator, Sequence

from graph_service.model.case import CaseFile
from graph_service.model.findings import Alert, Exposure, Finding
from graph_service.model.records import Path
from graph_service.papers.content import Block, Fact, Facts, Heading, Items, Paragraph
from graph_service.papers.evidence import EvidenceTable
from graph_service.wording.evidence import sentence_of, set_aside, touched_words
from graph_service.wording.labels import GROUPS, STRENGTHS, TIMINGS
from graph_service.wording.links import both
from graph_service.wording.summary import NOBODY_FOUND, alerts, consider_first, finding_name, gaps


def finding_blocks(file: CaseFile, evidence: EvidenceTable) -> Iterator[Block]:
    """Every finding, strongest first, numbered F1, F2 …"""
    yield Heading("Findings")
    if not file.risks:
        yield Paragraph("Nobody is found at risk in this view.")
        yield Items(NOBODY_FOUND)
    if not file.findings:
        return
    yield Paragraph(
        "Marks such as E1 lead to the evidence annex. Strength is limited by the weakest evidence and is no score.",
        quiet=True,
    )
    for number, finding in enumerate(file.findings, 1):
        yield Heading(f"F{number}. {finding_name(finding, file)} – {STRENGTHS[finding.strength].name}", 3)
        if finding.groups:
            yield Paragraph(f"{both(GROUPS[group] for group in finding.groups)}.", lead="Group at risk:")
        for one in consider_first(file, finding):
            yield Paragraph(one.text, lead=f"{one.about}:")
        for exposure in finding.live_exposures:
            yield from _exposure(file, evidence, exposure)
        yield from _set_aside(evidence, finding)


def _exposure(file: CaseFile, evidence: EvidenceTable, exposure: Exposure) -> Iterator[Block]:
    manner = f"{STRENGTHS[exposure.strength].name}, {TIMINGS[exposure.timing].name}"
    yield Paragraph(sentence_of(exposure.pattern.title, exposure.summary), lead=f"{exposure.pattern.title} ({manner}).")
    yield Items(evidence.steps(exposure.path), numbered=True)
    facts: list[Fact] = []
    facts += _beside(evidence, exposure.fulfilled_by)
    if exposure.reasons:
        facts.append(Fact("Strength", exposure.reasons))
    if exposure.capped_by is not None:
        facts.append(Fact("Held down by", (evidence.named(exposure.capped_by),)))
    if exposure.conditions:
        facts.append(Fact("Touches", tuple(touched_words(file, each) for each in exposure.conditions)))
    if facts:
        yield Facts(tuple(facts))


def _beside(evidence: EvidenceTable, fulfilled_by: Sequence[Path]) -> Iterator[Fact]:
    if fulfilled_by:
        yield Fact("Beside the path", tuple(step for one in fulfilled_by for step in evidence.steps(one)))


def _set_aside(evidence: EvidenceTable, finding: Finding) -> Iterator[Block]:
    titles = {exposure.pattern.id: exposure.pattern.title for exposure in finding.exposures}
    aside = [exposure for exposure in finding.exposures if exposure.suppressed_by is not None]
    if aside:
        yield Paragraph("Also found, but not counted:", quiet=True)
        yield Items(tuple(f"{one.summary} {set_aside(one, titles)} [{evidence.marks_of(one.links)}]" for one in aside))


def alert_blocks(file: CaseFile, evidence: EvidenceTable) -> Iterator[Block]:
    """Every alert, numbered A1, A2 …; then, numbered on, the gaps in the file."""
    yield Heading("Alerts")
    if not alerts(file):
        yield Paragraph("Nothing to look into in this view.")
    looked_into, missing = alerts(file), gaps(file)
    for number, alert in enumerate(looked_into, 1):
        yield from _alert(file, evidence, alert, number)
    if missing:
        yield Heading("Gaps in the file", 2)
        yield Paragraph(
            "What is missing, or too weak to rely on. It says nothing of what anybody has done.", quiet=True
        )
    for number, alert in enumerate(missing, len(looked_into) + 1):
        yield from _alert(file, evidence, alert, number)


def _alert(file: CaseFile, evidence: EvidenceTable, alert: Alert, number: int) -> Iterator[Block]:
    yield Heading(f"A{number}. {alert.title}", 3)
    yield Paragraph(sentence_of(alert.title, alert.summary))
    if alert.path.links:
        yield Items(evidence.steps(alert.path), numbered=True)
    facts = [*_beside(evidence, alert.fulfilled_by)]
    if alert.conditions:
        facts.append(Fact("Touches", tuple(touched_words(file, each) for each in alert.conditions)))
    if facts:
        yield Facts(tuple(facts))
