"""What the service speaks of: frozen values, free of Neo4j, GraphQL and HTTP."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from functools import cached_property
from typing import Any
from zoneinfo import ZoneInfo

from graph_service.errors import InputRefused
from graph_service.vocabulary import (
    FIRST_DAY,
    FIRST_INSTANT,
    LAST_DAY,
    LAST_INSTANT,
    Channel,
    ConditionKind,
    ConflictKind,
    Decision,
    Gateway,
    Kind,
    OrderKind,
    RecipientRole,
    RiskGroup,
    Serves,
    Standing,
    Strength,
    Timing,
)

LONDON = ZoneInfo("Europe/London")
FIRST_VIEW, LAST_VIEW = date(1900, 1, 1), date(9000, 12, 31)
"""The first and the last day that may be asked about."""
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)


def now() -> datetime:
    """The present instant, in UTC."""
    return datetime.now(UTC)


def today() -> date:
    """The present day in Europe/London, where the arrangements work."""
    return datetime.now(LONDON).date()


def to_microseconds(instant: datetime) -> int:
    """An aware instant as the store keeps it: microseconds since 1970, UTC."""
    return (instant - _EPOCH) // _MICROSECOND


def from_microseconds(value: int | None) -> datetime | None:
    """The instant that the store keeps as `value`; the open ends are None."""
    if value is None or value <= FIRST_INSTANT or value >= LAST_INSTANT:
        return None
    return _EPOCH + timedelta(microseconds=value)


def stored_day(value: str | None) -> str | None:
    """A stored day as a cell shows it: the open ends are None."""
    return None if value in (None, FIRST_DAY, LAST_DAY) else value


@dataclass(frozen=True, slots=True)
class View:
    """The two clocks of a question: what was true on `as_of`, as it was known at `known_at`."""

    as_of: date
    known_at: datetime

    @classmethod
    def at(cls, as_of: date | None = None, known_at: datetime | None = None) -> View:
        """A view with the defaults filled in: today, now. An instant without a zone is refused by the caller.

        Raises InputRefused for a day that no age and no window can be counted from.
        """
        day = as_of or today()
        if not FIRST_VIEW <= day <= LAST_VIEW:
            raise InputRefused(f"The day asked about must lie between {FIRST_VIEW} and {LAST_VIEW}.")
        return cls(day, known_at or now())


@dataclass(frozen=True, slots=True)
class Sight:
    """What a viewer may see of the store.

    `cleared`: sources with handling `C`. `seals_victims`: the addresses of victims are sealed from this viewer.
    """

    cleared: bool = False
    seals_victims: bool = True


@dataclass(frozen=True)
class Record:
    """One version of a record, as a view sees it.

    `values` holds the columns of the bundle (snake_case, blank cells absent). A sealed record says nothing but its
    kind; its id is for the service alone and is never shown.
    """

    kind: Kind
    id: str
    values: Mapping[str, Any] = field(default_factory=dict, repr=False)
    sealed: bool = False

    @cached_property
    def name(self) -> str:
        """What a reader calls it; never empty."""
        if self.sealed:
            return "Sealed address"
        values = self.values
        parts: tuple[str | None, ...]
        match self.kind:
            case Kind.PERSON:
                parts = (values.get("given_names"), values.get("family_name"))
                name = " ".join(part for part in parts if part)
            case Kind.ADDRESS:
                lines = str(values.get("lines") or "").splitlines()
                parts = (*lines, values.get("town"), values.get("postcode"))
                name = ", ".join(part.strip() for part in parts if part and part.strip())
            case Kind.OFFENCE:
                name = str(values.get("title") or "")
            case Kind.ACCOUNT:
                name = str(values.get("label") or "")
            case Kind.SOURCE:
                name = str(values.get("reference") or "")
            case _:
                name = str(values.get("name") or "")
        return name or f"Unnamed {self.kind.value.lower()}"

    def age(self, as_of: date) -> int | None:
        """Completed years of a person at `as_of`; None when the birth is unknown or still to come."""
        born: str | None = self.values.get("date_of_birth")
        if born is None or born > as_of.isoformat():
            return None
        year, rest = int(born[:4]), born[5:]
        return as_of.year - year - (as_of.isoformat()[5:] < rest)


def too_weak(grade: str) -> bool:
    """Whether what is graded so, such as `3D`, carries no finding and opens no pattern: 3, D or E."""
    return grade.startswith("3") or grade.endswith(("D", "E"))


@dataclass(frozen=True, slots=True)
class Link:
    """One version of a relationship, or a derived link between two places.

    `valid_from` and `valid_to` are ISO days as stored (open ends included); `end_blank` says that an event's end was
    not given. `grade` is the source's mark, such as `2B`.
    """

    id: str
    type: str
    from_id: str
    to_id: str
    role: str | None = None
    valid_from: str = FIRST_DAY
    valid_to: str = LAST_DAY
    end_blank: bool = False
    recorded_at: int | None = None
    superseded_at: int | None = None
    source_id: str | None = None
    grade: str = "1A"
    assertion: str = "FACT"
    status: str = "ASSERTED"
    detail: str | None = None
    derived: bool = False

    @property
    def weak(self) -> bool:
        """It can carry no finding."""
        return too_weak(self.grade)

    def other_end(self, record_id: str) -> str:
        """The id at the other end."""
        return self.to_id if record_id == self.from_id else self.from_id


@dataclass(frozen=True, slots=True)
class Path:
    """n links that join n + 1 nodes, in walking order."""

    nodes: tuple[Record, ...]
    links: tuple[Link, ...]

    @property
    def link_ids(self) -> tuple[str, ...]:
        """The identity of a path: its links in walking order."""
        return tuple(link.id for link in self.links)


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
    `conditions`: those in force against the offender that it touches.
    """

    pattern: PatternInfo
    path: Path
    strength: Strength
    timing: Timing
    summary: str
    groups: tuple[RiskGroup, ...] = ()
    reasons: tuple[str, ...] = ()
    capped_by: Link | None = None
    conditions: tuple[Condition, ...] = ()
    suppressed_by: str | None = None


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
    def capping(self) -> tuple[Link, ...]:
        """The relationships that held the strength of its exposures down; they may lie beside the paths, as an approach to
        a neighbour's child does."""
        return tuple(exposure.capped_by for exposure in self.exposures if exposure.capped_by is not None)


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

    `evidence_changed`: what it rested on has changed since, so that it needs another look.
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
    evidence_changed: bool = False


