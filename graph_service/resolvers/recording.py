"""Recording facts and decisions: what a mutation was given becomes a fact, and what became of the fact is answered."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import partial
from typing import Any, Final

from graphql import GraphQLResolveInfo

from graph_service.audit.events import OK, Action, Event
from graph_service.cases.reader import CaseReader
from graph_service.errors import ComponentUnavailable
from graph_service.facts.effects import Effect, Moment, effects_of, touched_by
from graph_service.facts.recorder import Fact, FactFault, FactRefused, Recorded, Recorder
from graph_service.facts.viewer import Viewer
from graph_service.model.clock import View
from graph_service.model.columns import FILES, FileSpec
from graph_service.model.findings import DisclosureDecision
from graph_service.model.vocabulary import SHARING_ROLES, Decision, Kind, RecipientRole, Standing, Status
from graph_service.queries.case_file import records_by_id
from graph_service.queries.exploring import neighbourhood
from graph_service.queries.records import links_by_id
from graph_service.queries.view_session import ViewSession
from graph_service.recording.decisions import IN_FAVOUR, may_follow, standing
from graph_service.recording.rows import Values
from graph_service.resolvers.cases import Scoped
from graph_service.resolvers.changes import ScopedDiff
from graph_service.resolvers.context import RequestContext
from graph_service.resolvers.exploring import entities
from graph_service.resolvers.field_getters import at_hand
from graph_service.resolvers.records import case_reader, permitted
from graph_service.resolvers.root_scope import RootScope
from graph_service.resolvers.values import Entity, OffenderEntity, RelationshipEntity
from graph_service.security.cursors import Ordered
from graph_service.security.identity import Permission
from graph_service.store.graph import Graph, Reader

SPECS: Final[Mapping[str, FileSpec]] = {spec.name.removesuffix(".csv"): spec for spec in FILES}
_OPTIONS: Final = ("client_key", "expected_version", "dry_run")
_OF_A_CASE: Final[Mapping[Kind, str]] = {
    Kind.MANAGEMENT: "person_id",
    Kind.PROFILE: "person_id",
    Kind.ASSESSMENT: "person_id",
    Kind.ORDER: "person_id",
    Kind.ENQUIRY: "offender_id",
    Kind.DISCLOSURE: "offender_id",
}
"""What belongs to an offender's case, and the column that says whose."""
_HOPS_OF_A_CASE: Final = 2


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
    also: Callable[[ViewSession, Values], Any] | None = None,
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
        weighed=also is not None,
    )

    async def check(session: ViewSession, values: Values) -> None:
        await _must_be_open(context, session, spec, values)
        if also is not None:
            await also(session, values)

    answered = await _recorder(context).record(
        fact,
        context.identity.user,
        Viewer(context.settings, context.identity.clearance),
        partial(_event, context, info.field_name, spec, given),
        check,
        partial(_read, context, spec),
    )
    shown, changes = answered.read
    return Payload(answered.recorded, shown, changes)


def _recorder(context: RequestContext) -> Recorder:
    if context.audit is None or not isinstance(context.graph, Graph):
        raise ComponentUnavailable("Nothing can be recorded by this way.")
    return Recorder(context.graph, context.audit, context.settings.query_timeout_s)


def _event(context: RequestContext, field: str, spec: FileSpec, given: Mapping[str, Any], recorded: Recorded) -> Event:
    """The entry of a fact in the audit log: which records, never what is said of them."""
    named: dict[str, tuple[str, ...]] = {"id": (recorded.id,)}
    for column in spec.columns:
        value = given.get(column.name)
        if value is not None and (column.refers_to or column.name in ("from_id", "to_id")):
            named[column.name] = tuple(value) if isinstance(value, list) else (str(value),)
    action = Action.DECISION if spec.kind is Kind.DISCLOSURE else Action.RECORD
    details = {"version": recorded.version, "change": recorded.number}
    return context.event(action, OK, None, fields=(field,), asked=named, details=details)


# What may be recorded by whom ------------------------------------------------------------------------------------


