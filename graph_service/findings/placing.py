"""Who is best placed to protect each subject: the order in which candidates are to be considered. Pure."""

from collections.abc import Mapping, Sequence
from typing import Final

from graph_service.findings.proposals import CandidateFacts, Claim, Proposal
from graph_service.model.findings import Candidate, Finding, Office, Placing
from graph_service.model.records import Record
from graph_service.model.vocabulary import RecipientRole, Standing

_PARENT_AT_HOME, _SUBJECT, _KIN_CARER, _PARENT, _PARTNER_AND_PARENT, _OTHER_PARENT = range(6)
_BY_PART: Final[Mapping[RecipientRole, int]] = {role: 100 + place for place, role in enumerate(RecipientRole)}
_OF_CLASS: Final[Mapping[RecipientRole, int]] = {
    role: 200 + place
    for place, role in enumerate(
        (
            RecipientRole.SAFEGUARDING_LEAD,
            RecipientRole.HEAD_TEACHER,
            RecipientRole.NURSERY_MANAGER,
            RecipientRole.CLUB_LEAD,
            RecipientRole.CARE_PROVIDER,
            RecipientRole.GOVERNORS_CHAIR,
            RecipientRole.EMPLOYER,
        )
    )
}
"""Who answers for a place, and then for whom he works; nobody else is put first for people at a place in general."""
_OTHERS_OF_CLASS: Final = 300


def placings(proposal: Proposal, protects: Sequence[Finding], facts: CandidateFacts) -> Mapping[str, Placing]:
    """How well a recipient is placed for each of those he or she would protect, by the subject's id."""
    of_subject: dict[str, list[Claim]] = {}
    for claim in proposal.claims.values():
        of_subject.setdefault(claim.subject_id, []).append(claim)
    return {
        finding.subject.record.id: min(
            (_placing(claim, proposal.recipient, finding, facts) for claim in of_subject[finding.subject.record.id]),
            key=lambda placing: (placing.place, _BY_PART[placing.role]),
        )
        for finding in protects
    }


def _placing(claim: Claim, recipient: Record | Office, finding: Finding, facts: CandidateFacts) -> Placing:
    if finding.subject.protected is not None:
        others = _OTHERS_OF_CLASS + _BY_PART[claim.role]
        return Placing(claim.role, _OF_CLASS.get(claim.role, others), in_person=False)
    place = _in_person(claim.role, recipient, finding, facts)
    return Placing(claim.role, _BY_PART[claim.role] if place is None else place, in_person=place is not None)


def _in_person(role: RecipientRole, recipient: Record | Office, finding: Finding, facts: CandidateFacts) -> int | None:
    """The place among those who protect in person; None for who does not."""
    if isinstance(recipient, Office):
        return None
    subject_id = finding.subject.record.id
    parent = facts.parent(recipient.id, subject_id)
    if role is RecipientRole.PARENT:
        return _PARENT_AT_HOME if parent and parent.shares_home else _PARENT
    if recipient.id == subject_id:
        return _SUBJECT
    if role is RecipientRole.KIN_CARER:
        return _KIN_CARER
    if role in {RecipientRole.PARTNER, RecipientRole.EX_PARTNER}:
        return _PARTNER_AND_PARENT if parent else None
    return _OTHER_PARENT if role is RecipientRole.OTHER_PARENT else None


def best_placed(finding: Finding, candidates: Sequence[Candidate]) -> Candidate | None:
    """The candidate to consider first for one subject: of those who may be told or shared with, whoever protects in person, the
    CLEAR before the ASSESS; then others, the CLEAR before the ASSESS; agencies last. None where there is nobody, and for a class
    where nobody answers for the place.
    """
    subject_id = finding.subject.record.id
    able = [
        candidate
        for candidate in candidates
        if candidate.standing is not Standing.BLOCKED
        and subject_id in candidate.placings
        and (finding.subject.protected is None or candidate.placings[subject_id].place < _OTHERS_OF_CLASS)
    ]
    return min(able, key=lambda candidate: candidate.precedence(subject_id), default=None)
