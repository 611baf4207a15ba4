"""What GraphQL shows of an offender's case: findings, candidates, cover, alerts, decisions and the network."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Generic, Protocol, TypeVar

from graphql import GraphQLResolveInfo

from graph_service.cases.reader import CaseReader
from graph_service.errors import InputRefused
from graph_service.findings.alerts import alert_patterns
from graph_service.findings.conflicts import conflict_check
from graph_service.findings.patterns import patterns
from graph_service.model.assurance import Verification
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
from graph_service.model.vocabulary import RecipientRole
from graph_service.queries.exploring import neighbourhood
from graph_service.resolvers.exploring import NetworkView, PathView, checked_hops, entities, joined
from graph_service.resolvers.field_getters import at_hand
from graph_service.resolvers.records import case_reader, permitted
from graph_service.resolvers.root_scope import RootScope
from graph_service.resolvers.selection import page_size
from graph_service.resolvers.values import Entity, OffenderEntity, RelationshipEntity
from graph_service.wording.verifications import verification_words

_T = TypeVar("_T")


class ProtectedClassEntity:
    """A class of people at a place."""

    typename = "ProtectedClass"

    def __init__(self, scope: RootScope, subject: Subject) -> None:
        self.place = Entity.of(scope, subject.record)
        self.description = subject.description


class OfficeEntity:
    """An agency that no record holds."""

    typename = "Office"

    def __init__(self, office: Office) -> None:
        self.name = office.name


@dataclass(frozen=True, slots=True)
class Scoped(Generic[_T]):
    """Something of a case below the root field that asked. What GraphQL shows of it are attributes of its value, unless the
    schema names one of the getters below: those show the records that it leads to."""

    scope: RootScope
    value: _T


@dataclass(frozen=True, slots=True)
class ScopedExposure(Scoped[Exposure]):
    """An exposure, with the finding that it belongs to."""

    finding: Finding

    @property
    def ends(self) -> dict[str, Entity]:
        """The records of its path and of what fulfils a condition beside it, by id."""
        return entities(self.scope, (node for path in self.value.paths for node in path.nodes))


class _HasPath(Protocol):
    """What is shown by a path."""

    @property
    def path(self) -> Path: ...


def _scoped(scope: RootScope, values: Iterable[_T]) -> list[Scoped[_T]]:
    return [Scoped(scope, value) for value in values]


@at_hand
def path(source: Scoped[_HasPath]) -> PathView:
    """What shows it."""
    return PathView(source.scope, source.value.path)


@at_hand
def subject_at_risk(source: Scoped[Finding]) -> Entity | ProtectedClassEntity:
    """Who is at risk."""
    subject = source.value.subject
    return (
        Entity.of(source.scope, subject.record)
        if subject.protected is None
        else ProtectedClassEntity(source.scope, subject)
    )


@at_hand
def exposures(source: Scoped[Finding]) -> list[ScopedExposure]:
    """How, strongest first."""
    return [ScopedExposure(source.scope, exposure, source.value) for exposure in source.value.exposures]


@at_hand
def capped_by(source: ScopedExposure) -> RelationshipEntity | None:
    """The relationship that held its strength down."""
    link = source.value.capped_by
    return None if link is None else RelationshipEntity.of(source.scope, link, source.ends)


@at_hand
def fulfilled_by(source: Scoped[Exposure] | Scoped[Alert]) -> list[RelationshipEntity]:
    """What fulfils a condition of the pattern beside the path."""
    ends = entities(source.scope, (node for path in source.value.paths for node in path.nodes))
    links = (link for path in source.value.fulfilled_by for link in path.links)
    return [RelationshipEntity.of(source.scope, link, ends) for link in links]


@at_hand
def recipient(source: Scoped[Candidate]) -> Entity | OfficeEntity:
    """Who would be told."""
    told = source.value.recipient
    return OfficeEntity(told) if isinstance(told, Office) else Entity.of(source.scope, told)


@at_hand
def protects(source: Scoped[Candidate]) -> list[Scoped[Finding]]:
    """The findings it serves."""
    return _scoped(source.scope, source.value.protects)


@at_hand
def serves(source: Scoped[Candidate]) -> list[ScopedExposure]:
    """The exposures by whose patterns it was proposed, each with its finding."""
    candidate = source.value
    return [
        ScopedExposure(source.scope, exposure, finding)
        for finding in candidate.protects
        for exposure in candidate.serves_of(finding)
    ]


@at_hand
def conflicts(source: Scoped[Candidate]) -> list[Scoped[Conflict]]:
    """Why telling might not protect."""
    return _scoped(source.scope, source.value.conflicts)


@at_hand
def alternatives(source: Scoped[Candidate]) -> list[Scoped[Candidate]]:
    """Who else could be told."""
    return _scoped(source.scope, source.value.alternatives)


@at_hand
def decisions_about(source: Scoped[Candidate]) -> list[Scoped[DisclosureDecision]]:
    """What has been decided about it."""
    return _scoped(source.scope, source.value.decisions)


@at_hand
def decided_recipient(source: Scoped[DisclosureDecision]) -> Entity | None:
    """Whom a decision is about."""
    return _entity(source.scope, source.value.recipient)


@at_hand
def decided_protects(source: Scoped[DisclosureDecision]) -> list[str]:
    """The ids of those it was to protect, as far as the viewer sees them; of a sealed address the opaque one."""
    return [Entity.of(source.scope, record).id for record in source.value.protects]


@at_hand
def review_due(source: Scoped[DisclosureDecision]) -> bool:
    """Whether the day to look at a decision again has come."""
    return source.value.is_due(source.scope.view.as_of)


@at_hand
def cover_recipients(source: Scoped[MinimumCover]) -> list[Scoped[Candidate]]:
    """Whom to tell."""
    return _scoped(source.scope, source.value.recipients)


@at_hand
def uncovered(source: Scoped[MinimumCover]) -> list[Scoped[Finding]]:
    """Those whom nobody could protect by being told."""
    return _scoped(source.scope, source.value.uncovered)


@at_hand
def alert_subject(source: Scoped[Alert]) -> Entity | None:
    """The person or place concerned."""
    return _entity(source.scope, source.value.subject)


def _entity(scope: RootScope, record: Record | None) -> Entity | None:
    return None if record is None else Entity.of(scope, record)


def _case(offender: OffenderEntity) -> CaseReader:
    """The one reader of this case below this root field."""
    return case_reader(offender.scope, offender.id)


async def potential_victims(
    source: OffenderEntity, info: GraphQLResolveInfo, patterns: Sequence[str] | None = None
) -> list[Scoped[Finding]]:
    """The findings; with `patterns`, those that one of these patterns reaches."""
    wanted = None if patterns is None else frozenset(patterns)
    if wanted is not None and not wanted <= {entry.id for entry in catalogue_entries()}:
        raise InputRefused("`patterns` holds an id that no exposure pattern has: see `exposurePatterns`.")
    found = await _case(source).findings()
    return _scoped(
        source.scope,
        (
            finding
            for finding in found
            if wanted is None or any(exposure.pattern.id in wanted for exposure in finding.exposures)
        ),
    )


async def best_placed(source: Scoped[Finding], info: GraphQLResolveInfo) -> Scoped[Candidate] | None:
    """The candidate to consider first for a finding."""
    best = await _best_placed(source)
    return None if best is None else Scoped(source.scope, best)


async def best_placed_as(source: Scoped[Finding], info: GraphQLResolveInfo) -> RecipientRole | None:
    """In which part that candidate is to be considered first."""
    best = await _best_placed(source)
    return None if best is None else best.placings[source.value.subject.record.id].role


async def _best_placed(source: Scoped[Finding]) -> Candidate | None:
    finding = source.value
    offender = finding.exposures[0].path.nodes[0]
    return (await case_reader(source.scope, offender.id).best_placed()).get(finding.subject.record.id)


async def disclosure_candidates(source: OffenderEntity, info: GraphQLResolveInfo) -> list[Scoped[Candidate]]:
    """Who could be told."""
    return _scoped(source.scope, await _case(source).candidates())


async def minimum_cover(source: OffenderEntity, info: GraphQLResolveInfo) -> Scoped[MinimumCover]:
    """The fewest to tell."""
    return Scoped(source.scope, await _case(source).minimum_cover())


async def alerts(source: OffenderEntity, info: GraphQLResolveInfo) -> list[Scoped[Alert]]:
    """What somebody should look into."""
    return _scoped(source.scope, await _case(source).alerts())


async def decisions(source: OffenderEntity, info: GraphQLResolveInfo) -> list[Scoped[DisclosureDecision]]:
    """What has been decided."""
    return _scoped(source.scope, await _case(source).decisions())


async def network(source: OffenderEntity, info: GraphQLResolveInfo, hops: int) -> NetworkView:
    """The paths of all findings, and the records within `hops`."""
    scope = source.scope
    around, _ = await neighbourhood(scope.session, source.id, checked_hops(hops))
    findings = await _case(source).findings()
    paths = [path for finding in findings for exposure in finding.exposures for path in exposure.paths]
    return NetworkView(scope, joined(_of_paths(paths), around), source.id, hops, offender=True)


def _of_paths(paths: Iterable[Path]) -> Network:
    nodes = {record.id: record for path in paths for record in path.nodes}
    links = {link.id: link for path in paths for link in path.links}
    return Network(tuple(nodes.values()), tuple(links.values()))


async def depends_on(source: ScopedExposure, info: GraphQLResolveInfo) -> list[RelationshipEntity]:
    """The relationships without which the finding falls."""
    offender = source.value.path.nodes[0]
    links, ends = await case_reader(source.scope, offender.id).depends_on(source.finding), source.ends
    return [RelationshipEntity.of(source.scope, link, ends) for link in links]


async def verifications(source: OffenderEntity, info: GraphQLResolveInfo, first: int) -> list[Scoped[Verification]]:
    """What findings hang on, what is worth verifying first."""
    return _scoped(source.scope, (await _case(source).verifications())[: page_size(first)])


@at_hand
def verified_relationship(source: Scoped[Verification]) -> RelationshipEntity:
    """The relationship that findings hang on."""
    return RelationshipEntity.of(source.scope, source.value.link, entities(source.scope, source.value.ends))


@at_hand
def hangs_on_it(source: Scoped[Verification]) -> list[Scoped[Finding]]:
    """The findings that would fall."""
    return _scoped(source.scope, source.value.hangs_on_it)


@at_hand
def verification_summary(source: Scoped[Verification]) -> str:
    """It in words."""
    return verification_words(source.value, source.scope.view.as_of)


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
