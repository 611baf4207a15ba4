"""Records by id, and what hangs on them."""

from collections.abc import Awaitable, Callable
from datetime import date, datetime
from functools import wraps
from typing import Any, TypeVar

from graphql import GraphQLResolveInfo

from graph_service.cases.reader import CaseReader
from graph_service.model.vocabulary import NODE_KINDS, Kind
from graph_service.queries.offenders import list_offenders
from graph_service.resolvers.context import RequestContext
from graph_service.resolvers.field_getters import prefetched
from graph_service.resolvers.root_scope import RootScope
from graph_service.resolvers.selection import (
    asks_of_offenders,
    child_plan,
    fetch_key,
    node_plan,
    offender_plan,
    page_size,
)
from graph_service.resolvers.values import (
    ConditionEntity,
    Entity,
    NotFetched,
    OffencePartEntity,
    OffenderEntity,
    Page,
    RelationshipEntity,
    empty_page,
)
from graph_service.security.cursors import Ordered
from graph_service.security.fields import ROOT_FIELDS

_T = TypeVar("_T")


def permitted(resolve: Callable[..., Awaitable[_T]]) -> Callable[..., Awaitable[_T]]:
    """A root field's resolver that first asks for the permission which the table of root fields names."""

    @wraps(resolve)
    async def guarded(root: Any, info: GraphQLResolveInfo, **arguments: Any) -> _T:
        context: RequestContext = info.context
        context.require(ROOT_FIELDS[info.field_name].permission)
        return await resolve(root, info, **arguments)

    return guarded


def case_reader(scope: RootScope, offender_id: str) -> CaseReader:
    """The one reader of this offender's case below this root field."""
    return scope.shared(("case", offender_id), lambda: CaseReader(scope.session, offender_id))


@permitted
async def node(
    _: Any, info: GraphQLResolveInfo, id: str, as_of: date | None = None, known_at: datetime | None = None
) -> Entity | None:
    """The record with this id; None where the view and the viewer see none."""
    return await _record(RootScope(info.context, as_of, known_at), info, id, NODE_KINDS)


@permitted
async def person(
    _: Any, info: GraphQLResolveInfo, id: str, as_of: date | None = None, known_at: datetime | None = None
) -> Entity | None:
    """The person with this id; None where the view and the viewer see none."""
    return await _record(RootScope(info.context, as_of, known_at), info, id, (Kind.PERSON,))


async def _record(scope: RootScope, info: GraphQLResolveInfo, record_id: str, kinds: tuple[Kind, ...]) -> Entity | None:
    plan = node_plan(info, kinds)
    return Entity.of_row(scope, plan.shape, await scope.row(plan.compiled, record_id))


async def _shared_record(
    scope: RootScope, info: GraphQLResolveInfo, record_id: str | None, kinds: tuple[Kind, ...]
) -> Entity | None:
    if record_id is None:
        return None
    plan = node_plan(info, kinds)
    return Entity.of_row(scope, plan.shape, await scope.shared_row(plan.compiled, record_id))


@permitted
async def offender(
    _: Any, info: GraphQLResolveInfo, id: str, as_of: date | None = None, known_at: datetime | None = None
) -> OffenderEntity | None:
    """The person as an offender; None where he is none at the view, or where his case is closed to the viewer."""
    context: RequestContext = info.context
    scope = RootScope(context, as_of, known_at)
    if not context.opens_case(id):
        return None
    plan = offender_plan(info)
    if plan.in_case:
        evidence = await case_reader(scope, id).evidence()
        if evidence is None or not evidence.managements:
            return None
        return OffenderEntity(scope, id, evidence.managements, person=Entity.of(scope, evidence.person))
    found = Entity.of_row(scope, plan.shape, await scope.row(plan.compiled, id))
    answer: OffenderEntity | None = found.fetched(fetch_key(info.field_nodes)) if found else None
    return answer


