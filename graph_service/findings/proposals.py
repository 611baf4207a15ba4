"""Who could be told about each finding, in which part and because of which exposures: before any conflict is looked at. Pure."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from graph_service.findings.evidence import Evidence
from graph_service.findings.patterns import Pattern, pattern_by_id
from graph_service.model.findings import Exposure, Finding, Office
from graph_service.model.records import Record
from graph_service.model.vocabulary import AgencyRole, Kind, OrganisationKind, RecipientRole, RiskGroup, Strength

_ACTED_ON = frozenset({Strength.STRONG, Strength.MODERATE})

AGENCY_NAMES: Mapping[RecipientRole, str] = {
    RecipientRole.CHILDRENS_SERVICES: "Children's services",
    RecipientRole.ADULT_SOCIAL_CARE: "Adult social care",
    RecipientRole.HOUSING_AUTHORITY: "Housing authority",
    RecipientRole.YOUTH_JUSTICE: "Youth justice service",
    RecipientRole.POLICE: "Police",
}
"""The agencies that are shared with, and what each is called where no record holds one."""

_OFFICE_OF_ROLE = {
    RecipientRole.HEAD_TEACHER: "HEAD_OF",
    RecipientRole.NURSERY_MANAGER: "HEAD_OF",
    RecipientRole.CLUB_LEAD: "HEAD_OF",
    RecipientRole.CARE_PROVIDER: "HEAD_OF",
    RecipientRole.EMPLOYER: "HEAD_OF",
    RecipientRole.SAFEGUARDING_LEAD: "SAFEGUARDING_LEAD_OF",
    RecipientRole.GOVERNORS_CHAIR: "CHAIR_OF",
}
_SITE_ROLES = (
    RecipientRole.HEAD_TEACHER,
    RecipientRole.NURSERY_MANAGER,
    RecipientRole.CARE_PROVIDER,
    RecipientRole.CLUB_LEAD,
)
_OWN_ROLES = frozenset(
    {RecipientRole.PARTNER, RecipientRole.EX_PARTNER, RecipientRole.ADULT_AT_RISK, RecipientRole.PERSON_AT_RISK}
)
"""The parts of adults who are at risk themselves, or through whom a child is."""


ProposalKey = tuple[str, bool]
"""The recipient's id (an office's name), and whether it is shared with rather than told."""
ExposureKey = tuple[str, str, tuple[str, ...]]
"""The subject's id, the pattern's id and the path's relationships: what makes it one exposure."""


def exposure_key(subject_id: str, exposure: Exposure) -> ExposureKey:
    """What an exposure of a subject is known by."""
    return subject_id, exposure.pattern.id, exposure.path.link_ids


@dataclass(frozen=True, slots=True)
class Kinsperson:
    """A parent or carer of somebody at risk."""

    record: Record
    shares_home: bool = False
    main_carer: bool = False


@dataclass(frozen=True, slots=True)
class OfficeHolder:
    """Somebody who holds an office (`HEAD_OF`, `SAFEGUARDING_LEAD_OF`, `CHAIR_OF`) of a school or organisation."""

    record: Record
    office: str


@dataclass(frozen=True, slots=True)
class Letting:
    """A landlord of an address; `of_building` where what is let is the building that the address is part of."""

    landlord: Record
    of_building: bool = False


@dataclass(frozen=True, slots=True)
class CandidateFacts:
    """What the store says of the people and places around the findings; keys are ids.

    `offended_against`: those whom he has offended against. `offices` leaves out those the offender holds; `held_by_offender` has
    the places of these.
    `housed`: people at risk with a recorded home. Parents of the expected are among `parents`.
    """

    offended_against: frozenset[str]
    parents: Mapping[str, tuple[Kinsperson, ...]]
    carers: Mapping[str, tuple[Record, ...]]
    supporters: Mapping[str, tuple[Record, ...]]
    housed: frozenset[str]
    landlords: Mapping[str, tuple[Letting, ...]]
    offices: Mapping[str, tuple[OfficeHolder, ...]]
    held_by_offender: frozenset[str]
    agencies: Mapping[AgencyRole, tuple[Record, ...]]
    decisions: tuple[Mapping[str, Any], ...]
    sexual_offence_against_child: bool

    def holders(self, place_id: str, office: str) -> tuple[Record, ...]:
        """Who holds an office of a place, the offender left out."""
        return tuple(holder.record for holder in self.offices.get(place_id, ()) if holder.office == office)

    def parent(self, person_id: str, of_id: str) -> Kinsperson | None:
        """The person as a recorded parent of another; None where he or she is none."""
        return next((one for one in self.parents.get(of_id, ()) if one.record.id == person_id), None)


