"""What GraphQL shows of an offender's case: findings, candidates, cover, alerts, decisions and the network."""

from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import Any

from graphql import GraphQLResolveInfo

from graph_service.cases.reader import CaseReader
from graph_service.errors import InputRefused
from graph_service.findings.alerts import alert_patterns
from graph_service.findings.conflicts import conflict_check
from graph_service.findings.patterns import patterns
from graph_service.model.findings import (
    Alert,
    Candidate,
    Conflict,
    DisclosureDecision,
    Exposure,
    Finding,
    MinimumCover,
    Office,
    PatternInfo,
    Subject,
)
from graph_service.model.records import Network, Path, Record
from graph_service.queries.exploring import neighbourhood
from graph_service.resolvers.asking import Asking
from graph_service.resolvers.exploring import NetworkView, PathView, checked_hops, joined
from graph_service.resolvers.records import case_reader, permitted
from graph_service.resolvers.values import Entity, OffenderEntity, Tie


class ProtectedClass:
    """A class of people at a place."""

    typename = "ProtectedClass"

    def __init__(self, asking: Asking, subject: Subject) -> None:
        self.place = Entity.of(asking, subject.record)
        self.description = subject.description


class OfficeView:
    """An agency that no record holds."""

    typename = "Office"

    def __init__(self, office: Office) -> None:
        self.name = office.name


class Victim:
    """A finding as GraphQL shows it."""

    __slots__ = ("_asking", "_finding", "groups", "strength")

    def __init__(self, asking: Asking, finding: Finding) -> None:
        self._asking = asking
        self._finding = finding
        self.strength = finding.strength
        self.groups = finding.groups

    @property
    def subject(self) -> Entity | ProtectedClass:
        """Who is at risk."""
        subject = self._finding.subject
        if subject.protected is None:
            return Entity.of(self._asking, subject.record)
        return ProtectedClass(self._asking, subject)

    @property
    def exposures(self) -> "list[ExposureView]":
        """How, strongest first."""
        return [ExposureView(self._asking, exposure, self._finding) for exposure in self._finding.exposures]


class ExposureView:
    """An exposure as GraphQL shows it."""

    __slots__ = (
        "_exposure",
        "asking",
        "conditions",
        "finding",
        "groups",
        "offender_id",
        "pattern",
        "strength",
        "strength_reasons",
        "summary",
        "suppressed_by",
        "timing",
    )

    def __init__(self, asking: Asking, exposure: Exposure, finding: Finding) -> None:
        self.asking = asking
        self._exposure = exposure
        self.finding = finding
        self.offender_id = exposure.path.nodes[0].id
        self.groups = exposure.groups
        self.strength_reasons = exposure.reasons
        self.conditions = exposure.conditions
        self.pattern: PatternInfo = exposure.pattern
        self.strength = exposure.strength
        self.timing = exposure.timing
        self.summary = exposure.summary
        self.suppressed_by = exposure.suppressed_by

    @property
    def path(self) -> PathView:
        """From the offender to the subject."""
        return PathView(self.asking, self._exposure.path)

    @property
    def capped_by(self) -> Tie | None:
        """The relationship that held its strength down."""
        link = self._exposure.capped_by
        return None if link is None else Tie.of(self.asking, link, self.ends)

    @property
    def ends(self) -> dict[str, Entity]:
        """The records of its path, by id."""
        return {record.id: Entity.of(self.asking, record) for record in self._exposure.path.nodes}


class ConflictView:
    """A conflict as GraphQL shows it."""

    __slots__ = ("_asking", "_path", "kind", "summary")

    def __init__(self, asking: Asking, conflict: Conflict) -> None:
        self._asking = asking
        self._path = conflict.path
        self.kind = conflict.kind
        self.summary = conflict.summary

    @property
    def path(self) -> PathView:
        """What shows it."""
        return PathView(self._asking, self._path)


class CandidateView:
    """A disclosure candidate as GraphQL shows it."""

    __slots__ = (
        "_asking",
        "_candidate",
        "also_as",
        "channel",
        "factors_against",
        "factors_for",
        "gateways",
        "minimum_information",
        "role",
        "safer_alternative",
        "standing",
        "summary",
    )

    def __init__(self, asking: Asking, candidate: Candidate) -> None:
        self._asking = asking
        self._candidate = candidate
        self.role = candidate.role
        self.also_as = candidate.also_as
        self.channel = candidate.channel
        self.standing = candidate.standing
        self.gateways = candidate.gateways
        self.summary = candidate.summary
        self.minimum_information = candidate.minimum_information
        self.factors_for = candidate.factors_for
        self.factors_against = candidate.factors_against
        self.safer_alternative = candidate.safer_alternative

    @property
    def recipient(self) -> Entity | OfficeView:
        """Who would be told."""
        return _recipient(self._asking, self._candidate.recipient)

    @property
    def protects(self) -> list[Victim]:
        """The findings it serves."""
        return [Victim(self._asking, finding) for finding in self._candidate.protects]

    @property
    def conflicts(self) -> list[ConflictView]:
        """Why telling might not protect."""
        return [ConflictView(self._asking, conflict) for conflict in self._candidate.conflicts]

    @property
    def alternatives(self) -> "list[CandidateView]":
        """Who else could be told."""
        return [CandidateView(self._asking, candidate) for candidate in self._candidate.alternatives]

    @property
    def decisions(self) -> "list[DecisionView]":
        """What has been decided about it."""
        return [DecisionView(self._asking, decision) for decision in self._candidate.decisions]


