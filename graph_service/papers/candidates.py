"""Disclosure candidates as a plan author works through them: as blocks of a paper and as rows of a CSV file. Pure."""

import csv
import io
from collections.abc import Iterable, Iterator
from typing import Final

from graph_service.model.case import CaseFile
from graph_service.model.clock import exact_instant
from graph_service.model.findings import Candidate, DisclosureDecision, Exposure, Office
from graph_service.model.records import Record
from graph_service.model.vocabulary import Channel, Standing
from graph_service.papers.content import (
    MARKING,
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
    cleaned,
)
from graph_service.papers.evidence import EvidenceTable
from graph_service.spreadsheet import safe_cell
from graph_service.wording import links as words
from graph_service.wording.candidates import (
    CANDIDATE_COLUMNS,
    ORDER_OF_LIST,
    blocked_besides,
    candidate_groups,
    decided,
    proposal,
    protected_names,
    recipient_words,
)
from graph_service.wording.labels import (
    CHANNELS,
    CONFLICTS,
    GATEWAYS,
    ROLES,
    STANDINGS,
    STRENGTHS,
    TIMINGS,
    TOLD_BY_OFFENDER,
    sentence_case,
)
from graph_service.wording.summary import finding_name, minimum

_COLUMNS: Final = tuple(map(TableColumn, CANDIDATE_COLUMNS, (2.2, 2.2, 1.2, 1.0, 1.4)))
COLUMNS: Final = (
    "marking",
    "offender_id",
    "as_of",
    "known_at",
    "order",
    "group",
    "recipient",
    "recipient_id",
    "role",
    "also_as",
    "channel",
    "standing",
    "protects",
    "why",
    "gateways",
    "conflicts",
    "alternatives",
    "minimum_information",
    "factors_for",
    "factors_against",
    "safer_alternative",
    "past_decisions",
    "needs_another_look",
)


def in_working_order(file: CaseFile) -> tuple[Candidate, ...]:
    """Every candidate once, in the order in which a plan author works through them."""
    return tuple(candidate for group in candidate_groups(file) for candidate in group.candidates)


def _recipient_id(candidate: Candidate) -> str:
    """The id of whom a candidate would tell; nothing for an agency that no record holds."""
    recipient = candidate.recipient
    return "" if isinstance(recipient, Office) or recipient.sealed else recipient.id


def _why(candidate: Candidate) -> tuple[str, ...]:
    """The paths in words for which a candidate is proposed."""
    return tuple(dict.fromkeys(f"{each.summary} ({_manner(each)})" for each in candidate.serves))


def _patterns(file: CaseFile, candidate: Candidate) -> tuple[str, ...]:
    """The patterns for which a candidate is proposed, by the number of the finding that shows their paths."""
    return tuple(
        f"F{file.findings.index(finding) + 1}. "
        + "; ".join(dict.fromkeys(f"{each.pattern.title} ({_manner(each)})" for each in candidate.serves_of(finding)))
        for finding in candidate.protects
    )


def _manner(exposure: Exposure) -> str:
    return f"{STRENGTHS[exposure.strength].name}, {TIMINGS[exposure.timing].name}"


def instead(candidate: Candidate) -> str:
    """Who could be told instead of somebody who is not safe to tell."""
    return (
        f"{words.both(map(recipient_words, candidate.alternatives))}."
        if candidate.alternatives
        else ("Nobody without a conflict is recorded.")
    )


def decision_words(decision: DisclosureDecision) -> str:
    """A recorded decision in one line."""
    when = f" on {words.day(decision.decided_on)}" if decision.decided_on else ""
    by = f" by {decision.decided_by}" if decision.decided_by else ""
    whom = f", to protect {words.both(names)}" if (names := protected_names(decision)) else ""
    reasons = f": {decision.reasons}" if decision.reasons else "; no reasons recorded"
    more = (
        f"Told although not safe to tell, because: {decision.override_reason}" if decision.override_reason else "",
        f"What may be said: {decision.information}" if decision.information else "",
        f"On condition: {decision.conditions}" if decision.conditions else "",
        TOLD_BY_OFFENDER[decision.told_by_offender] if decision.told_by_offender else "",
        f"(review on {words.day(decision.review_on)})" if decision.review_on else "",
        "NEEDS ANOTHER LOOK: what it rested on has changed since." if decision.evidence_changed else "",
    )
    return " ".join(filter(None, (f"{decided(decision)}{when}{by}{whom}{reasons}", *more)))


