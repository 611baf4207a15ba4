"""What GraphQL shows of what differs between two views of a case."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Generic

from graphql import GraphQLResolveInfo

from graph_service.cases.difference import decided_view
from graph_service.cases.difference import findings_diff as read_difference
from graph_service.model.difference import Change, Changes, FindingsDiff, T
from graph_service.model.findings import Alert, Candidate, DisclosureDecision, Finding
from graph_service.resolvers.cases import (
    OfficeEntity,
    ProtectedClassEntity,
    Scoped,
    alert_subject,
    recipient,
    subject_at_risk,
)
from graph_service.resolvers.context import RequestContext
from graph_service.resolvers.exploring import entities
from graph_service.resolvers.field_getters import at_hand
from graph_service.resolvers.records import case_reader, permitted
from graph_service.resolvers.root_scope import RootScope
from graph_service.resolvers.values import Entity, RelationshipEntity


@dataclass(frozen=True, slots=True)
class ScopedDiff:
    """What differs, with the scopes of the view before and the view after."""

    before: RootScope
    after: RootScope
    value: FindingsDiff


@dataclass(frozen=True, slots=True)
class ScopedChanges(Generic[T]):
    """The changes of one list."""

    before: RootScope
    after: RootScope
    value: Changes[T]


@dataclass(frozen=True, slots=True)
class ScopedChange(Generic[T]):
    """One change; what it shows of the view before is scoped to that."""

    scopes: tuple[RootScope, RootScope]
    value: Change[T]

    @property
    def entry(self) -> Scoped[T]:
        """What changed: as it is now, or as it last was."""
        return Scoped(self.scopes[self.value.after is not None], self.value.entry)


@permitted
async def findings_diff(
    _: Any, info: GraphQLResolveInfo, offender_id: str, before: Mapping[str, Any], after: Mapping[str, Any]
) -> ScopedDiff:
    """What differs between two views; nothing where there is no such offender, or where the case is closed to the viewer."""
    context: RequestContext = info.context
    first, second = _scope(context, before), _scope(context, after)
    if not context.opens_case(offender_id):
        return ScopedDiff(first, second, FindingsDiff())
    between = RootScope(context, first.view.as_of, second.view.known_at)
    found = await read_difference(*(case_reader(scope, offender_id) for scope in (first, between, second)))
    return ScopedDiff(first, second, found)


async def evidence_diff(source: Scoped[DisclosureDecision], info: GraphQLResolveInfo) -> ScopedDiff | None:
    """What differs between the view that a decision was made on and this one; None where its day is not recorded."""
    decision, second = source.value, source.scope
    view = decided_view(decision)
    if view is None:
        return None
    first = RootScope(second.context, view.as_of, view.known_at)
    between = RootScope(second.context, view.as_of, second.view.known_at)
    scopes = (first, between, second)
    found = await read_difference(*(case_reader(scope, decision.offender_id) for scope in scopes))
    return ScopedDiff(first, second, found)


def _scope(context: RequestContext, view: Mapping[str, Any]) -> RootScope:
    as_of: date | None = view.get("as_of")
    known_at: datetime | None = view.get("known_at")
    return RootScope(context, as_of, known_at)


def _listed(source: ScopedDiff | ScopedChanges[Any], changes: tuple[Change[T], ...]) -> list[ScopedChange[T]]:
    return [ScopedChange((source.before, source.after), change) for change in changes]


def of_findings(name: str) -> Any:
    """A getter of the findings that were added, removed or changed."""
    return at_hand(lambda source: _listed(source, getattr(source.value.findings, name)))


def of_list(name: str) -> Any:
    """A getter of the entries of another list that were added, removed or changed."""
    return at_hand(lambda source: _listed(source, getattr(source.value, name)))


@at_hand
def candidates(source: ScopedDiff) -> ScopedChanges[Candidate]:
    """What differs among the candidates."""
    return ScopedChanges(source.before, source.after, source.value.candidates)


@at_hand
def alerts(source: ScopedDiff) -> ScopedChanges[Alert]:
    """What differs among the alerts."""
    return ScopedChanges(source.before, source.after, source.value.alerts)


@at_hand
def before(source: ScopedChange[T]) -> Scoped[T] | None:
    """The entry as it was."""
    was = source.value.before
    return None if was is None else Scoped(source.scopes[0], was)


@at_hand
def after(source: ScopedChange[T]) -> Scoped[T] | None:
    """The entry as it is."""
    is_ = source.value.after
    return None if is_ is None else Scoped(source.scopes[1], is_)


def of_entry(getter: Any) -> Any:
    """A getter of what changed, made from one that shows the same of an entry."""
    show: Callable[[Scoped[Any]], Any] = getter.args[0]
    return at_hand(lambda source: show(source.entry))


@at_hand
def records(source: ScopedChange[Any]) -> list[RelationshipEntity]:
    """The relationships that made it so."""
    scope = source.scopes[1]
    ends = entities(scope, source.value.nodes.values())
    return [RelationshipEntity.of(scope, link, ends) for link in source.value.records]


@at_hand
def kind(source: ScopedChange[Alert]) -> str:
    """The catalogue's name for an alert."""
    return source.value.entry.kind


subject: Callable[[ScopedChange[Finding]], Entity | ProtectedClassEntity] = of_entry(subject_at_risk)
told: Callable[[ScopedChange[Candidate]], Entity | OfficeEntity] = of_entry(recipient)
concerned: Callable[[ScopedChange[Alert]], Entity | None] = of_entry(alert_subject)