class DecisionView:
    """A recorded decision as GraphQL shows it."""

    __slots__ = (
        "_asking",
        "_protects",
        "_recipient",
        "decided_by",
        "decided_on",
        "decision",
        "evidence_changed",
        "id",
        "reasons",
        "review_on",
        "role",
    )

    def __init__(self, asking: Asking, decision: DisclosureDecision) -> None:
        self._asking = asking
        self._recipient = decision.recipient
        self.id = decision.id
        self.role = decision.role
        self.decision = decision.decision
        self.decided_on = decision.decided_on
        self.decided_by = decision.decided_by
        self.reasons = decision.reasons
        self.review_on = decision.review_on
        self._protects = decision.protects
        self.evidence_changed = decision.evidence_changed

    @property
    def recipient(self) -> Entity | None:
        """Whom it is about."""
        return None if self._recipient is None else Entity.of(self._asking, self._recipient)

    @property
    def protects(self) -> list[str]:
        """The ids of those it was to protect, as far as the viewer sees them; of a sealed address the opaque one."""
        return [Entity.of(self._asking, record).id for record in self._protects]


class CoverView:
    """The minimum cover as GraphQL shows it."""

    def __init__(self, asking: Asking, cover: MinimumCover) -> None:
        self.recipients = [CandidateView(asking, candidate) for candidate in cover.recipients]
        self.uncovered = [Victim(asking, finding) for finding in cover.uncovered]


class AlertView:
    """An alert as GraphQL shows it."""

    __slots__ = ("_asking", "_path", "_subject", "conditions", "kind", "summary")

    def __init__(self, asking: Asking, alert: Alert) -> None:
        self.conditions = alert.conditions
        self._asking = asking
        self._subject = alert.subject
        self._path = alert.path
        self.kind = alert.kind
        self.summary = alert.summary

    @property
    def subject(self) -> Entity | None:
        """The person or place concerned."""
        return None if self._subject is None else Entity.of(self._asking, self._subject)

    @property
    def path(self) -> PathView:
        """What shows it."""
        return PathView(self._asking, self._path)


def _recipient(asking: Asking, recipient: Record | Office) -> Entity | OfficeView:
    return OfficeView(recipient) if isinstance(recipient, Office) else Entity.of(asking, recipient)


def _case(offender: OffenderEntity) -> CaseReader:
    """The one reader of this case below this root field."""
    return case_reader(offender.asking, offender.id)


async def potential_victims(
    source: OffenderEntity, info: GraphQLResolveInfo, patterns: Sequence[str] | None = None
) -> list[Victim]:
    """The findings; with `patterns`, those that one of these patterns reaches."""
    wanted = None if patterns is None else frozenset(patterns)
    if wanted is not None and not wanted <= {entry.id for entry in catalogue_entries()}:
        raise InputRefused("`patterns` holds an id that no exposure pattern has: see `exposurePatterns`.")
    found = await _case(source).findings()
    return [
        Victim(source.asking, finding)
        for finding in found
        if wanted is None or any(exposure.pattern.id in wanted for exposure in finding.exposures)
    ]


async def disclosure_candidates(source: OffenderEntity, info: GraphQLResolveInfo) -> list[CandidateView]:
    """Who could be told."""
    return [CandidateView(source.asking, candidate) for candidate in await _case(source).candidates()]


async def minimum_cover(source: OffenderEntity, info: GraphQLResolveInfo) -> CoverView:
    """The fewest to tell."""
    return CoverView(source.asking, await _case(source).minimum_cover())


async def alerts(source: OffenderEntity, info: GraphQLResolveInfo) -> list[AlertView]:
    """What somebody should look into."""
    return [AlertView(source.asking, alert) for alert in await _case(source).alerts()]


async def decisions(source: OffenderEntity, info: GraphQLResolveInfo) -> list[DecisionView]:
    """What has been decided."""
    return [DecisionView(source.asking, decision) for decision in await _case(source).decisions()]


async def network(source: OffenderEntity, info: GraphQLResolveInfo, hops: int) -> NetworkView:
    """The paths of all findings, and the records within `hops`."""
    asking = source.asking
    around, _ = await neighbourhood(asking.reading, source.id, checked_hops(hops))
    paths = [exposure.path for finding in await _case(source).findings() for exposure in finding.exposures]
    return NetworkView(asking, joined(_of_paths(paths), around), source.id, hops, offender=True)


def _of_paths(paths: Iterable[Path]) -> Network:
    nodes = {record.id: record for path in paths for record in path.nodes}
    links = {link.id: link for path in paths for link in path.links}
    return Network(tuple(nodes.values()), tuple(links.values()))


async def depends_on(source: ExposureView, info: GraphQLResolveInfo) -> list[Tie]:
    """The relationships without which the finding falls."""
    links = await case_reader(source.asking, source.offender_id).depends_on(source.finding)
    return [Tie.of(source.asking, link, source.ends) for link in links]


@permitted
async def exposure_patterns(_: Any, info: GraphQLResolveInfo) -> list[PatternInfo]:
    """The catalogue."""
    return list(catalogue_entries())


@lru_cache(maxsize=1)
def catalogue_entries() -> tuple[PatternInfo, ...]:
    """The catalogue: every way in which somebody may be exposed, what is alerted to, and the conflict check."""
    entries = [
        *(pattern.info for pattern in patterns()),
        *(pattern.info for pattern in alert_patterns() if pattern.exposure),
        conflict_check()[0],
    ]
    return tuple(sorted(entries, key=lambda entry: entry.number))