def past_decisions(file: CaseFile) -> Block:
    """Every decision recorded in this case, latest first."""
    if not file.decisions:
        return Paragraph("None is recorded.")
    return Items(tuple(f"{_told(decision)} – {decision_words(decision)}" for decision in file.decisions))


def _told(decision: DisclosureDecision) -> str:
    role = f" ({ROLES[decision.role]})" if decision.role else ""
    return f"{decision.recipient.name if isinstance(decision.recipient, Record) else 'Recipient not shown'}{role}"


def candidate_table(file: CaseFile) -> Table:
    """The list in short: who, whom telling would protect, standing, channel, and what was decided."""
    return Table(ORDER_OF_LIST, _COLUMNS, tuple(map(_in_short, in_working_order(file))))


def _in_short(candidate: Candidate) -> tuple[Cell, ...]:
    shares = candidate.channel is Channel.SHARING
    latest = candidate.latest_decision
    on = f", {words.day(latest.decided_on)}" if latest is not None and latest.decided_on else ""
    again = (Line("Decide again", bold=True),) if latest is not None and latest.evidence_changed else ()
    blocked = candidate.standing is Standing.BLOCKED
    return (
        (Line(recipient_words(candidate), bold=True),),
        tuple(Line(f"{one.subject.description} ({STRENGTHS[one.strength].name})") for one in candidate.protects),
        (Line(sentence_case("share" if shares else STANDINGS[candidate.standing].name), bold=blocked),),
        (Line(CHANNELS[candidate.channel].name),),
        (Line("None yet" if latest is None else f"{decided(latest)}{on}"), *again),
    )


def candidate_blocks(
    file: CaseFile, evidence: EvidenceTable, level: int, *, findings_above: bool = False
) -> Iterator[Block]:
    """Every candidate in working order under the heading of its group; `level` is that of the groups' headings.

    `findings_above`: the paths stand in the same paper under F1, F2 …, so that naming the pattern is enough.
    """
    if not file.candidates:
        yield Paragraph("Nobody is proposed in this view.")
        return
    number = 0
    for group in candidate_groups(file):
        yield Heading(group.title, level)
        yield Paragraph(group.explanation)
        for candidate in group.candidates:
            number += 1
            yield from _candidate(file, evidence, candidate, number, level + 1, findings_above=findings_above)


def _candidate(
    file: CaseFile, evidence: EvidenceTable, candidate: Candidate, number: int, level: int, *, findings_above: bool
) -> Iterator[Block]:
    also = f"; also {', '.join(ROLES[role] for role in candidate.also_as)}" if candidate.also_as else ""
    blocked = candidate.standing is Standing.BLOCKED
    yield Heading(f"{number}. {recipient_words(candidate)}{also}{' – not safe to tell' if blocked else ''}", level)
    protects = _protects(file, candidate, findings_above=findings_above)
    if blocked:
        yield Callout("Not safe to tell. Could be told instead:", (instead(candidate),), Tone.WARNING)
        yield Facts((_conflict_fact(file, evidence, candidate), *_afterwards(file, candidate)))
        yield Paragraph("What would be weighed if that were resolved:", quiet=True)
        yield Facts((*protects, *_weighing(candidate)))
    else:
        yield Paragraph(proposal(candidate))
        yield Facts(
            (
                Fact("Standing", (sentence_case(STANDINGS[candidate.standing].name),)),
                *protects,
                _conflict_fact(file, evidence, candidate),
                *_weighing(candidate),
                *_afterwards(file, candidate),
            )
        )


def _protects(file: CaseFile, candidate: Candidate, *, findings_above: bool) -> Iterator[Fact]:
    """Whom telling would protect, and why it is proposed."""
    named = (f"{finding_name(finding, file)} – {STRENGTHS[finding.strength].name}" for finding in candidate.protects)
    blocked = candidate.standing is Standing.BLOCKED
    yield Fact("Would protect" if blocked else "Protects", tuple(named))
    yield Fact("Why", _patterns(file, candidate) if findings_above else _why(candidate))


