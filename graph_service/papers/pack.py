"""The panel pack and the paper of candidates: what they say, section by section. Pure."""

from collections.abc import Iterator, Sequence
from typing import Final

from graph_service.domain import Alert, Candidate, CaseFile, Exposure, Finding
from graph_service.papers import words as said
from graph_service.papers.candidates import (
    candidate_blocks,
    cover_blocks,
    in_working_order,
    known_as,
    past_decision_items,
    subject_words,
)
from graph_service.papers.case import WHAT_IT_IS, about, condition_lines, handling, orders_table
from graph_service.papers.content import (
    MARKING,
    Block,
    Callout,
    Cell,
    Column,
    Drawing,
    Fact,
    Facts,
    Heading,
    Items,
    Line,
    Paper,
    Paragraph,
    Part,
    Table,
    Tone,
    cleaned,
)
from graph_service.papers.evidence import Evidence
from graph_service.vocabulary import Channel, Standing

_IN_SUMMARY: Final = 8
_WIDE: Final = 1.15
"""From this ratio of width to height on a picture stands on a landscape page."""
_ROOM_MM: Final = 21.0
_NOBODY: Final = "Nobody is found at risk at this view. That is not proof that nobody is: it rests on what is recorded."


def candidates_paper(file: CaseFile) -> Paper:
    """The list of disclosure candidates, with the evidence it rests on."""
    evidence = Evidence.of(file)
    return _paper(
        file,
        "Disclosure candidates",
        (
            Part((*_opening(file, "Disclosure candidates"), *cover_blocks(file), *candidate_blocks(file, evidence, 2))),
            Part((Heading("Decisions recorded so far"), *_past(file), *_annex(evidence)), landscape=True),
        ),
    )


def panel_pack(file: CaseFile, drawings: Sequence[tuple[str, Drawing]]) -> Paper:
    """The panel pack. `drawings` are its pictures, each with its heading."""
    evidence = Evidence.of(file)
    return _paper(
        file,
        "Panel pack",
        (
            Part((*_opening(file, "Panel pack"), *_summary(file))),
            *(
                Part((Heading(title), drawing), landscape=drawing.width > _WIDE * drawing.height)
                for title, drawing in drawings
            ),
            Part(
                (
                    *_findings(file, evidence),
                    *_alerts(file, evidence),
                    Heading("Whom to tell"),
                    *cover_blocks(file),
                    *candidate_blocks(file, evidence, 3, findings_above=True),
                )
            ),
            Part((*_decisions_to_take(file), Heading("Decisions recorded so far"), *_past(file)), landscape=True),
            Part(tuple(_annex(evidence)), landscape=True),
        ),
    )


def _paper(file: CaseFile, title: str, parts: tuple[Part, ...]) -> Paper:
    return cleaned(Paper(title, file.case.person.id, file.view, parts))


def _opening(file: CaseFile, title: str) -> Iterator[Block]:
    yield Heading(f"{title}: {file.case.person.name}", 1)
    yield about(file)
    yield Callout(f"{MARKING}. What this paper is", WHAT_IT_IS)
    yield from handling(file)


def _summary(file: CaseFile) -> Iterator[Block]:
    """What a chair reads in a minute."""
    yield Heading("In one minute")
    if file.findings:
        shown = file.findings[:_IN_SUMMARY]
        ordered = in_working_order(file)
        yield Table(
            "Who might be harmed, strongest first, why, and who could be told for them",
            (
                Column("Who might be harmed", 1.3),
                Column("How strong", 0.75),
                Column("Why, in a sentence", 2.8),
                Column("Who could be told", 1.9),
            ),
            tuple(_summary_row(file, finding, ordered) for finding in shown),
        )
        if len(file.findings) > len(shown):
            yield Paragraph(f"{len(file.findings) - len(shown)} more stand under Findings.")
    else:
        yield Paragraph(_NOBODY)
    blocked = [candidate for candidate in file.candidates if candidate.standing is Standing.BLOCKED]
    if blocked:
        yield Callout("Not safe to tell", tuple(map(_blocked, blocked)), Tone.WARNING)
    yield from cover_blocks(file)
    if file.alerts:
        yield Paragraph("", lead="Alerts to look into:")
        yield Items(tuple(map(_alert_sentence, file.alerts)))
    again = [decision for decision in file.decisions if decision.evidence_changed]
    if again:
        yield Callout(
            "Decided earlier, needs another look",
            (f"What {len(again)} of {len(file.decisions)} recorded decisions rested on has changed since.",),
            Tone.WARNING,
        )
    yield Heading("Orders and licences in force")
    yield orders_table(file) if file.orders else Paragraph("None is recorded as in force.")