@dataclass(frozen=True, slots=True)
class Candidate:
    """Somebody the plan should consider telling. A suggestion: it has no effect until a person decides.

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
    alternatives: tuple[Candidate, ...] = ()
    decisions: tuple[DisclosureDecision, ...] = ()
    harmed_protected: bool = False
    in_his_office: bool = False
    minimum_information: str = ""
    factors_for: tuple[str, ...] = ()
    factors_against: tuple[str, ...] = ()
    safer_alternative: str | None = None

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
    that it touches."""

    kind: str
    title: str
    subject: Record | None
    summary: str
    path: Path
    conditions: tuple[Condition, ...] = ()


@dataclass(frozen=True, slots=True)
class Network:
    """Records and the relationships among them; `truncated` when there is more than is shown."""

    nodes: tuple[Record, ...]
    links: tuple[Link, ...]
    truncated: bool = False


RelationKey = tuple[str, str, bool]
"""A record, a type of relationship, and whether it starts there."""


@dataclass(frozen=True, slots=True)
class Relation:
    """What lies around a record by one type of relationship, seen from it: how many records, before any is shown.

    `outgoing`: the relationships start at the record; true also where they have no direction. `now`: those of the day
    of the view. `beyond`: those that are not shown, and `beyond_now` those of them that are of the day.
    """

    record_id: str
    type: str
    outgoing: bool
    total: int
    now: int
    beyond: int
    beyond_now: int

    @property
    def key(self) -> RelationKey:
        """Which relation it is."""
        return self.record_id, self.type, self.outgoing


@dataclass(frozen=True, slots=True)
class PathSearch:
    """Paths between two records; `truncated` when more exist or time ran out."""

    paths: tuple[Path, ...]
    truncated: bool


