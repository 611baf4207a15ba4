"""What GraphQL shows of what would be found if somebody lived elsewhere."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final

from graphql import GraphQLResolveInfo

from graph_service.cases.residence import around_address, victims_near, what_if_lives_at
from graph_service.errors import ComponentUnavailable, InputRefused
from graph_service.model.findings import Alert, Finding
from graph_service.model.what_if import AroundAddress, WhatIfAnswer
from graph_service.queries.case_file import records_by_id
from graph_service.resolvers.cases import Scoped
from graph_service.resolvers.context import RequestContext
from graph_service.resolvers.field_getters import at_hand
from graph_service.resolvers.records import case_reader, permitted
from graph_service.resolvers.root_scope import RootScope
from graph_service.resolvers.values import Entity, OffenderEntity
from graph_service.store.graph import Graph

_MOST_ADDRESSES: Final = 10


@dataclass(frozen=True, slots=True)
class AddressComparisonView:
    """One address beside others."""

    scope: RootScope
    around: AroundAddress
    answer: WhatIfAnswer


@permitted
async def what_if_address(
    _: Any,
    info: GraphQLResolveInfo,
    offender_id: str,
    address_id: str,
    as_of: date | None = None,
    known_at: datetime | None = None,
) -> Scoped[WhatIfAnswer]:
    """What would be found if he lived there; nothing where there is no such offender, or where the case is closed to the viewer."""
    scope = RootScope(info.context, as_of, known_at)
    await _address(scope, address_id, offender_id, "addressId")
    return Scoped(scope, await _answer(info.context, scope, offender_id, address_id))


@permitted
async def what_if_household(
    _: Any,
    info: GraphQLResolveInfo,
    offender_id: str,
    address_id: str,
    with_ids: Sequence[str],
    as_of: date | None = None,
    known_at: datetime | None = None,
) -> Scoped[WhatIfAnswer]:
    """What would be found if he lived there with these people."""
    scope = RootScope(info.context, as_of, known_at)
    await _address(scope, address_id, offender_id, "addressId")
    people = await records_by_id(scope.session, with_ids)
    if any(id_ not in people or people[id_].kind != "Person" for id_ in with_ids):
        raise InputRefused("`withIds` holds an id that names no person.")
    return Scoped(scope, await _answer(info.context, scope, offender_id, address_id, with_ids))


@permitted
async def what_if_addresses(
    _: Any,
    info: GraphQLResolveInfo,
    offender_id: str,
    address_ids: Sequence[str],
    as_of: date | None = None,
    known_at: datetime | None = None,
) -> list[AddressComparisonView]:
    """The same for several addresses, side by side."""
    scope = RootScope(info.context, as_of, known_at)
    if not 1 <= len(address_ids) <= _MOST_ADDRESSES:
        raise InputRefused(f"`addressIds` must name from 1 to {_MOST_ADDRESSES} addresses.")
    found = [await _address(scope, one, offender_id, "addressIds") for one in dict.fromkeys(address_ids)]
    return [
        AddressComparisonView(scope, one, await _answer(info.context, scope, offender_id, one.address.id))
        for one in found
    ]


async def _address(scope: RootScope, address_id: str, offender_id: str, argument: str) -> AroundAddress:
    around = await around_address(scope.session, address_id, offender_id)
    if around is None:
        raise InputRefused(f"`{argument}` names no address.")
    return around


async def _answer(
    context: RequestContext, scope: RootScope, offender_id: str, address_id: str, with_ids: Sequence[str] = ()
) -> WhatIfAnswer:
    if not context.opens_case(offender_id):
        return WhatIfAnswer()
    if not isinstance(context.graph, Graph):
        raise ComponentUnavailable("What would be cannot be asked by this way.")
    reader = case_reader(scope, offender_id)
    if await reader.case() is None:
        return WhatIfAnswer()
    return await what_if_lives_at(context.graph, reader, offender_id, address_id, with_ids)


def of_findings(name: str) -> Any:
    """A getter of the findings that would be, would come or would go."""

    def listed(source: Scoped[WhatIfAnswer]) -> list[Scoped[Finding]]:
        return [Scoped(source.scope, one) for one in getattr(source.value, name)]

    return at_hand(listed)


@at_hand
def breaches(source: Scoped[WhatIfAnswer]) -> list[Scoped[Alert]]:
    """The breaches of orders that there would be."""
    return [Scoped(source.scope, one) for one in source.value.breaches]


@at_hand
def address(source: AddressComparisonView) -> Entity:
    """The address."""
    return Entity.of(source.scope, source.around.address)


@at_hand
def what_if(source: AddressComparisonView) -> Scoped[WhatIfAnswer]:
    """What would be found if he lived there."""
    return Scoped(source.scope, source.answer)


@at_hand
def residents(source: AddressComparisonView) -> int:
    """How many others live there."""
    return source.around.residents


@at_hand
def victims(source: AddressComparisonView) -> int:
    """How many previous victims are near."""
    return victims_near(source.answer)


@at_hand
def sites(source: AddressComparisonView) -> list[Entity]:
    """The places for children near it."""
    return [Entity.of(source.scope, site) for site in source.around.sites]


async def other_offenders(source: AddressComparisonView, info: GraphQLResolveInfo) -> list[OffenderEntity]:
    """The other managed offenders who live there, or are to, whose cases are open to the viewer."""
    found = []
    for offender_id in filter(source.scope.context.opens_case, source.around.offenders):
        evidence = await case_reader(source.scope, offender_id).evidence()
        if evidence is not None and evidence.managements:
            person = Entity.of(source.scope, evidence.person)
            found.append(OffenderEntity(source.scope, offender_id, evidence.managements, person=person))
    return found