async def _must_be_open(context: RequestContext, session: ViewSession, spec: FileSpec, values: Values) -> None:
    """Raise FactRefused where a fact belongs to a case that is closed to the user; or, for who does not explore, to no open one."""
    column = None if spec.kind is None else _OF_A_CASE.get(spec.kind)
    if column is not None:
        if not context.opens_case(values[column]):
            raise FactRefused(FactFault(column, "This case is not open to you.", "FORBIDDEN"))
    elif spec.kind is Kind.CONDITION:
        order = (await records_by_id(session, (values["order_id"],))).get(values["order_id"])
        if order is None or not context.opens_case(order.values["person_id"]):
            raise FactRefused(FactFault("order_id", "This case is not open to you.", "FORBIDDEN"))
    elif not context.settings.opens_every_case and not context.identity.may(Permission.EXPLORE):
        await _must_be_around_a_case(context, session, spec, values)


async def _must_be_around_a_case(context: RequestContext, session: ViewSession, spec: FileSpec, values: Values) -> None:
    if spec.kind is None:
        column, ids = "from_id", {values["from_id"], values["to_id"]}
    else:
        column, ids = "id", set(await records_by_id(session, (values["id"],)))
    if not ids:
        return
    for case in context.identity.cases or ():
        around, _ = await neighbourhood(session, case, _HOPS_OF_A_CASE)
        if ids & {case, *(record.id for record in around.nodes)}:
            return
    raise FactRefused(FactFault(column, "It belongs to no case that is open to you.", "FORBIDDEN"))


# Deciding --------------------------------------------------------------------------------------------------------


@permitted
async def record_decision(_: Any, info: GraphQLResolveInfo, input: Mapping[str, Any]) -> Payload:
    """Record a decision about telling somebody; each is a record of its own, and what was decided before stays."""
    context: RequestContext = info.context
    given = _given(input)
    given.pop("id", None)
    given.setdefault("decided_on", View.at(None, context.started_at).as_of)
    given.setdefault("decided_by", context.identity.user)
    return await _answer(info, SPECS["disclosures"], given, input, also=_must_be_a_move)


async def _must_be_a_move(session: ViewSession, values: Values) -> None:
    """Raise FactRefused where a decision does not follow what stands, has no reasons, or favours somebody not safe to tell."""
    for column in ("decision", "reasons"):
        if column not in values:
            raise FactRefused(FactFault(column, f"The {column} must be given.", "REQUIRED"))
    decision, role = Decision(values["decision"]), values.get("role")
    recipient_id, shares = values["recipient_id"], role is not None and RecipientRole(role) in SHARING_ROLES
    reader = CaseReader(session, values["offender_id"])
    about = (one for one in standing(await reader.decisions()) if one.recipient and one.recipient.id == recipient_id)
    stands = next((one for one in about if one.is_sharing == shares), None)
    if not may_follow(None if stands is None else stands.decision, decision):
        raise FactRefused(FactFault("decision", _not_a_move(stands, decision), "MOVE"))
    proposed = [one for one in await reader.candidates() if (one.identity[0], one.is_agency) == (recipient_id, shares)]
    blocked = any(one.standing is Standing.BLOCKED for one in proposed)
    if blocked and decision in IN_FAVOUR and "override_reason" not in values:
        message = "This recipient is not safe to tell: see the conflicts. Expected a reason to do it all the same."
        raise FactRefused(FactFault("override_reason", message, "BLOCKED"))


def _not_a_move(stands: DisclosureDecision | None, decision: Decision) -> str:
    if stands is None or stands.decision is None:
        return f"Nothing has been decided yet, so it cannot be {decision}. Expected APPROVED, REFUSED or DEFERRED."
    return f"{decision} cannot follow {stands.decision}."


# What is answered ------------------------------------------------------------------------------------------------


async def _read(
    context: RequestContext, spec: FileSpec, reader: Reader, recorded: Recorded
) -> tuple[Any, tuple[RecordedEvent, ...]]:
    """The record as it stands now, and what its recording changed for whom."""
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