@dataclass(frozen=True, slots=True)
class OffenderCase:
    """An offender at a view: who, and how he is managed. Rows are the live ones, latest first."""

    person: Record
    category: int | None
    level: int | None
    lead_agency: str | None
    managed: bool


@dataclass(frozen=True, slots=True)
class OrderInForce:
    """An order or licence in force against an offender, with those of its conditions that are in force."""

    order: Record
    conditions: tuple[Condition, ...]


Standings = Mapping[str, frozenset[tuple[str, str | None]]]
"""By id of person: their parts in offences, as types of relationship with their roles; `MANAGED_AS` of whoever is managed."""


@dataclass(frozen=True, slots=True)
class CaseFile:
    """All that pages and papers say of one offender at one view: read once, so that none can say what another does not.

    `profiles` are those in force, relied on or not; `assessments` those made by the day; `offences` his parts in offences that
    had come about by then, each as a path from him to the offence; of each the latest first. `sources`: those behind the
    relationships, profiles and people that it shows; `named`: whom and what conditions and decisions name. Both by id, as
    far as the viewer sees them.
    """

    view: View
    case: OffenderCase
    orders: tuple[OrderInForce, ...]
    profiles: tuple[Record, ...]
    assessments: tuple[Record, ...]
    offences: tuple[Path, ...]
    findings: tuple[Finding, ...]
    alerts: tuple[Alert, ...]
    candidates: tuple[Candidate, ...]
    cover: MinimumCover
    decisions: tuple[DisclosureDecision, ...]
    sources: Mapping[str, Record]
    named: Mapping[str, Record] = field(default_factory=dict)

    @property
    def risks(self) -> tuple[Finding, ...]:
        """The findings that somebody might be harmed."""
        return tuple(finding for finding in self.findings if finding.is_risk)

    @property
    def context(self) -> tuple[Finding, ...]:
        """The findings that are worth knowing and no findings of risk."""
        return tuple(finding for finding in self.findings if not finding.is_risk)

    @property
    def pictured_paths(self) -> tuple[Path, ...]:
        """The paths of findings and alerts, which the network picture shows."""
        return (
            *(exposure.path for finding in self.findings for exposure in finding.exposures),
            *(alert.path for alert in self.alerts),
        )

    @property
    def paths(self) -> tuple[Path, ...]:
        """Every path that it shows."""
        return (
            *self.pictured_paths,
            *(conflict.path for candidate in self.candidates for conflict in candidate.conflicts),
            *self.offences,
        )

    @property
    def records(self) -> tuple[Record, ...]:
        """Whom and what it speaks of, each once, the offender first."""
        recipients = (
            *(candidate.recipient for candidate in self.candidates),
            *(decision.recipient for decision in self.decisions),
        )
        records = (
            self.case.person,
            *(finding.subject.record for finding in self.findings),
            *(record for path in self.paths for record in path.nodes),
            *(recipient for recipient in recipients if isinstance(recipient, Record)),
            *self.named.values(),
        )
        first: dict[str, Record] = {}
        for record in records:
            first.setdefault(record.id, record)
        return tuple(first.values())

    @property
    def people(self) -> tuple[str, ...]:
        """The ids of everybody whom it speaks of, himself first."""
        return tuple(record.id for record in self.records if record.kind is Kind.PERSON)


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What a picture shows beyond the paths, and what lies further around.

    `relations`: of every record shown; those in `followable` may be opened, those in `opened` were. `crowded`: those
    of so many records that they are counted and never opened. `left_out` counts the records that were asked for and
    would have made the picture too large. `sources`: those behind the records and relationships, as far as the viewer sees them.
    `standings`: of those shown, whether their offences are shown or not.
    """

    network: Network
    relations: tuple[Relation, ...]
    followable: frozenset[RelationKey]
    opened: tuple[RelationKey, ...]
    crowded: frozenset[RelationKey]
    left_out: int
    sources: Mapping[str, Record]
    standings: Standings


@dataclass(frozen=True, slots=True)
class PackMaterial:
    """What a panel pack is made from: a case file with all sources, and what its two pictures show besides.

    `surroundings`: of the network picture, with the standings of everybody in both. `family`: `steps` far.
    """

    file: CaseFile
    surroundings: Surroundings
    family: Network
    steps: int
