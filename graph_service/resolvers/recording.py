"""Recording facts and decisions: what a mutation was given becomes a fact, and what became of the fact is answered."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import partial
from typing import Any, Final

from graphql import GraphQLResolveInfo

from graph_service.errors import ComponentUnavailable
from graph_service.facts.access import Access
from graph_service.facts.clerk import Clerk
from graph_service.facts.effects import Effect, Moment, effects_of, touched_by
from graph_service.facts.recorder import Fact, FactFault, Recorded, Recorder
from graph_service.model.clock import View
from graph_service.model.columns import SPECS, FileSpec
from graph_service.model.vocabulary import Kind, Status
from graph_service.queries.case_file import records_by_id
from graph_service.queries.records import links_by_id
from graph_service.resolvers.cases import Scoped
from graph_service.resolvers.changes import ScopedDiff
from graph_service.resolvers.context import RequestContext
from graph_service.resolvers.exploring import entities
from graph_service.resolvers.field_getters import at_hand
from graph_service.resolvers.records import case_reader, permitted
from graph_service.resolvers.root_scope import RootScope
from graph_service.resolvers.values import Entity, OffenderEntity, RelationshipEntity
from graph_service.security.cursors import Ordered
from graph_service.store.graph import Graph, Reader

_OPTIONS: Final = ("client_key", "expected_version", "dry_run")


@dataclass(frozen=True, slots=True)
class RecordedEvent:
    """What a fact changed for one offender."""

    scope: RootScope
    offender_id: str
    number: int
    diff: ScopedDiff


@dataclass(frozen=True, slots=True)
class Payload:
    """What became of a fact. `shown`: the record as it stands now; None where the fact was refused."""

    recorded: Recorded
    shown: Any
    changes: tuple[RecordedEvent, ...]


@dataclass(frozen=True, slots=True)
class UserErrorView:
    """Why something was not recorded, and where."""

    field: str | None
    message: str
    code: str


def recording(file: str) -> Any:
    """The resolver of a mutation that records a row of a file of a bundle."""

    async def record(_: Any, info: GraphQLResolveInfo, input: Mapping[str, Any]) -> Payload:
        return await _answer(info, SPECS[file], _given(input), input)

    return permitted(record)


@permitted
async def end_relationship(_: Any, info: GraphQLResolveInfo, input: Mapping[str, Any]) -> Payload:
    """Record that a relationship ended, or is to end, by the word of a source where one is named."""
    return await _answer(info, SPECS["relationships"], _given(input), input, must_exist=True)


@permitted
async def refute_relationship(_: Any, info: GraphQLResolveInfo, input: Mapping[str, Any]) -> Payload:
    """Record that a relationship is untrue, by the word of a source where one is named."""
    given = _given(input) | {"status": Status.REFUTED}
    reason = given.pop("reason", None)
    if reason is not None:
        given["detail"] = reason
    return await _answer(info, SPECS["relationships"], given, input, must_exist=True)


def _given(input: Mapping[str, Any]) -> dict[str, Any]:
    """The cells of an input, without the options that say how it is to be recorded."""
    return {name: value for name, value in input.items() if name not in _OPTIONS}


async def _answer(
    info: GraphQLResolveInfo,
    spec: FileSpec,
    given: Mapping[str, Any],
    options: Mapping[str, Any],
    *,
    must_exist: bool = False,
) -> Payload:
    context: RequestContext = info.context
    fact = Fact(
        operation=info.field_name,
        spec=spec,
        given=given,
        client_key=options.get("client_key"),
        expected_version=options.get("expected_version"),
        dry_run=bool(options.get("dry_run")),
        must_exist=must_exist,
    )
    answered = await _clerk(context).record((fact,), partial(_read, context, spec))
    shown, changes = answered.read
    return Payload(answered.recorded[0], shown, changes)


def _clerk(context: RequestContext) -> Clerk:
    if context.audit is None or not isinstance(context.graph, Graph):
        raise ComponentUnavailable("Nothing can be recorded by this way.")
    recorder = Recorder(context.graph, context.audit, context.settings.query_timeout_s)
    return Clerk(recorder, Access(context.identity, context.settings), context.event)


# Deciding --------------------------------------------------------------------------------------------------------


@permitted
async def record_decision(_: Any, info: GraphQLResolveInfo, input: Mapping[str, Any]) -> Payload:
    """Record a decision about telling somebody; each is a record of its own, and what was decided before stays."""
    return await _answer(info, SPECS["disclosures"], _given(input), input)


# What is answered ------------------------------------------------------------------------------------------------


async def _read(
    context: RequestContext, spec: FileSpec, reader: Reader, all_recorded: tuple[Recorded, ...]
) -> tuple[Any, tuple[RecordedEvent, ...]]:
    """The record as it stands now, and what its recording changed for whom."""
    (recorded,) = all_recorded
    if recorded.at is None:
        return None, ()
    moment = Moment.of(recorded.at)
    within = replace(context, graph=reader)
    scopes: dict[View, RootScope] = {}

    def scope_at(view: View) -> RootScope:
        if view not in scopes:
            scopes[view] = RootScope(within, view.as_of, view.known_at)
        return scopes[view]

    scope = scope_at(moment.after)
    shown = await _shown(scope, spec, recorded)
    if not recorded.number or shown is None:
        return shown, ()
    touched = await touched_by(scope.session, spec, recorded.id, recorded.ends)
    effects = await effects_of(touched, lambda view: scope_at(view).session, moment, context.opens_case)

    def event(effect: Effect) -> RecordedEvent:
        diff = ScopedDiff(scope_at(moment.before), scope, effect.diff)
        return RecordedEvent(scope, effect.offender_id, recorded.number, diff)

    return shown, tuple(map(event, effects))


async def _shown(scope: RootScope, spec: FileSpec, recorded: Recorded) -> Any:
    """What GraphQL shows of what was recorded; None where the user does not see it, as on a source for the cleared."""
    if spec.kind is None:
        return await _relationship(scope, recorded)
    record = (await records_by_id(scope.session, (recorded.id,))).get(recorded.id)
    if record is None:
        return None
    match spec.kind:
        case Kind.MANAGEMENT:
            evidence = await case_reader(scope, record.values["person_id"]).evidence()
            if evidence is None:
                return None
            return OffenderEntity(
                scope, evidence.person.id, evidence.managements, person=Entity.of(scope, evidence.person)
            )
        case Kind.DISCLOSURE:
            decisions = await case_reader(scope, record.values["offender_id"]).decisions()
            made = next((one for one in decisions if one.id == recorded.id), None)
            return None if made is None else Scoped(scope, made)
        case _:
            return Entity.of(scope, record)


async def _relationship(scope: RootScope, recorded: Recorded) -> RelationshipEntity | None:
    found = await links_by_id(scope.session, [(recorded.id, end) for end in recorded.ends])
    link = found.get(recorded.id)
    if link is None:
        return None
    ends = await records_by_id(scope.session, recorded.ends)
    return RelationshipEntity.of(scope, link, entities(scope, ends.values()))


# What the schema names -------------------------------------------------------------------------------------------


@at_hand
def shown(source: Payload) -> Any:
    """The record as it stands now."""
    return source.shown


@at_hand
def changes(source: Payload) -> list[RecordedEvent]:
    """What it changed, for whom."""
    return list(source.changes)


@at_hand
def user_errors(source: Payload) -> list[UserErrorView]:
    """Why it was not recorded."""
    return [_error(fault) for fault in source.recorded.faults]


@at_hand
def warnings(source: Payload) -> list[UserErrorView]:
    """What should be looked at."""
    return [_error(fault) for fault in source.recorded.doubts]


@at_hand
def replayed(source: Payload) -> bool:
    """Whether this is what was answered before."""
    return source.recorded.replayed


@at_hand
def version(source: Payload) -> int | None:
    """The version that stands now."""
    return source.recorded.version or None


@at_hand
def cursor(source: RecordedEvent) -> str:
    """The place of the event among all."""
    return source.scope.cursors().seal(Ordered.EVENTS, (str(source.number), source.offender_id))


def _error(fault: FactFault) -> UserErrorView:
    head, *rest = fault.column.split("_")
    name = head + "".join(map(str.capitalize, rest))
    return UserErrorView(name or None, fault.message, fault.code)