def _summary_row(file: CaseFile, finding: Finding, ordered: Sequence[Candidate]) -> tuple[Cell, ...]:
    strongest = (*finding.live_exposures, *finding.exposures)[0]
    told = [
        _could_be_told(each) for each in ordered if finding in each.protects and each.standing is not Standing.BLOCKED
    ]
    return (
        (Line(subject_words(finding, file), bold=True),),
        (Line(said.STRENGTHS[finding.strength]), Line(said.TIMINGS[strongest.timing])),
        (Line(strongest.summary),),
        tuple(map(Line, told or ("Nobody is proposed",))),
    )


def _could_be_told(candidate: Candidate) -> str:
    if candidate.channel is Channel.SHARING:
        return f"{known_as(candidate)} – share"
    return f"{known_as(candidate)}{' – weigh first' if candidate.standing is Standing.ASSESS else ''}"


def _blocked(candidate: Candidate) -> str:
    why = "; ".join(dict.fromkeys(said.CONFLICTS[conflict.kind].lower() for conflict in candidate.conflicts))
    instead = "; ".join(map(known_as, candidate.alternatives)) or "nobody without a conflict is recorded"
    return f"{known_as(candidate)}{f' – {why}' if why else ''}. Instead: {instead}."


def _findings(file: CaseFile, evidence: Evidence) -> Iterator[Block]:
    yield Heading("Findings")
    if not file.findings:
        yield Paragraph(_NOBODY)
        return
    yield Paragraph(
        "Marks such as E1 lead to the evidence annex. Strength is limited by the weakest evidence and is no score.",
        quiet=True,
    )
    for number, finding in enumerate(file.findings, 1):
        groups = ", ".join(said.GROUPS[group] for group in finding.groups)
        yield Heading(f"F{number}. {subject_words(finding, file)} – {said.STRENGTHS[finding.strength].lower()}", 3)
        if groups:
            yield Paragraph(f"{said.sentence_case(groups)}.", lead="Group at risk:")
        for exposure in finding.live_exposures:
            yield from _exposure(file, evidence, exposure)
        aside = [exposure for exposure in finding.exposures if exposure.suppressed_by is not None]
        if aside:
            yield Paragraph(
                "Also found, and not counted because a stronger reason for the same person covers it:", quiet=True
            )
            yield Items(tuple(f"{each.summary} [{evidence.marks_of(each.path.links)}]" for each in aside))


def _exposure(file: CaseFile, evidence: Evidence, exposure: Exposure) -> Iterator[Block]:
    yield Paragraph(exposure.summary, lead=f"{said.STRENGTHS[exposure.strength]}, {said.TIMINGS[exposure.timing]}.")
    yield Items(evidence.steps(exposure.path), numbered=True)
    facts = [Fact("Strength", exposure.reasons)] if exposure.reasons else []
    if exposure.capped_by is not None:
        facts.append(Fact("Held down by", (evidence.named(exposure.capped_by),)))
    if exposure.conditions:
        facts.append(Fact("Touches", condition_lines(exposure.conditions, file.orders)))
    if facts:
        yield Facts(tuple(facts))