@permitted
async def offenders(
    _: Any,
    info: GraphQLResolveInfo,
    first: int | None = None,
    after: str | None = None,
    category: int | None = None,
    level: int | None = None,
) -> Page:
    """The managed offenders, now, whose cases are open to the viewer."""
    context: RequestContext = info.context
    scope = RootScope(context)
    page = await list_offenders(
        scope.session,
        first=page_size(first),
        after=None if after is None else scope.cursors().open(Ordered.OFFENDERS, after),
        category=category,
        level=level,
        cases=None if context.settings.opens_every_case else context.identity.cases or frozenset(),
        counted=asks_of_offenders(info, "totalCount"),
        placed=asks_of_offenders(info, "pageInfo"),
    )
    entities = [
        OffenderEntity(scope, record.id, rows, person=Entity.of(scope, record)) for record, rows in page.offenders
    ]
    return Page(
        entities,
        page.places,
        Ordered.OFFENDERS,
        scope.cursors,
        more=page.more,
        before=page.before,
        total=page.total,
    )


@prefetched
def relationships(source: Entity, info: GraphQLResolveInfo, **_: Any) -> Page | Awaitable[Page]:
    """A page of the record's live relationships; a sealed address shows none."""
    if source.sealed:
        return empty_page(source.scope)
    try:
        page: Page = source.fetched(fetch_key(info.field_nodes))
    except NotFetched:
        return _hanging(source, info, empty_page(source.scope))
    return page


@prefetched
def hanging(source: Entity, info: GraphQLResolveInfo, **_: Any) -> Any:
    """What hangs on a record: its source, its building, its offender … ; None where there is none."""
    if source.sealed:
        return None
    try:
        return source.fetched(fetch_key(info.field_nodes))
    except NotFetched:
        return _hanging(source, info, None)


@prefetched
def listed(source: Entity, info: GraphQLResolveInfo) -> Any:
    """A list that hangs on a person: orders, profiles, assessments, parts in offences."""
    try:
        return source.fetched(fetch_key(info.field_nodes))
    except NotFetched:
        return _hanging(source, info, [])


async def _hanging(source: Entity, info: GraphQLResolveInfo, missing: Any) -> Any:
    plan = child_plan(info, source.kind)
    found = Entity.of_row(source.scope, plan.shape, await source.scope.shared_row(plan.compiled, source.id))
    return missing if found is None else found.fetched(fetch_key(info.field_nodes))


@prefetched
def source_of(source: RelationshipEntity, info: GraphQLResolveInfo) -> Entity | Awaitable[Entity | None] | None:
    """The source of a relationship."""
    try:
        return source.fetched(fetch_key(info.field_nodes))
    except NotFetched:
        return _shared_record(source.scope, info, source.values.get("source_id"), (Kind.SOURCE,))


@prefetched
def start_of(source: RelationshipEntity, info: GraphQLResolveInfo) -> Entity | Awaitable[Entity | None] | None:
    """The record a relationship leads from."""
    return _end(source, info, at_start=True)


@prefetched
def end_of(source: RelationshipEntity, info: GraphQLResolveInfo) -> Entity | Awaitable[Entity | None] | None:
    """The record a relationship leads to."""
    return _end(source, info, at_start=False)


def _end(
    source: RelationshipEntity, info: GraphQLResolveInfo, *, at_start: bool
) -> Entity | Awaitable[Entity | None] | None:
    try:
        return source.fetched(fetch_key(info.field_nodes))
    except NotFetched:
        return source.end(at_start=at_start) or _shared_record(
            source.scope, info, source.values["from_id" if at_start else "to_id"], NODE_KINDS
        )


@prefetched
def offence_of(source: OffencePartEntity, info: GraphQLResolveInfo) -> Entity | None:
    """The offence somebody had a part in; it always comes with the part."""
    return source.fetched(fetch_key(info.field_nodes))


@prefetched
def named_by(source: ConditionEntity, info: GraphQLResolveInfo) -> Entity | None:
    """Whom or what a condition names; conditions always come with it."""
    return source.fetched(fetch_key(info.field_nodes))


@prefetched
def person_of(source: OffenderEntity, info: GraphQLResolveInfo) -> Entity | None:
    """The offender as a person; offenders always come with him."""
    return source.fetched(fetch_key(info.field_nodes))