@dataclass(frozen=True, slots=True)
class Claim:
    """That somebody could be told in one part, for one subject (id), because of one exposure.

    `place_id`: the school or organisation at which the part is held, where it is an office.
    """

    role: RecipientRole
    subject_id: str
    exposure: Exposure
    place_id: str | None = None

    @property
    def key(self) -> tuple[RecipientRole, str | None, ExposureKey]:
        """What makes it one claim."""
        return self.role, self.place_id, exposure_key(self.subject_id, self.exposure)


def untold_on_path(exposure: Exposure) -> frozenset[str]:
    """Who leads from the offender to the subject and is not told for this exposure (ids): an associate through whom it runs."""
    if pattern_by_id()[exposure.pattern.id].tells_intermediaries:
        return frozenset()
    return frozenset(node.id for node in exposure.path.nodes[1:-1])


@dataclass(slots=True)
class Proposal:
    """Somebody who could be told, and every claim that it rests on."""

    recipient: Record | Office
    claims: dict[tuple[RecipientRole, str | None, ExposureKey], Claim] = field(default_factory=dict)

    @property
    def roles(self) -> frozenset[RecipientRole]:
        """Every part."""
        return frozenset(claim.role for claim in self.claims.values())

    @property
    def subject_ids(self) -> frozenset[str]:
        """Everybody whom any of the parts serves."""
        return frozenset(claim.subject_id for claim in self.claims.values())

    @property
    def serves(self) -> frozenset[ExposureKey]:
        """The exposures by whose pattern it was proposed."""
        return frozenset(exposure for _, _, exposure in self.claims)

    def claims_as(self, *roles: RecipientRole, subject_id: str | None = None) -> tuple[Claim, ...]:
        """The claims in any of these parts, for one subject or for all."""
        return tuple(
            claim
            for claim in self.claims.values()
            if claim.role in roles and (subject_id is None or claim.subject_id == subject_id)
        )


def acted_on(finding: Finding) -> tuple[Exposure, ...]:
    """The exposures that candidates come from: strong or moderate, and not suppressed."""
    return tuple(exposure for exposure in finding.live_exposures if exposure.strength in _ACTED_ON)


def site_of(exposure: Exposure) -> Record:
    """The place an exposure is about: the last school or organisation on its path, else the last node."""
    for node in reversed(exposure.path.nodes):
        if node.kind in {Kind.SCHOOL, Kind.ORGANISATION}:
            return node
    return exposure.path.nodes[-1]


def employer_of(exposure: Exposure) -> Record | None:
    """The school or organisation he works for on this path."""
    for index, link in enumerate(exposure.path.links):
        if link.type == "WORKS_FOR":
            return exposure.path.nodes[index + 1]
    return None


def let_address_of(exposure: Exposure) -> Record | None:
    """The address whose landlords are asked: the first on the path, his home or the one he has the keys to."""
    return next((node for node in exposure.path.nodes if node.kind is Kind.ADDRESS), None)


