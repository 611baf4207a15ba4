"""What is found about an offender, and who may be told."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from graph_service.model.records import Link, Path, Record
from graph_service.model.vocabulary import (
    SHARING_ROLES,
    AgencyRole,
    Channel,
    ConditionKind,
    ConflictKind,
    Decision,
    Gateway,
    OrderKind,
    ProfileKind,
    RecipientRole,
    RiskGroup,
    Serves,
    Standing,
    Strength,
    Timing,
    ToldByOffender,
)


@dataclass(frozen=True, slots=True)
class Subject:
    """Who is at risk: a person, or a class of people at a place.

    `record` is the person or the place; `protected` is None for a person.
    """

    record: Record
    protected: Serves | None = None

    @property
    def description(self) -> str:
        """The person's name, or whom the class holds and where."""
        match self.protected:
            case None:
                return self.record.name
            case Serves.CHILDREN:
                return f"Children at {self.record.name}"
            case Serves.ADULTS_AT_RISK:
                return f"Adults at risk at {self.record.name}"
            case _:
                return f"Children and adults at risk at {self.record.name}"


@dataclass(frozen=True, slots=True)
class PatternInfo:
    """A catalogue entry, as readers see it. `number` is its place."""

    id: str
    number: int
    title: str
    description: str
    guidance: str


@dataclass(frozen=True, slots=True)
class Condition:
    """A condition of an order. `subject_id` names whom or what it is about; `age_limit` is in years, `radius_m` in metres."""

    id: str
    order_id: str
    order_kind: OrderKind | None
    kind: ConditionKind
    subject_id: str | None = None
    age_limit: int | None = None
    sex: str | None = None
    latitude: float | None = None
    longitude: float | None = None
    radius_m: float | None = None
    text: str | None = None


@dataclass(frozen=True, slots=True)
class Exposure:
    """One path by which one pattern reaches a subject.

    `reasons` say in words how its strength came about; `capped_by` is the relationship that held it down, where one did.
    `fulfilled_by`: what fulfils a condition of the pattern's row off the path: a relationship, or two by which two people meet in a
    place or an offence, each a path of its own, from the end that stands on the path first.
    `conditions`: those in force against the offender that it touches. `opened_by`: the kinds of profile that open it for this
    subject; none where any offender's would.
    """

    pattern: PatternInfo
    path: Path
    strength: Strength
    timing: Timing
    summary: str
    groups: tuple[RiskGroup, ...] = ()
    reasons: tuple[str, ...] = ()
    capped_by: Link | None = None
    fulfilled_by: tuple[Path, ...] = ()
    conditions: tuple[Condition, ...] = ()
    suppressed_by: str | None = None
    opened_by: tuple[ProfileKind, ...] = ()

    @property
    def paths(self) -> tuple[Path, ...]:
        """All that it rests on: its path, then what fulfils a condition beside it."""
        return (self.path, *self.fulfilled_by)

    @property
    def links(self) -> tuple[Link, ...]:
        """The relationships of all that it rests on."""
        return tuple(link for path in self.paths for link in path.links)


@dataclass(frozen=True, slots=True)
class Finding:
    """One subject and every exposure that reaches it, strongest first."""

    subject: Subject
    strength: Strength
    groups: tuple[RiskGroup, ...]
    exposures: tuple[Exposure, ...]

    @property
    def is_risk(self) -> bool:
        """Whether it says that somebody might be harmed; one for context only says where somebody is."""
        return self.strength.is_risk

    @property
    def live_exposures(self) -> tuple[Exposure, ...]:
        """The exposures that are not suppressed."""
        return tuple(exposure for exposure in self.exposures if exposure.suppressed_by is None)

    @property
    def paths(self) -> tuple[Path, ...]:
        """All that it rests on, exposure by exposure."""
        return tuple(path for exposure in self.exposures for path in exposure.paths)


@dataclass(frozen=True, slots=True)
class Office:
    """An agency that no record holds, known by its name alone."""

    name: str


@dataclass(frozen=True, slots=True)
class Conflict:
    """Why a recipient may not protect, with the path that shows it."""

    kind: ConflictKind
    summary: str
    path: Path


@dataclass(frozen=True, slots=True)
class DisclosureDecision:
    """What a person decided about telling somebody. `protects`: those it was to protect, as far as the viewer sees them.

    `information`: what may be said; `conditions`: under which; `told_by_offender`: whether he was to tell it himself first;
    `override_reason`: why somebody is told all the same who is not safe to tell. `recorded_at`: microseconds since 1970, None where
    it is known since always. `evidence_changed`: what it rested on has changed since, so that it needs another look.
    """

    id: str
    offender_id: str
    recipient: Record | None
    role: RecipientRole | None
    decision: Decision | None
    decided_on: str | None
    decided_by: str | None
    reasons: str | None
    review_on: str | None
    protects: tuple[Record, ...] = ()
    information: str | None = None
    conditions: str | None = None
    told_by_offender: ToldByOffender | None = None
    override_reason: str | None = None
    recorded_at: int | None = None
    evidence_changed: bool = False

    @property
    def is_sharing(self) -> bool:
        """Whether it is about sharing with an agency in its own part: somebody may be both told and shared with."""
        return self.role in SHARING_ROLES

    def is_due(self, as_of: date) -> bool:
        """Whether the day to look at it again has come."""
        return self.review_on is not None and self.review_on <= as_of.isoformat()


