"""Disclosure candidates as a plan author works through them: as blocks of a paper and as rows of a CSV file. Pure."""

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from graph_service.domain import Candidate, CaseFile, DisclosureDecision, Exposure, Finding, Office, Record
from graph_service.papers import words as said
from graph_service.papers.content import MARKING, Block, Callout, Fact, Facts, Heading, Items, Paragraph, Tone, cleaned
from graph_service.papers.evidence import Evidence
from graph_service.pictures import words
from graph_service.spreadsheet import safe_cell
from graph_service.vocabulary import Channel, RecipientRole, Standing, Strength

_STRENGTHS: Final = {strength: rank for rank, strength in enumerate(Strength)}
_ROLES: Final = {role: rank for rank, role in enumerate(RecipientRole)}

GROUPS: Final = (
    "Could be told: no conflict is recorded",
    "Could be told once a conflict has been weighed",
    "Agencies to share with",
    "Not safe to tell",
)
"""The steps of a plan author's work, in order; every candidate belongs to one."""

COLUMNS: Final = (
    "marking",
    "offender_id",
    "as_of",
    "known_at",
    "order",
    "step",
    "recipient",
    "recipient_id",
    "role",
    "also_as",
    "channel",
    "standing",
    "in_minimum_cover",
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


def group_of(candidate: Candidate) -> str:
    """To which step of the work a candidate belongs."""
    if candidate.channel is Channel.SHARING and candidate.standing is not Standing.BLOCKED:
        return GROUPS[2]
    return {Standing.CLEAR: GROUPS[0], Standing.ASSESS: GROUPS[1], Standing.BLOCKED: GROUPS[3]}[candidate.standing]


def in_working_order(file: CaseFile) -> tuple[Candidate, ...]:
    """The candidates step by step; within a step first those of the fewest to tell, then by the strongest finding they serve."""
    fewest = {_key(candidate) for candidate in file.cover.recipients}

    def rank(candidate: Candidate) -> tuple[int, bool, int, int, str, str]:
        return (
            GROUPS.index(group_of(candidate)),
            _key(candidate) not in fewest,
            min((_STRENGTHS[finding.strength] for finding in candidate.protects), default=len(_STRENGTHS)),
            _ROLES[candidate.role],
            candidate.recipient.name.casefold(),
            recipient_id(candidate),
        )

    return tuple(sorted(file.candidates, key=rank))


def recipient_id(candidate: Candidate) -> str:
    """The id of whom a candidate would tell; nothing for an agency that no record holds."""
    recipient = candidate.recipient
    return "" if isinstance(recipient, Office) or recipient.sealed else recipient.id


def _key(candidate: Candidate) -> tuple[str, str, Channel]:
    return recipient_id(candidate), candidate.recipient.name, candidate.channel


def known_as(candidate: Candidate) -> str:
    """Whom a candidate would tell, and as what."""
    name, role = candidate.recipient.name, said.ROLES[candidate.role]
    return name if role in name.casefold() else f"{name} ({role})"


def subject_words(finding: Finding, file: CaseFile) -> str:
    """Who is at risk, with the age of a person."""
    subject = finding.subject
    if subject.protected is not None:
        return subject.description
    return f"{subject.description} ({words.age_words(subject.record, file.view.as_of)})"


def _reasons(finding: Finding) -> tuple[Exposure, ...]:
    """The exposures of a finding that are strong enough to propose anybody."""
    return tuple(each for each in finding.live_exposures if each.strength in (Strength.STRONG, Strength.MODERATE))


def why_of(candidate: Candidate) -> tuple[str, ...]:
    """The paths in words for which a candidate is proposed."""
    reasons = (each for finding in candidate.protects for each in _reasons(finding))
    return tuple(dict.fromkeys(f"{each.summary} ({_manner(each)})" for each in reasons))


def _patterns(file: CaseFile, candidate: Candidate) -> tuple[str, ...]:
    """The patterns for which a candidate is proposed, by the number of the finding that shows their paths."""
    return tuple(
        f"F{file.findings.index(finding) + 1}. "
        + "; ".join(dict.fromkeys(f"{each.pattern.title} ({_manner(each)})" for each in _reasons(finding)))
        for finding in candidate.protects
    )


def _manner(exposure: Exposure) -> str:
    return f"{said.STRENGTHS[exposure.strength].lower()}, {said.TIMINGS[exposure.timing]}"


def decision_words(decision: DisclosureDecision) -> str:
    """A recorded decision as one sentence."""
    what = said.DECISIONS[decision.decision] if decision.decision else "Decision not stated"
    when = f" on {words.day(decision.decided_on)}" if decision.decided_on else ""
    by = f" by {decision.decided_by}" if decision.decided_by else ""
    reasons = f": {decision.reasons}" if decision.reasons else ""
    review = f" (review on {words.day(decision.review_on)})" if decision.review_on else ""
    again = " NEEDS ANOTHER LOOK: what it rested on has changed since." if decision.evidence_changed else ""
    return f"{what}{when}{by}{reasons}{review}{again}"


def candidate_blocks(
    file: CaseFile, evidence: Evidence, level: int, *, findings_above: bool = False
) -> Iterator[Block]:
    """Every candidate in working order under the heading of its step; `level` is that of the steps' headings.

    `findings_above`: the paths stand in the same paper under F1, F2 …, so that naming the pattern is enough.
    """
    if not file.candidates:
        yield Paragraph("Nobody is proposed at this view.")
        return
    ordered = in_working_order(file)
    numbers = {_key(candidate): number for number, candidate in enumerate(ordered, 1)}
    for group in GROUPS:
        members = [candidate for candidate in ordered if group_of(candidate) == group]
        if not members:
            continue
        yield Heading(group, level)
        for candidate in members:
            also = f", also {_roles(candidate.also_as)}" if candidate.also_as else ""
            yield Heading(f"{numbers[_key(candidate)]}. {known_as(candidate)}{also}", level + 1)
            if candidate.standing is Standing.BLOCKED:
                instead = "; ".join(map(known_as, candidate.alternatives)) or "nobody without a conflict is recorded"
                yield Callout("Not safe to tell", (f"Could be told instead: {instead}.",), Tone.WARNING)
            yield Facts(tuple(_facts(file, evidence, candidate, findings_above=findings_above)))


def _facts(file: CaseFile, evidence: Evidence, candidate: Candidate, *, findings_above: bool) -> Iterator[Fact]:
    fewest = {_key(one) for one in file.cover.recipients}
    cover = ("Among the fewest to tell so that everybody who can be protected is",) if _key(candidate) in fewest else ()
    yield Fact("Standing", (said.STANDINGS[candidate.standing], *cover))
    yield Fact("Channel", (said.CHANNELS[candidate.channel],))
    yield Fact(
        "Protects",
        tuple(
            f"{subject_words(finding, file)} – {said.STRENGTHS[finding.strength].lower()}"
            for finding in candidate.protects
        ),
    )
    yield Fact("Why", _patterns(file, candidate) if findings_above else why_of(candidate))
    yield Fact("Legal basis", tuple(said.GATEWAYS[gateway] for gateway in candidate.gateways))
    marks = (evidence.marks_of(conflict.path.links) for conflict in candidate.conflicts)
    conflicts = tuple(
        f"{line} [{mark}]" if mark else line for line, mark in zip(_conflicts(candidate), marks, strict=True)
    )
    yield Fact("Conflicts", conflicts or ("None recorded",))
    if candidate.alternatives and candidate.standing is not Standing.BLOCKED:
        yield Fact("Without a conflict", tuple(map(known_as, candidate.alternatives)))
    yield Fact("Say at the least", (candidate.minimum_information,))
    yield Fact("Speaks for it", candidate.factors_for or ("Nothing recorded",))
    yield Fact("Speaks against it", candidate.factors_against or ("Nothing recorded",))
    if candidate.safer_alternative:
        yield Fact("May do instead", (candidate.safer_alternative,))
    yield Fact("Decided so far", tuple(map(decision_words, candidate.decisions)) or ("Nothing recorded",))


def cover_blocks(file: CaseFile) -> Iterator[Block]:
    """The fewest to tell, and whom nobody can protect."""
    if file.cover.recipients:
        yield Paragraph(
            f"{', '.join(map(known_as, file.cover.recipients))}. Agencies are shared with in any case and not counted.",
            lead="The fewest to tell so that everybody who can be protected is:",
        )
    if file.cover.uncovered:
        yield Callout(
            "Nobody is proposed who could protect",
            tuple(subject_words(finding, file) for finding in file.cover.uncovered),
            Tone.WARNING,
        )


def past_decision_items(file: CaseFile) -> Items:
    """Every decision recorded in this case, latest first."""
    return Items(tuple(f"{_told(decision)} – {decision_words(decision)}" for decision in file.decisions))


def _told(decision: DisclosureDecision) -> str:
    role = f" ({said.ROLES[decision.role]})" if decision.role else ""
    return f"{decision.recipient.name if isinstance(decision.recipient, Record) else 'Recipient not shown'}{role}"


def candidates_csv(file: CaseFile) -> bytes:
    """The candidates in working order, one row each, for a spreadsheet: UTF-8 with the mark by which Excel knows it."""
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow(COLUMNS)
    writer.writerows(_rows(file))
    return text.getvalue().encode("utf-8-sig")


def _rows(file: CaseFile) -> Iterator[tuple[str, ...]]:
    fewest = {_key(candidate) for candidate in file.cover.recipients}
    for number, candidate in enumerate(in_working_order(file), 1):
        cells = {
            "marking": MARKING,
            "offender_id": file.case.person.id,
            "as_of": file.view.as_of.isoformat(),
            "known_at": said.exact_instant(file.view.known_at),
            "order": str(number),
            "step": group_of(candidate),
            "recipient": candidate.recipient.name,
            "recipient_id": recipient_id(candidate),
            "role": candidate.role.value,
            "also_as": _joined(role.value for role in candidate.also_as),
            "channel": candidate.channel.value,
            "standing": candidate.standing.value,
            "in_minimum_cover": _yes(_key(candidate) in fewest),
            "protects": _joined(
                f"{subject_words(finding, file)} [{finding.strength.value}]" for finding in candidate.protects
            ),
            "why": _joined(why_of(candidate)),
            "gateways": _joined(gateway.value for gateway in candidate.gateways),
            "conflicts": _joined(_conflicts(candidate)),
            "alternatives": _joined(map(known_as, candidate.alternatives)),
            "minimum_information": candidate.minimum_information,
            "factors_for": _joined(candidate.factors_for),
            "factors_against": _joined(candidate.factors_against),
            "safer_alternative": candidate.safer_alternative or "",
            "past_decisions": _joined(map(decision_words, candidate.decisions)),
            "needs_another_look": _yes(any(decision.evidence_changed for decision in candidate.decisions)),
        }
        yield tuple(safe_cell(cleaned(cells[column])) for column in COLUMNS)


def _conflicts(candidate: Candidate) -> tuple[str, ...]:
    return tuple(f"{said.CONFLICTS[conflict.kind]}: {conflict.summary}" for conflict in candidate.conflicts)


def _roles(roles: Sequence[RecipientRole]) -> str:
    return ", ".join(said.ROLES[role] for role in roles)


def _joined(parts: Iterable[str]) -> str:
    return "; ".join(parts)


def _yes(holds: bool) -> str:
    return "yes" if holds else "no"