def _alerts(file: CaseFile, evidence: Evidence) -> Iterator[Block]:
    yield Heading("Alerts")
    if not file.alerts:
        yield Paragraph("Nothing to look into at this view.")
    for number, alert in enumerate(file.alerts, 1):
        yield Heading(f"A{number}. {_alert_name(alert)}", 3)
        yield Paragraph(alert.summary)
        if alert.path.links:
            yield Items(evidence.steps(alert.path), numbered=True)
        if alert.conditions:
            yield Facts((Fact("Touches", condition_lines(alert.conditions, file.orders)),))


def _alert_sentence(alert: Alert) -> str:
    """What an alert says, after its name where it does not begin with that."""
    name = _alert_name(alert)
    return alert.summary if alert.summary.startswith(name) else f"{name}: {alert.summary}"


def _alert_name(alert: Alert) -> str:
    return said.ALERTS.get(alert.kind, said.sentence_case(alert.kind.replace("_", " ")))


def _decisions_to_take(file: CaseFile) -> Iterator[Block]:
    yield Heading("Decisions to take")
    yield Paragraph(
        "“Do not” and “not yet” are decisions, too, and need reasons. Tick one box in each row; say what is to be told at the "
        "most, on which conditions, and who does it by when."
    )
    if file.candidates:
        yield Table(
            "Telling and sharing: a row for each candidate, with room to write",
            (
                Column("Whom, to protect whom", 2.3),
                Column("Standing", 1.0),
                Column("Decision", 1.0),
                Column("Reasons, what is told, conditions", 3.4),
                Column("By whom, when", 1.5),
                Column("Review on", 0.9),
            ),
            tuple(_decision_row(number, each) for number, each in enumerate(in_working_order(file), 1)),
            _ROOM_MM,
        )
    else:
        yield Paragraph("Nobody is proposed to be told, so there is nothing to decide about telling.")
    if file.alerts:
        yield Table(
            "Alerts: what is done about each, with room to write",
            (Column("Alert", 2.3), Column("What is done", 4.4), Column("By whom, when", 1.5), Column("Review on", 0.9)),
            tuple(
                (
                    (Line(f"A{number}. {_alert_name(alert)}", bold=True), *_about_alert(alert)),
                    (),
                    (),
                    (),
                )
                for number, alert in enumerate(file.alerts, 1)
            ),
            _ROOM_MM,
        )
    yield Table(
        "For the chair",
        (Column("Chair", 2.0), Column("Signature", 2.0), Column("Date of the meeting", 1.0)),
        (((), (), ()),),
        _ROOM_MM / 2,
    )


def _about_alert(alert: Alert) -> tuple[Line, ...]:
    return (Line(alert.subject.name),) if alert.subject else ()


def _decision_row(number: int, candidate: Candidate) -> tuple[Cell, ...]:
    # What is not safe is not offered; a panel that decides otherwise writes so, with its reasons.
    blocked = candidate.standing is Standing.BLOCKED
    choices = () if blocked else ("Share" if candidate.channel is Channel.SHARING else "Tell",)
    return (
        (
            Line(f"{number}. {known_as(candidate)}", bold=True),
            *(Line(finding.subject.description) for finding in candidate.protects),
        ),
        (Line(said.STANDINGS[candidate.standing], bold=blocked),),
        tuple(Line(f"☐ {choice}") for choice in (*choices, "Do not", "Not yet")),
        (),
        (),
        (),
    )


def _past(file: CaseFile) -> Iterator[Block]:
    yield past_decision_items(file) if file.decisions else Paragraph("None.")


def _annex(evidence: Evidence) -> Iterator[Block]:
    yield Heading("Evidence annex")
    if not evidence.walked:
        yield Paragraph("No relationship is shown in this paper.")
        return
    yield Paragraph(
        "Times at which something was recorded are UK time. What has no source recorded counts as graded 1A.",
        quiet=True,
    )
    yield evidence.table()
