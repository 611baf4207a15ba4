"""From findings to disclosure candidates: parts, conflicts, standing, gateways, alternatives. Pure.

Nothing here decides: a candidate is somebody whom the plan should consider telling.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from graph_service.findings.advice import RoleServed, with_advice
from graph_service.findings.conflicts import (
    RecipientFacts,
    conflict_of,
    has_harmed,
    most_cautious,
    standing_of,
    ties_that_count,
)
from graph_service.findings.evidence import Evidence
from graph_service.findings.placing import placings
from graph_service.findings.proposals import (
    AGENCY_NAMES,
    CandidateFacts,
    Proposal,
    ProposalKey,
    Proposals,
    exposure_key,
    untold_on_path,
)
from graph_service.model.findings import Candidate, Conflict, DisclosureDecision, Exposure, Finding, Office
from graph_service.model.records import Record
from graph_service.model.vocabulary import (
    Channel,
    Gateway,
    Kind,
    ProfileKind,
    RecipientRole,
    RiskGroup,
    Standing,
)
from graph_service.wording.candidates import candidate_sentence

_PRECEDENCE = {role: index for index, role in enumerate(RecipientRole)}


def people_to_check(proposals: Mapping[ProposalKey, Proposal], facts: CandidateFacts) -> tuple[str, ...]:
    """The ids of everybody whose ties to the offender must be known: recipients, and who answers for organisations."""
    ids: dict[str, None] = {}
    for proposal in proposals.values():
        if isinstance(proposal.recipient, Record) and not proposal.roles & AGENCY_NAMES.keys():
            for person in _answering(proposal.recipient, facts):
                ids[person.id] = None
    for holders in facts.offices.values():
        for holder in holders:
            if holder.office == "CHAIR_OF":
                ids[holder.record.id] = None
    for parents in facts.parents.values():
        for parent in parents:
            ids[parent.record.id] = None
    return tuple(ids)


def _answering(recipient: Record, facts: CandidateFacts) -> tuple[Record, ...]:
    """By whom a recipient is judged: a person by herself, an organisation or school by who heads it."""
    return (recipient,) if recipient.kind is Kind.PERSON else facts.holders(recipient.id, "HEAD_OF")


def candidates_of(
    evidence: Evidence,
    findings: Sequence[Finding],
    proposals: Proposals,
    facts: CandidateFacts,
    known: RecipientFacts,
    decisions: Sequence[DisclosureDecision],
) -> tuple[Candidate, ...]:
    """Every candidate, in order of part, then name, then id."""
    judge = _Judge(evidence, findings, facts, known, decisions)
    _when_all_parents_are_blocked(evidence, findings, proposals, facts, judge)
    _when_a_head_is_blocked(proposals, facts, judge)
    judged = [(judge.candidate(key, proposal), judge.parts(proposal)) for key, proposal in proposals.found.items()]
    judged.sort(key=lambda one: _order(one[0]))
    made = [candidate for candidate, _ in judged]
    return tuple(
        with_advice(replace(candidate, alternatives=_alternatives(candidate, made)), parts, made)
        for candidate, parts in judged
    )


def _by_precedence(roles: Iterable[RecipientRole]) -> list[RecipientRole]:
    return sorted(roles, key=_PRECEDENCE.__getitem__)


def _order(candidate: Candidate) -> tuple[int, str, str]:
    recipient = candidate.recipient
    identity = "" if isinstance(recipient, Office) else recipient.id
    return _PRECEDENCE[candidate.role], recipient.name.casefold(), identity


def _alternatives(candidate: Candidate, everybody: Sequence[Candidate]) -> tuple[Candidate, ...]:
    if candidate.standing is Standing.CLEAR:
        return ()
    subjects = {finding.subject.record.id for finding in candidate.protects}
    return tuple(
        other
        for other in everybody
        if other.standing is Standing.CLEAR and any(finding.subject.record.id in subjects for finding in other.protects)
    )


_PARENT_ROLES = (RecipientRole.PARENT,)
_PARENT_ROLES_OF_THE_EXPECTED = (RecipientRole.PARTNER, RecipientRole.EX_PARTNER, RecipientRole.PARENT)


def _when_all_parents_are_blocked(
    evidence: Evidence, findings: Sequence[Finding], proposals: Proposals, facts: CandidateFacts, judge: "_Judge"
) -> None:
    """Then the other parents stand in, for what those who are blocked would serve."""
    for finding in findings:
        child = finding.subject.record
        roles = _PARENT_ROLES_OF_THE_EXPECTED if evidence.is_expected(child) else _PARENT_ROLES
        parents = [
            (proposal, claims)
            for proposal in proposals.found.values()
            if (claims := proposal.claims_as(*roles, subject_id=child.id))
        ]
        if any(
            judge.standing(proposal, claim.role) is not Standing.BLOCKED for proposal, each in parents for claim in each
        ):
            continue
        told = {proposal.recipient.id for proposal, _ in parents if isinstance(proposal.recipient, Record)}
        for parent in facts.parents.get(child.id, ()):
            if parent.record.id not in told:
                for claim in (claim for _, claims in parents for claim in claims):
                    if parent.record.id not in untold_on_path(claim.exposure):
                        proposals.add(parent.record, replace(claim, role=RecipientRole.OTHER_PARENT))


def _when_a_head_is_blocked(proposals: Proposals, facts: CandidateFacts, judge: "_Judge") -> None:
    """Then the chair of governors stands in, for what the head would serve there."""
    for proposal in list(proposals.found.values()):
        claims = proposal.claims_as(RecipientRole.HEAD_TEACHER)
        if claims and judge.standing(proposal, RecipientRole.HEAD_TEACHER) is Standing.BLOCKED:
            for claim in claims:
                for chair in facts.holders(claim.place_id or "", "CHAIR_OF"):
                    proposals.add(chair, replace(claim, role=RecipientRole.GOVERNORS_CHAIR))


class _Judge:
    """Makes candidates of proposals."""

    def __init__(
        self,
        evidence: Evidence,
        findings: Sequence[Finding],
        facts: CandidateFacts,
        known: RecipientFacts,
        decisions: Sequence[DisclosureDecision],
    ) -> None:
        self._evidence = evidence
        self._findings = findings
        self._facts = facts
        self._known = known
        self._decisions = decisions
        self._profiles = {profile.kind for profile in evidence.profiles}
        self._children = frozenset(
            finding.subject.record.id
            for finding in findings
            if finding.subject.protected is None and evidence.is_child_or_expected(finding.subject.record)
        )

    def standing(self, proposal: Proposal, role: RecipientRole) -> Standing:
        """How a proposal stands in one of its parts."""
        recipient = proposal.recipient
        if role in AGENCY_NAMES or isinstance(recipient, Office):
            return Standing.CLEAR
        if recipient.kind is not Kind.PERSON and recipient.id in self._facts.held_by_offender:
            return Standing.BLOCKED
        return most_cautious(
            standing_of(person, role, proposal.subject_ids, proposal.subject_ids & self._children, self._known)
            for person in _answering(recipient, self._facts)
        )

    def parts(self, proposal: Proposal) -> tuple[RoleServed, ...]:
        """The parts that a proposal has, in order of precedence, and whom each serves."""
        return tuple(
            RoleServed(
                role,
                serves_children=any(claim.subject_id in self._children for claim in proposal.claims_as(role)),
                serves_others=any(claim.subject_id not in self._children for claim in proposal.claims_as(role)),
            )
            for role in _by_precedence(proposal.roles)
        )

    def candidate(self, key: ProposalKey, proposal: Proposal) -> Candidate:
        """The candidate that a proposal amounts to."""
        roles = _by_precedence(proposal.roles)
        subject_ids = proposal.subject_ids
        protects = tuple(finding for finding in self._findings if finding.subject.record.id in subject_ids)
        channel = Channel.SHARING if key[1] else Channel.DISCLOSURE
        standing = most_cautious(self.standing(proposal, role) for role in roles)
        recipient = proposal.recipient
        serves = [
            (finding, exposure)
            for finding in protects
            for exposure in finding.exposures
            if exposure_key(finding.subject.record.id, exposure) in proposal.serves
        ]
        children = any(self._of_children(finding, exposure) for finding, exposure in serves)
        found = Candidate(
            recipient=recipient,
            role=roles[0],
            also_as=tuple(roles[1:]),
            channel=channel,
            standing=standing,
            gateways=self._gateways(roles, channel, protects_children=children),
            protects=protects,
            serves=tuple(exposure for _, exposure in serves),
            placings=placings(proposal, protects, self._facts),
            conflicts=self._conflicts(proposal, roles),
            harmed_protected=isinstance(recipient, Record)
            and any(
                has_harmed(person, subject_ids & self._children, self._known)
                for person in _answering(recipient, self._facts)
            ),
            in_his_office=isinstance(recipient, Record) and recipient.id in self._facts.held_by_offender,
            summary="",
            decisions=tuple(
                decision
                for decision in self._decisions
                if decision.recipient is not None
                and isinstance(recipient, Record)
                and decision.recipient.id == recipient.id
            ),
        )
        return replace(found, summary=candidate_sentence(found))

    def _conflicts(self, proposal: Proposal, roles: Sequence[RecipientRole]) -> tuple[Conflict, ...]:
        recipient = proposal.recipient
        if isinstance(recipient, Office) or proposal.roles & AGENCY_NAMES.keys():
            return ()
        counted = {
            (tie.kind, tie.path.link_ids): tie
            for person in _answering(recipient, self._facts)
            for role in roles
            for tie in ties_that_count(person, role, proposal.subject_ids, self._known)
        }
        return tuple(conflict_of(tie, self._evidence.as_of) for tie in counted.values())

    def _gateways(
        self, roles: Sequence[RecipientRole], channel: Channel, *, protects_children: bool
    ) -> tuple[Gateway, ...]:
        disclosure = channel is Channel.DISCLOSURE
        sexual = ProfileKind.CHILD_SEXUAL in self._profiles
        applies = {
            Gateway.PRESUMPTION_TO_DISCLOSE: disclosure
            and sexual
            and self._facts.sexual_offence_against_child
            and protects_children,
            Gateway.DVDS_RIGHT_TO_KNOW: bool({RecipientRole.PARTNER, RecipientRole.EX_PARTNER} & set(roles))
            and ProfileKind.DOMESTIC_ABUSE in self._profiles,
            Gateway.CSODS: RecipientRole.PARENT in roles and sexual,
            Gateway.COMMON_LAW: disclosure,
            Gateway.DUTY_TO_COOPERATE: not disclosure,
            Gateway.VICTIM_CONTACT_SCHEME: RecipientRole.PRIOR_VICTIM in roles,
            Gateway.CARE_ACT: bool({RecipientRole.ADULT_SOCIAL_CARE, RecipientRole.CARE_PROVIDER} & set(roles)),
            Gateway.EMPLOYER_DUTY: RecipientRole.STAFF_MEMBER in roles,
        }
        return tuple(gateway for gateway in Gateway if applies[gateway])

    def _of_children(self, finding: Finding, exposure: Exposure) -> bool:
        """Whether an exposure is of a child who is born, or of a class of children."""
        if finding.subject.protected is None:
            return self._evidence.is_child(finding.subject.record)
        return RiskGroup.CHILDREN in exposure.groups
