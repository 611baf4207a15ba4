"""One case as pages, pictures and papers take it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from graph_service.model.clock import View
from graph_service.model.findings import Alert, Candidate, Condition, DisclosureDecision, Finding, MinimumCover
from graph_service.model.records import Network, Path, Record, Relation, RelationKey, people_among


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


@dataclass(frozen=True, slots=True)
class EnquiryMade:
    """What an agency was asked for an offender by the day of the view: the row, and the address or person that it is about.

    `detail`: the words of the answer; None where they may not be told, or there are none.
    """

    row: Record
    about: Record
    detail: str | None


Standings = Mapping[str, frozenset[tuple[str, str | None]]]


"""By id of person: their parts in offences, as types of relationship with their roles; `MANAGED_AS` of whoever is managed."""


@dataclass(frozen=True, slots=True)
class CaseFile:
    """All that pages and papers say of one offender at one view: read once, so that none can say what another does not.

    `profiles` are those in force, relied on or not; `assessments` those made by the day; `offences` his parts in offences that
    had come about by then, each as a path from him to the offence; `enquiries` those made by then; of each the latest first.
    `sources`: those behind the relationships, profiles, enquiries and people that it shows; `named`: whom and what conditions
    and decisions name. Both by id, as far as the viewer sees them. `best_placed`: by the id of a finding's subject the
    candidate to consider first. `gaps_wait`: whether gaps in the file are among what waits for somebody.
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
    best_placed: Mapping[str, Candidate] = field(default_factory=dict)
    enquiries: tuple[EnquiryMade, ...] = ()
    gaps_wait: bool = True

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
        """The paths of findings and alerts, what stands beside them, and the paths of conflicts: the network picture shows them."""
        return (
            *(path for finding in self.findings for path in finding.paths),
            *(path for alert in self.alerts for path in alert.paths),
            *(conflict.path for candidate in self.candidates for conflict in candidate.conflicts),
        )

    @property
    def recipients(self) -> tuple[Record, ...]:
        """Who could be told or shared with, as far as they are on record."""
        return tuple(one.recipient for one in self.candidates if isinstance(one.recipient, Record))

    @property
    def paths(self) -> tuple[Path, ...]:
        """Every path that it shows."""
        return (
            *self.pictured_paths,
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
            *(enquiry.about for enquiry in self.enquiries),
        )
        first: dict[str, Record] = {}
        for record in records:
            first.setdefault(record.id, record)
        return tuple(first.values())

    @property
    def people(self) -> tuple[str, ...]:
        """The ids of everybody whom it speaks of, himself first."""
        return people_among(self.records)


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What a picture shows beyond the paths, and what lies further around.

    `relations`: of every record shown; those in `followable` may be opened, those in `opened` were. `crowded`: those
    of so many records that they are counted and never opened. `left_out` counts the records that were asked for and
    would have made the picture too large. `sources`: those behind the records and relationships, as far as the viewer sees them.
    `looked_at`: those (ids) that are shown because they could have been found and were not, and what leads to them.
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
    looked_at: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class PackMaterial:
    """What a panel pack is made from: a case file with all sources, and what its two pictures show besides.

    `surroundings`: of the network picture, with the standings of everybody in both. `family`: `steps` far.
    """

    file: CaseFile
    surroundings: Surroundings
    family: Network
    steps: int