@dataclass(frozen=True, slots=True)
class Placing:
    """How well a candidate is placed to protect one subject: in the best of the parts in which that is proposed, and that
    part's place in the order in which candidates are to be considered. `in_person`: by looking after the subject, or by
    being the subject.
    """

    role: RecipientRole
    place: int
    in_person: bool


@dataclass(frozen=True, slots=True)
class Candidate:
    """Somebody the plan should consider telling. A suggestion: it has no effect until a person decides.

    `serves`: the exposures by whose patterns it was proposed, in the order of `protects`. `placings`: how well it is placed
    for each of `protects`, by the subject's id.
    `alternatives` are the CLEAR candidates that protect at least one of the same subjects. `harmed_protected`: party to an
    offence against a child whom telling would protect. `in_his_office`: the offender holds the office that would be told.
    The rest is what a plan author weighs: what to say at the least, what speaks for and against, what would do instead.
    """

    recipient: Record | Office
    role: RecipientRole
    also_as: tuple[RecipientRole, ...]
    channel: Channel
    standing: Standing
    gateways: tuple[Gateway, ...]
    protects: tuple[Finding, ...]
    conflicts: tuple[Conflict, ...]
    summary: str
    serves: tuple[Exposure, ...] = ()
    placings: Mapping[str, Placing] = field(default_factory=dict)
    alternatives: tuple[Candidate, ...] = ()
    decisions: tuple[DisclosureDecision, ...] = ()
    harmed_protected: bool = False
    in_his_office: bool = False
    minimum_information: str = ""
    factors_for: tuple[str, ...] = ()
    factors_against: tuple[str, ...] = ()
    safer_alternative: str | None = None

    def serves_of(self, finding: Finding) -> tuple[Exposure, ...]:
        """Those of a finding's exposures that it serves."""
        return tuple(exposure for exposure in finding.exposures if exposure in self.serves)

    @property
    def paths(self) -> tuple[Path, ...]:
        """All that it rests on: the exposures that it serves, then its conflicts."""
        return (
            *(path for exposure in self.serves for path in exposure.paths),
            *(conflict.path for conflict in self.conflicts),
        )

    @property
    def is_agency(self) -> bool:
        """Whether it is an agency in its own part, which is a candidate of its own beside whatever else the same is proposed as."""
        return self.role in SHARING_ROLES

    @property
    def latest_decision(self) -> DisclosureDecision | None:
        """The decision that stands about it; None where none was taken."""
        return next((one for one in self.decisions if one.is_sharing == self.is_agency), None)

    def precedence(self, subject_id: str) -> tuple[bool, bool, bool, int, str]:
        """Where it comes among those who would protect one subject, the best placed first: whoever protects in person, then others,
        agencies last; of each the CLEAR before the ASSESS, by part, then by id.
        """
        placing = self.placings[subject_id]
        return (
            placing.role in SHARING_ROLES,
            not placing.in_person,
            self.standing is Standing.ASSESS,
            placing.place,
            self.identity[0],
        )

    @property
    def identity(self) -> tuple[str, Channel]:
        """What makes it one entry of a list: who would be told, and whether that is a disclosure or sharing."""
        return (self.recipient.id if isinstance(self.recipient, Record) else self.recipient.name), self.channel


@dataclass(frozen=True, slots=True)
class MinimumCover:
    """The fewest people to tell so that everybody who can be protected is, and whom nobody can protect."""

    recipients: tuple[Candidate, ...]
    uncovered: tuple[Finding, ...]


@dataclass(frozen=True, slots=True)
class Alert:
    """Something about the offender that somebody should look into, under the `title` of its catalogue entry; `conditions` are those
    that it touches. `agency`: the one from which something is missing, where it is about an agency. `fulfilled_by`: what makes it
    one beside the path, as of an exposure. `is_gap`: whether something is missing in the file, or too weak to rely on; then it says
    nothing of what anybody has done.
    """

    kind: str
    title: str
    subject: Record | None
    summary: str
    path: Path
    conditions: tuple[Condition, ...] = ()
    agency: AgencyRole | None = None
    fulfilled_by: tuple[Path, ...] = ()
    is_gap: bool = False

    @property
    def paths(self) -> tuple[Path, ...]:
        """All that it rests on: its path, then what makes it an alert beside it."""
        return (self.path, *self.fulfilled_by)
