"""What would be found if somebody lived elsewhere."""

from typing import Any

import graphene
from graphene import Field, Int, List, NonNull

from graph_service.resolvers import residence
from graph_service.schema.cases import Alert, Offender, PotentialVictim
from graph_service.schema.records import Address, Node


def _list(type_: Any, description: str, resolver: Any) -> Field:
    return Field(NonNull(List(NonNull(type_))), description=description, resolver=resolver)


class WhatIf(graphene.ObjectType):
    """What would be found if he lived there from the day of the view on. Nothing is saved."""

    findings = _list(PotentialVictim, "All findings as they would be.", residence.of_findings("findings"))
    added = _list(PotentialVictim, "Those that there are not now.", residence.of_findings("added"))
    removed = _list(PotentialVictim, "Those that there are now and would not be.", residence.of_findings("removed"))
    breaches = _list(Alert, "The breaches of orders as they would be.", residence.breaches)


class AddressComparison(graphene.ObjectType):
    """An address beside others: what would be found, and what is near."""

    address = Field(NonNull(Address), description="The address.", resolver=residence.address)
    what_if = Field(NonNull(WhatIf), description="What would be found if he lived there.", resolver=residence.what_if)
    residents = Field(NonNull(Int), description="How many others live there.", resolver=residence.residents)
    other_offenders = _list(
        Offender,
        "Other managed offenders who live there or are to, whose cases are open to you.",
        residence.other_offenders,
    )
    victims_near = Field(
        NonNull(Int),
        description="How many of his previous victims live, work or learn near; never who or where.",
        resolver=residence.victims,
    )
    sites_near = _list(Node, "Schools, nurseries and play areas near.", residence.sites)
