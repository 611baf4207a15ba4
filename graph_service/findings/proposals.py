"""Who could be told about each finding, and in which part: before any conflict is looked at. Pure."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from graph_service.findings.evidence import Evidence
from graph_service.findings.patterns import Pattern, pattern_by_id
from graph_service.model.findings import Exposure, Finding, Office
from graph_service.model.records import Record
from graph_service.model.vocabulary import AgencyRole, Kind, OrganisationKind, RecipientRole, Serves, Strength

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
class CandidateFacts:
    """What the store says of the people and places around the findings; keys are ids.

    `offices` leaves out those the offender holds; `held_by_offender` has the places of these. `housed`: people at risk with
    a recorded home.
    """

    parents: Mapping[str, tuple[Kinsperson, ...]]
    carers: Mapping[str, tuple[Record, ...]]
    supporters: Mapping[str, tuple[Record, ...]]
    housed: frozenset[str]
    landlords: Mapping[str, tuple[Record, ...]]
    offices: Mapping[str, tuple[OfficeHolder, ...]]
    held_by_offender: frozenset[str]
    agencies: Mapping[AgencyRole, tuple[Record, ...]]
    decisions: tuple[Mapping[str, Any], ...]
    sexual_offence_against_child: bool

    def holders(self, place_id: str, office: str) -> tuple[Record, ...]:
        """Who holds an office of a place, the offender left out."""
        return tuple(holder.record for holder in self.offices.get(place_id, ()) if holder.office == office)


@dataclass(slots=True)
class Proposal:
    """Somebody who could be told, the parts he or she has, and for each part the subjects (ids) it serves.

    `places`: for each part, the schools or organisations at which it is held, and the subjects it serves there.
    """

    recipient: Record | Office
    roles: dict[RecipientRole, dict[str, None]] = field(default_factory=lambda: defaultdict(dict))
    places: dict[RecipientRole, dict[str, dict[str, None]]] = field(default_factory=lambda: defaultdict(dict))

    @property
    def subject_ids(self) -> frozenset[str]:
        """Everybody whom any of the parts serves."""
        return frozenset(subject for subjects in self.roles.values() for subject in subjects)


ProposalKey = tuple[str, bool]
"""The recipient's id (an office's name), and whether it is shared with rather than told."""


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


class Proposals:
    """Collects who could be told, finding by finding."""

    def __init__(self, evidence: Evidence, facts: CandidateFacts) -> None:
        self._evidence = evidence
        self._facts = facts
        self.found: dict[ProposalKey, Proposal] = {}
        self._rules: dict[RecipientRole, Callable[[Finding, Exposure, Pattern], None]] = {
            RecipientRole.PARTNER: self._partner,
            RecipientRole.PARENT: self._parents,
            RecipientRole.OTHER_PARENT: self._other_parents,
            RecipientRole.KIN_CARER: self._kin_carers,
            RecipientRole.EMPLOYER: self._employer,
            RecipientRole.LANDLORD: self._landlords,
            RecipientRole.SOCIAL_LANDLORD: self._landlords,
            RecipientRole.HOUSING_AUTHORITY: self._housing_authority,
            RecipientRole.YOUTH_JUSTICE: self._youth_justice,
            RecipientRole.ADULT_AT_RISK: self._adult_at_risk,
            RecipientRole.PRIOR_VICTIM: self._prior_victim,
            RecipientRole.STAFF_MEMBER: self._staff_member,
        }

    def collect(self, findings: Iterable[Finding]) -> None:
        """Propose everybody whom the catalogue and the rules name for these findings."""
        for finding in findings:
            for exposure in acted_on(finding):
                pattern = pattern_by_id()[exposure.pattern.id]
                for role in pattern.candidates:
                    if rule := self._rules.get(role):
                        rule(finding, exposure, pattern)
                if any(role in pattern.candidates for role in _SITE_ROLES):
                    self._site(finding, exposure, pattern)
                self._agencies(finding)

    def add(
        self, recipient: Record | Office, role: RecipientRole, subject_id: str, place_id: str | None = None
    ) -> None:
        """Propose one recipient in one part for one subject."""
        identity = recipient.name if isinstance(recipient, Office) else recipient.id
        key = (identity, self._is_sharing(recipient, role))
        proposal = self.found.setdefault(key, Proposal(recipient))
        proposal.roles[role][subject_id] = None
        if place_id is not None:
            proposal.places[role].setdefault(place_id, {})[subject_id] = None

    @staticmethod
    def _is_sharing(recipient: Record | Office, role: RecipientRole) -> bool:
        if role is RecipientRole.SOCIAL_LANDLORD:
            return isinstance(recipient, Record) and bool(recipient.values.get("duty_to_cooperate"))
        return role in AGENCY_NAMES

    def _partner(self, finding: Finding, exposure: Exposure, _: Pattern) -> None:
        if exposure.path.links[0].type == "PARTNER_OF":
            self.add(exposure.path.nodes[1], RecipientRole.PARTNER, finding.subject.record.id)

    def _parents(self, finding: Finding, exposure: Exposure, pattern: Pattern) -> None:
        """Parents with the child's home or its main care; where there are none, whoever cares for it."""
        child = finding.subject.record
        if finding.subject.protected is not None or not self._evidence.is_child(child):
            return
        left_out = set() if pattern.tells_intermediaries else {node.id for node in exposure.path.nodes[1:-1]}
        parents = self.parents_with_care(child.id, left_out)
        for parent in parents:
            self.add(parent, RecipientRole.PARENT, child.id)
        if not parents:
            for carer in self._facts.carers.get(child.id, ()):
                if carer.id not in left_out:
                    self.add(carer, RecipientRole.KIN_CARER, child.id)

    def parents_with_care(self, child_id: str, left_out: Iterable[str] = ()) -> tuple[Record, ...]:
        """The parents who would be told as PARENT."""
        everybody = self._facts.parents.get(child_id, ())
        housed = child_id in self._facts.housed
        return tuple(
            parent.record
            for parent in everybody
            if parent.record.id not in left_out and (not housed or parent.shares_home or parent.main_carer)
        )

    def _other_parents(self, finding: Finding, _exposure: Exposure, _pattern: Pattern) -> None:
        child = finding.subject.record
        if finding.subject.protected is not None:
            return
        partners = {other.path.nodes[1].id for other in acted_on(finding) if other.path.links[0].type == "PARTNER_OF"}
        told = {parent.id for parent in self.parents_with_care(child.id)} | partners
        for parent in self._facts.parents.get(child.id, ()):
            if parent.record.id not in told:
                self.add(parent.record, RecipientRole.OTHER_PARENT, child.id)

    def _kin_carers(self, finding: Finding, exposure: Exposure, _: Pattern) -> None:
        subject = finding.subject.record
        if self._evidence.is_child(subject):
            if exposure.path.links[-1].type == "CARES_FOR":
                self.add(exposure.path.nodes[-2], RecipientRole.KIN_CARER, subject.id)
            return
        parents = (parent.record for parent in self._facts.parents.get(subject.id, ()) if parent.shares_home)
        for carer in (*self._facts.carers.get(subject.id, ()), *parents):
            self.add(carer, RecipientRole.KIN_CARER, subject.id)

    def _site(self, finding: Finding, exposure: Exposure, pattern: Pattern) -> None:
        """The people who answer for the place, by what kind of place it is."""
        site = site_of(exposure)
        role = _site_role(site)
        if role is None:
            return
        if role not in pattern.candidates:
            role = RecipientRole.CLUB_LEAD
        if role in pattern.candidates:
            self._office(finding, site, role)
        if (
            role in {RecipientRole.HEAD_TEACHER, RecipientRole.CLUB_LEAD}
            and RecipientRole.SAFEGUARDING_LEAD in pattern.candidates
        ):
            for lead in self._facts.holders(site.id, "SAFEGUARDING_LEAD_OF"):
                self.add(lead, RecipientRole.SAFEGUARDING_LEAD, finding.subject.record.id, site.id)

    def _office(self, finding: Finding, place: Record, role: RecipientRole) -> None:
        """Who holds the office; where nobody does, the place itself."""
        for recipient in self._facts.holders(place.id, _OFFICE_OF_ROLE[role]) or (place,):
            self.add(recipient, role, finding.subject.record.id, place.id)

    def _employer(self, finding: Finding, exposure: Exposure, _: Pattern) -> None:
        if employer := employer_of(exposure):
            self._office(finding, employer, RecipientRole.EMPLOYER)

    def _landlords(self, finding: Finding, exposure: Exposure, pattern: Pattern) -> None:
        for landlord in self._facts.landlords.get(exposure.path.nodes[1].id, ()):
            social = landlord.values.get("kind") == OrganisationKind.HOUSING_PROVIDER
            role = RecipientRole.SOCIAL_LANDLORD if social else RecipientRole.LANDLORD
            if role in pattern.candidates:
                self.add(landlord, role, finding.subject.record.id)

    def _housing_authority(self, finding: Finding, _exposure: Exposure, _pattern: Pattern) -> None:
        self._agency(RecipientRole.HOUSING_AUTHORITY, finding)

    def _youth_justice(self, finding: Finding, _exposure: Exposure, _pattern: Pattern) -> None:
        self._agency(RecipientRole.YOUTH_JUSTICE, finding)

    def _adult_at_risk(self, finding: Finding, _exposure: Exposure, _pattern: Pattern) -> None:
        if finding.subject.protected is None and not self._evidence.is_child(finding.subject.record):
            self.add(finding.subject.record, RecipientRole.ADULT_AT_RISK, finding.subject.record.id)
            for provider in self._facts.supporters.get(finding.subject.record.id, ()):
                self._office(finding, provider, RecipientRole.CARE_PROVIDER)

    def _prior_victim(self, finding: Finding, _exposure: Exposure, _pattern: Pattern) -> None:
        if finding.subject.protected is None and not self._evidence.is_child(finding.subject.record):
            self.add(finding.subject.record, RecipientRole.PRIOR_VICTIM, finding.subject.record.id)

    def _staff_member(self, finding: Finding, _exposure: Exposure, _pattern: Pattern) -> None:
        self.add(finding.subject.record, RecipientRole.STAFF_MEMBER, finding.subject.record.id)

    def _agencies(self, finding: Finding) -> None:
        """Children and adults at risk are shared with the agencies that look after them."""
        subject = finding.subject
        person = subject.protected is None
        is_child = person and self._evidence.is_child(subject.record)
        if is_child or subject.protected in {Serves.CHILDREN, Serves.BOTH}:
            self._agency(RecipientRole.CHILDRENS_SERVICES, finding)
        at_risk = person and not is_child and bool(subject.record.values.get("adult_at_risk"))
        if at_risk or subject.protected in {Serves.ADULTS_AT_RISK, Serves.BOTH}:
            self._agency(RecipientRole.ADULT_SOCIAL_CARE, finding)

    def _agency(self, role: RecipientRole, finding: Finding) -> None:
        recorded = self._facts.agencies.get(AgencyRole(role.value), ())
        for agency in recorded or (Office(AGENCY_NAMES[role]),):
            self.add(agency, role, finding.subject.record.id)


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
