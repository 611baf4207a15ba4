"""Whom to tell: in which order a plan author works through the candidates, and how each is put."""

from dataclasses import dataclass
from typing import Final

from graph_service.model.case import CaseFile
from graph_service.model.findings import Candidate, DisclosureDecision, Finding
from graph_service.model.records import Record
from graph_service.model.vocabulary import SHARING_ROLES, Channel, Kind, RecipientRole, Standing, Strength
from graph_service.wording import links as words
from graph_service.wording.labels import DECISIONS, ROLES, THROUGH_LIAISON

ORDER_OF_LIST = (
    "First come those who are best placed to protect somebody at risk; then who else is one of the fewest who cover all; then the "
    "agencies, with which information is shared in any case; then others who could be told instead or as well. Whoever is not safe "
    "to tell stands last, so that nobody tells them unaware."
)
"""Why the list is sorted as it is."""
CANDIDATE_COLUMNS = ("Who", "Would protect", "Standing", "Channel", "Decision")
"""What the columns of the list are called."""

_ACTED_ON = frozenset({Strength.STRONG, Strength.MODERATE})
_PRECEDENCE = {role: place for place, role in enumerate(RecipientRole)}


@dataclass(frozen=True, slots=True)
class CandidateGroup:
    """Candidates that a plan author treats alike. `key` names it in addresses and papers."""

    key: str
    title: str
    explanation: str
    candidates: tuple[Candidate, ...]


def candidate_groups(file: CaseFile) -> tuple[CandidateGroup, ...]:
    """Every candidate once, in the order of ORDER_OF_LIST; groups that hold nobody are left out."""
    best = {file.best_placed[finding.subject.record.id].identity for finding in file.risks if _is_placed(file, finding)}
    cover = {candidate.identity for candidate in file.cover.recipients}
    first, fewest, share, others, blocked = [], [], [], [], []
    for candidate in by_precedence(file):
        if candidate.standing is Standing.BLOCKED:
            blocked.append(candidate)
        elif candidate.channel is Channel.SHARING:
            share.append(candidate)
        elif candidate.identity in best:
            first.append(candidate)
        elif candidate.identity in cover:
            fewest.append(candidate)
        else:
            others.append(candidate)
    groups = (
        CandidateGroup(
            "first",
            "To consider first",
            "Each is best placed to protect somebody at risk, and still a decision of its own.",
            tuple(first),
        ),
        CandidateGroup(
            "cover",
            "The fewest who cover all",
            "Best placed for nobody, and yet one of the fewest who between them protect everybody who can be protected.",
            tuple(fewest),
        ),
        CandidateGroup(
            "share",
            "Agencies to share with",
            "They have the duty to co-operate and are shared with in any case. It is no disclosure.",
            tuple(sorted(share, key=lambda one: (one.role not in SHARING_ROLES, _PRECEDENCE[one.role]))),
        ),
        CandidateGroup(
            "others",
            "Others who could be told",
            "Instead of somebody above, or as well, where that protects better.",
            tuple(others),
        ),
        CandidateGroup(
            "blocked",
            "Not safe to tell",
            "A recorded conflict speaks against each of them. They are listed so that nobody tells them unaware.",
            tuple(blocked),
        ),
    )
    return tuple(group for group in groups if group.candidates)


def _is_placed(file: CaseFile, finding: Finding) -> bool:
    return finding.subject.record.id in file.best_placed


def by_precedence(file: CaseFile) -> tuple[Candidate, ...]:
    """Every candidate once: subject by subject, the strongest finding first, whoever is best placed for it first."""
    ordered: dict[tuple[str, Channel], Candidate] = {}
    for finding in file.findings:
        subject_id = finding.subject.record.id
        protecting = (candidate for candidate in file.candidates if subject_id in candidate.placings)
        for candidate in sorted(protecting, key=lambda one: one.precedence(subject_id)):
            ordered.setdefault(candidate.identity, candidate)
    return (*ordered.values(), *(one for one in file.candidates if one.identity not in ordered))


def recipient_words(candidate: Candidate) -> str:
    """Who would be told, and in which part, such as `Ann Reed (parent)`; an agency that is called by its part once."""
    return _with_part(candidate, part_words(candidate))


def part_words(candidate: Candidate) -> str:
    """In which part somebody would be told; empty where the name of an agency or organisation says it already."""
    return _part(candidate, candidate.role)


def _with_part(candidate: Candidate, part: str) -> str:
    name = words.clean(candidate.recipient.name)
    return f"{name} ({part})" if part else name