def _conflict_fact(file: CaseFile, evidence: EvidenceTable, candidate: Candidate) -> Fact:
    marks = (evidence.marks_of(conflict.path.links) for conflict in candidate.conflicts)
    conflicts = (f"{line} [{mark}]" if mark else line for line, mark in zip(_conflicts(candidate), marks, strict=True))
    besides = blocked_besides(file, candidate)
    listed = (*conflicts, *([besides] if besides else []))
    circumstances = "; weigh the circumstances under “Against”" if candidate.standing is Standing.ASSESS else ""
    label = "Why not" if candidate.standing is Standing.BLOCKED else "Conflicts"
    return Fact(label, listed or (f"None is recorded{circumstances}",))


def _weighing(candidate: Candidate) -> Iterator[Fact]:
    """On which basis somebody would be told, what is said, and what speaks for and against it."""
    yield Fact("Channel", (CHANNELS[candidate.channel].name,))
    yield Fact("Legal basis", tuple(GATEWAYS[gateway].name for gateway in candidate.gateways) or ("None applies",))
    least = minimum(candidate)
    yield Fact(least.about, (least.text,))
    if candidate.factors_for:
        yield Fact("For", candidate.factors_for)
    if candidate.factors_against:
        yield Fact("Against", candidate.factors_against)


def _afterwards(file: CaseFile, candidate: Candidate) -> Iterator[Fact]:
    """What would do instead, and what was decided before."""
    blocked = candidate.standing is Standing.BLOCKED
    if candidate.alternatives and not blocked:
        yield Fact("Others for the same", tuple(map(recipient_words, candidate.alternatives)))
    if candidate.safer_alternative:
        yield Fact("Could be done instead" if blocked else "Safer alternative", (candidate.safer_alternative,))
    if candidate.decisions:
        yield Fact("Past decisions", tuple(decision_words(decision) for decision in candidate.decisions))


def candidates_csv(file: CaseFile) -> bytes:
    """The candidates in working order, one row each, for a spreadsheet: UTF-8 with the mark by which Excel knows it."""
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow(COLUMNS)
    writer.writerows(_rows(file))
    return text.getvalue().encode("utf-8-sig")


def _rows(file: CaseFile) -> Iterator[tuple[str, ...]]:
    groups = candidate_groups(file)
    listed = ((group, candidate) for group in groups for candidate in group.candidates)
    for number, (group, candidate) in enumerate(listed, 1):
        cells = {
            "marking": MARKING,
            "offender_id": file.case.person.id,
            "as_of": file.view.as_of.isoformat(),
            "known_at": exact_instant(file.view.known_at),
            "order": str(number),
            "group": group.title,
            "recipient": candidate.recipient.name,
            "recipient_id": _recipient_id(candidate),
            "role": candidate.role.value,
            "also_as": _joined(role.value for role in candidate.also_as),
            "channel": candidate.channel.value,
            "standing": candidate.standing.value,
            "protects": _joined(
                f"{finding_name(finding, file)} [{finding.strength.value}]" for finding in candidate.protects
            ),
            "why": _joined(_why(candidate)),
            "gateways": _joined(gateway.value for gateway in candidate.gateways),
            "conflicts": _joined((*_conflicts(candidate), *filter(None, [blocked_besides(file, candidate)]))),
            "alternatives": _joined(map(recipient_words, candidate.alternatives)),
            "minimum_information": minimum(candidate).text,
            "factors_for": _joined(candidate.factors_for),
            "factors_against": _joined(candidate.factors_against),
            "safer_alternative": candidate.safer_alternative or "",
            "past_decisions": _joined(decision_words(decision) for decision in candidate.decisions),
            "needs_another_look": _yes(any(decision.evidence_changed for decision in candidate.decisions)),
        }
        yield tuple(safe_cell(cleaned(cells[column])) for column in COLUMNS)


def _conflicts(candidate: Candidate) -> tuple[str, ...]:
    return tuple(f"{CONFLICTS[conflict.kind]}: {conflict.summary}" for conflict in candidate.conflicts)


def _joined(parts: Iterable[str]) -> str:
    return "; ".join(parts)


def _yes(holds: bool) -> str:
    return "yes" if holds else "no"