class Proposals:
    """Collects who could be told, finding by finding."""

    def __init__(self, evidence: Evidence, facts: CandidateFacts) -> None:
        self._evidence = evidence
        self._facts = facts
        self.found: dict[ProposalKey, Proposal] = {}
        self._rules: dict[RecipientRole, Callable[[Finding, Exposure, Pattern], None]] = {
            RecipientRole.PARENT: self._parents,
            RecipientRole.OTHER_PARENT: self._other_parents,
            RecipientRole.KIN_CARER: self._kin_carers,
            RecipientRole.CARE_PROVIDER: self._care_providers,
            RecipientRole.EMPLOYER: self._employer,
            RecipientRole.LANDLORD: self._landlords,
            RecipientRole.SOCIAL_LANDLORD: self._landlords,
            RecipientRole.HOUSING_AUTHORITY: self._housing_authority,
            RecipientRole.YOUTH_JUSTICE: self._youth_justice,
            RecipientRole.POLICE: self._police,
            RecipientRole.PRIOR_VICTIM: self._prior_victim,
            RecipientRole.STAFF_MEMBER: self._staff_member,
        }

    def collect(self, findings: Iterable[Finding]) -> None:
        """Propose everybody whom the catalogue and the rules name for these findings."""
        for finding in findings:
            for exposure in acted_on(finding):
                pattern = pattern_by_id()[exposure.pattern.id]
                for role in pattern.candidates_for(exposure.opened_by):
                    if rule := self._rules.get(role):
                        rule(finding, exposure, pattern)
                if _OWN_ROLES & set(pattern.candidates):
                    self._in_own_right(finding, exposure, pattern)
                if any(role in pattern.candidates for role in _SITE_ROLES):
                    self._site(finding, exposure, pattern)
                self._agencies(finding, exposure)

    def add(self, recipient: Record | Office, claim: Claim) -> None:
        """Propose one recipient on one claim."""
        identity = recipient.name if isinstance(recipient, Office) else recipient.id
        key = (identity, self._is_sharing(recipient, claim.role))
        self.found.setdefault(key, Proposal(recipient)).claims[claim.key] = claim

    def _add(
        self,
        recipient: Record | Office,
        role: RecipientRole,
        finding: Finding,
        exposure: Exposure,
        place_id: str | None = None,
    ) -> None:
        self.add(recipient, Claim(role, finding.subject.record.id, exposure, place_id))

    @staticmethod
    def _is_sharing(recipient: Record | Office, role: RecipientRole) -> bool:
        if role is RecipientRole.SOCIAL_LANDLORD:
            return isinstance(recipient, Record) and bool(recipient.values.get("duty_to_cooperate"))
        return role in AGENCY_NAMES

    def _in_own_right(self, finding: Finding, exposure: Exposure, pattern: Pattern) -> None:
        """The adult who is exposed, or the partner through whom a child is: in which of these parts is said here alone.
        A partner whose recorded birth is to come is told as a partner: one of the two is recorded amiss.
        """
        subject = finding.subject
        if subject.protected is not None:
            return
        if not self._evidence.is_child(subject.record) and not self._is_told_of_by_parents_on_the_path(
            finding, exposure
        ):
            if role := self._own_role(subject.record, pattern):
                self._add(subject.record, role, finding, exposure)
            return
        for parent in self._parents_on_the_path(exposure):
            if role := self._role_of_parent(parent, subject.record, pattern):
                self._add(parent, role, finding, exposure)

    def _own_role(self, person: Record, pattern: Pattern) -> RecipientRole | None:
        at_risk = self._evidence.is_adult_at_risk(person)
        roles = (
            self._partner_role(person),
            RecipientRole.ADULT_AT_RISK if at_risk else None,
            RecipientRole.PERSON_AT_RISK,
        )
        return next((role for role in roles if role in pattern.candidates), None)

    def _partner_role(self, person: Record) -> RecipientRole | None:
        if person.id in self._evidence.partners:
            return RecipientRole.PARTNER
        return RecipientRole.EX_PARTNER if person.id in self._evidence.former_partners else None

    def _role_of_parent(self, parent: Record, child: Record, pattern: Pattern) -> RecipientRole | None:
        """The partner or former partner who is a parent of the child; of a child that is expected, any parent."""
        role = self._partner_role(parent)
        if role in pattern.candidates:
            return role
        return RecipientRole.PARENT if self._evidence.is_expected(child) else None

    def _parents_on_the_path(self, exposure: Exposure) -> tuple[Record, ...]:
        """The parent through whom the path reaches a child; where the offender is that parent, the others."""
        *_, parent, child = exposure.path.nodes
        if exposure.path.links[-1].type != "PARENT_OF":
            return ()
        if parent.id != self._evidence.person.id:
            return (parent,)
        return tuple(other.record for other in self._facts.parents.get(child.id, ()))

    def _is_told_of_by_parents_on_the_path(self, finding: Finding, exposure: Exposure) -> bool:
        """Whether the subject is expected, and reached as the child of somebody."""
        return self._evidence.is_expected(finding.subject.record) and exposure.path.links[-1].type == "PARENT_OF"

    def _parents(self, finding: Finding, exposure: Exposure, _: Pattern) -> None:
        """Parents with the child's home or its main care; where there are none, whoever cares for it. So, too, for one that is
        expected, but where the path leads there through a parent.
        """
        child = finding.subject.record
        if finding.subject.protected is not None or not self._evidence.is_child_or_expected(child):
            return
        if self._is_told_of_by_parents_on_the_path(finding, exposure):
            return
        left_out = untold_on_path(exposure)
        parents = self._parents_with_care(child.id, left_out)
        for parent in parents:
            self._add(parent, RecipientRole.PARENT, finding, exposure)
        if not parents:
            for carer in self._facts.carers.get(child.id, ()):
                if carer.id not in left_out:
                    self._add(carer, RecipientRole.KIN_CARER, finding, exposure)

    def _parents_with_care(self, child_id: str, left_out: Iterable[str] = ()) -> tuple[Record, ...]:
        """The parents who would be told as PARENT."""
        everybody = self._facts.parents.get(child_id, ())
        housed = child_id in self._facts.housed
        return tuple(
            parent.record
            for parent in everybody
            if parent.record.id not in left_out and (not housed or parent.shares_home or parent.main_carer)
        )

    def _other_parents(self, finding: Finding, exposure: Exposure, _: Pattern) -> None:
        child = finding.subject.record
        if finding.subject.protected is not None:
            return
        partners = {other.path.nodes[1].id for other in acted_on(finding) if other.path.links[0].type == "PARTNER_OF"}
        told = {parent.id for parent in self._parents_with_care(child.id)} | partners
        for parent in self._facts.parents.get(child.id, ()):
            if parent.record.id not in told:
                self._add(parent.record, RecipientRole.OTHER_PARENT, finding, exposure)

    def _kin_carers(self, finding: Finding, exposure: Exposure, _: Pattern) -> None:
        subject = finding.subject.record
        if self._evidence.is_child(subject):
            if exposure.path.links[-1].type == "CARES_FOR":
                self._add(exposure.path.nodes[-2], RecipientRole.KIN_CARER, finding, exposure)
            return
        parents = (parent.record for parent in self._facts.parents.get(subject.id, ()) if parent.shares_home)
        for carer in (*self._facts.carers.get(subject.id, ()), *parents):
            self._add(carer, RecipientRole.KIN_CARER, finding, exposure)

    def _care_providers(self, finding: Finding, exposure: Exposure, _: Pattern) -> None:
        """Those who support a person at home; of a place on the path `_site` speaks."""
        if site_of(exposure).kind is Kind.PERSON:
            for provider in self._facts.supporters.get(finding.subject.record.id, ()):
                self._office(finding, exposure, provider, RecipientRole.CARE_PROVIDER)

    def _site(self, finding: Finding, exposure: Exposure, pattern: Pattern) -> None:
        """The people who answer for the place, by what kind of place it is."""
        site = site_of(exposure)
        role = _site_role(site)
        if role is None:
            return
        if role not in pattern.candidates:
            role = RecipientRole.CLUB_LEAD
        if role in pattern.candidates:
            self._office(finding, exposure, site, role)
        if (
            role in {RecipientRole.HEAD_TEACHER, RecipientRole.CLUB_LEAD}
            and RecipientRole.SAFEGUARDING_LEAD in pattern.candidates
        ):
            for lead in self._facts.holders(site.id, "SAFEGUARDING_LEAD_OF"):
                self._add(lead, RecipientRole.SAFEGUARDING_LEAD, finding, exposure, site.id)

    def _office(self, finding: Finding, exposure: Exposure, place: Record, role: RecipientRole) -> None:
        """Who holds the office; where nobody does, the place itself."""
        for recipient in self._facts.holders(place.id, _OFFICE_OF_ROLE[role]) or (place,):
            self._add(recipient, role, finding, exposure, place.id)

    def _employer(self, finding: Finding, exposure: Exposure, _: Pattern) -> None:
        if employer := employer_of(exposure):
            self._office(finding, exposure, employer, RecipientRole.EMPLOYER)

    def _landlords(self, finding: Finding, exposure: Exposure, pattern: Pattern) -> None:
        """The landlords of his home or of the building it is in; of any other address those of that very address."""
        address = let_address_of(exposure)
        his_home = exposure.path.links[0].type in {"LIVES_AT", "STAYS_AT"}
        for letting in self._facts.landlords.get(address.id, ()) if address else ():
            social = letting.landlord.values.get("kind") == OrganisationKind.HOUSING_PROVIDER
            role = RecipientRole.SOCIAL_LANDLORD if social else RecipientRole.LANDLORD
            if role in pattern.candidates and (his_home or not letting.of_building):
                self._add(letting.landlord, role, finding, exposure)

    def _housing_authority(self, finding: Finding, exposure: Exposure, _: Pattern) -> None:
        self._agency(RecipientRole.HOUSING_AUTHORITY, finding, exposure)

    def _youth_justice(self, finding: Finding, exposure: Exposure, _: Pattern) -> None:
        self._agency(RecipientRole.YOUTH_JUSTICE, finding, exposure)

    def _police(self, finding: Finding, exposure: Exposure, _: Pattern) -> None:
        self._agency(RecipientRole.POLICE, finding, exposure)

    def _prior_victim(self, finding: Finding, exposure: Exposure, _: Pattern) -> None:
        subject = finding.subject.record
        if subject.id in self._facts.offended_against and not self._evidence.is_child_or_expected(subject):
            self._add(subject, RecipientRole.PRIOR_VICTIM, finding, exposure)

    def _staff_member(self, finding: Finding, exposure: Exposure, _: Pattern) -> None:
        self._add(finding.subject.record, RecipientRole.STAFF_MEMBER, finding, exposure)

    def _agencies(self, finding: Finding, exposure: Exposure) -> None:
        """Children, expected or born, and adults at risk are shared with the agencies that look after them; of a class of both,
        each agency gets the exposures whose own class holds whom it looks after.
        """
        subject = finding.subject
        if subject.protected is None:
            children = self._evidence.is_child_or_expected(subject.record)
            at_risk = self._evidence.is_adult_at_risk(subject.record)
        else:
            children = RiskGroup.CHILDREN in exposure.groups
            at_risk = RiskGroup.KNOWN_ADULT in exposure.groups
        if children:
            self._agency(RecipientRole.CHILDRENS_SERVICES, finding, exposure)
        if at_risk:
            self._agency(RecipientRole.ADULT_SOCIAL_CARE, finding, exposure)

    def _agency(self, role: RecipientRole, finding: Finding, exposure: Exposure) -> None:
        recorded = self._facts.agencies.get(AgencyRole(role.value), ())
        for agency in recorded or (Office(AGENCY_NAMES[role]),):
            self._add(agency, role, finding, exposure)


def _site_role(site: Record) -> RecipientRole | None:
    if site.kind is Kind.SCHOOL:
        return RecipientRole.HEAD_TEACHER
    if site.kind is not Kind.ORGANISATION:
        return None
    match site.values.get("kind"):
        case OrganisationKind.NURSERY:
            return RecipientRole.NURSERY_MANAGER
        case OrganisationKind.CARE_PROVIDER:
            return RecipientRole.CARE_PROVIDER
        case _:
            return RecipientRole.CLUB_LEAD