def _part(candidate: Candidate, role: RecipientRole) -> str:
    recipient, part = candidate.recipient, ROLES[role]
    if role is not RecipientRole.PRIOR_VICTIM and RecipientRole.PRIOR_VICTIM in (candidate.role, *candidate.also_as):
        part = f"{part}, {THROUGH_LIAISON}"
    is_person = isinstance(recipient, Record) and recipient.kind is Kind.PERSON
    return "" if not is_person and part.casefold() in words.clean(recipient.name).casefold() else part


_STANDING_SENTENCES = {
    Standing.CLEAR: "No conflict is recorded.",
    Standing.ASSESS: "First weigh the conflict or circumstances shown.",
}


_OWN_SAFETY: Final = "for their own safety"
_SELF: Final = {"F": "herself", "M": "himself"}


def candidate_sentence(candidate: Candidate) -> str:
    """A candidate in a sentence or two: who, in which part, whom it would protect, how it stands."""
    who, whom = recipient_words(candidate), _whom(candidate)
    if candidate.standing is Standing.BLOCKED:
        return f"Not safe to tell: {who}, who would be asked to protect {whom or 'themselves'}."
    verb = "Share with" if candidate.channel is Channel.SHARING else "Consider telling"
    purpose = f", to protect {whom}" if whom else "" if _OWN_SAFETY in who else f", {_OWN_SAFETY}"
    return f"{verb} {who}{purpose}. {_STANDING_SENTENCES[candidate.standing]}"


def proposal(candidate: Candidate) -> str:
    """What is put to a plan author. Somebody blocked is never put as something to do."""
    whom = _whom(candidate)
    if candidate.standing is Standing.BLOCKED:
        return f"Would be asked to protect {whom or 'themselves'}, but is not safe to tell."
    if not whom:
        victim = RecipientRole.PRIOR_VICTIM in (candidate.role, *candidate.also_as)
        through = f" {THROUGH_LIAISON}" if victim else ""
        return f"Consider telling{through}, {_OWN_SAFETY}."
    return f"{'Share' if candidate.channel is Channel.SHARING else 'Consider telling'}, to protect {whom}."


def _whom(candidate: Candidate) -> str:
    """Whom telling would protect, as it stands in a sentence; empty where that is nobody but who is told."""
    subjects = [finding.subject for finding in candidate.protects]
    if all(subject.protected is None and subject.record.id == candidate.identity[0] for subject in subjects):
        return ""
    own = [one for one in subjects if one.protected is None and one.record.id == candidate.identity[0]]
    names = [
        name if subject.protected is None else name[:1].lower() + name[1:]
        for subject in subjects
        if subject not in own
        for name in (words.clean(subject.description),)
    ]
    return words.both([*names, *(_SELF.get(one.record.values.get("sex") or "", "themselves") for one in own)])


def blocked_besides(file: CaseFile, candidate: Candidate) -> str:
    """What speaks against somebody who is blocked and is no conflict: what they did themselves, or that he is in office there."""
    if candidate.standing is not Standing.BLOCKED:
        return ""
    name = words.clean(candidate.recipient.name)
    if candidate.harmed_protected:
        return f"{name} is recorded as party to an offence against a child whom telling would protect."
    return f"{words.clean(file.case.person.name)} holds an office at {name}." if candidate.in_his_office else ""


def is_acted_on(finding: Finding) -> bool:
    """Whether somebody may be told because of it: one of its exposures is strong or moderate, and not set aside."""
    return any(exposure.strength in _ACTED_ON for exposure in finding.live_exposures)


def best_placed_words(file: CaseFile, finding: Finding) -> str:
    """Who is to be considered first for a finding, and as what; empty where nobody is."""
    best, part = file.best_placed.get(finding.subject.record.id), best_placed_part(file, finding)
    return "" if best is None else _with_part(best, part)


def best_placed_part(file: CaseFile, finding: Finding) -> str:
    """In which part whoever is to be considered first would be told; empty where the name says it, or nobody is."""
    subject_id = finding.subject.record.id
    best = file.best_placed.get(subject_id)
    return "" if best is None else _part(best, best.placings[subject_id].role)


def decided(decision: DisclosureDecision) -> str:
    """What was decided."""
    return DECISIONS[decision.decision].name if decision.decision else "Decision not recorded"


def decided_about(decision: DisclosureDecision) -> str:
    """Whom a decision is about."""
    return words.clean(decision.recipient.name) if decision.recipient else "somebody whom this view does not show"


def protected_names(decision: DisclosureDecision) -> tuple[str, ...]:
    """Whom a decision was to protect, by name, as far as the viewer sees them."""
    return tuple(
        words.clean(record.name) if record.kind is Kind.PERSON else f"People at {words.clean(record.name)}"
        for record in decision.protects
    )
