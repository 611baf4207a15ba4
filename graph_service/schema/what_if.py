"""What would be found if somebody lived elsewhere."""

import graphene
from graphene import Field, Int, NonNull

from graph_service.resolvers import residence
from graph_service.schema.cases import Alert, Offender, PotentialVictim
from graph_service.schema.fields import list_of
from graph_service.schema.records import Address, Node


class WhatIf(graphene.ObjectType):
    """What would be found if he lived there from the day of the view on. Nothing is saved."""

    findings = list_of(PotentialVictim, "All findings as they would be.", resolver=residence.of_findings("findings"))
    added = list_of(PotentialVictim, "Those that there are not now.", resolver=residence.of_findings("added"))
    removed = list_of(
        PotentialVictim, "Those that there are now and would not be.", resolver=residence.of_findings("removed")
    )
    breaches = list_of(Alert, "The breaches of orders as they would be.", resolver=residence.breaches)


class AddressComparison(graphene.ObjectType):
    """An address beside others: what would be found, and what is near."""

    address = Field(NonNull(Address), description="The address.", resolver=residence.address)
    what_if = Field(NonNull(WhatIf), description="What would be found if he lived there.", resolver=residence.what_if)
    residents = Field(NonNull(Int), description="How many others live there.", resolver=residence.residents)
    other_offenders = list_of(
        Offender,
        "Other managed offenders who live there or are to, whose cases are open to you.",
        resolver=residence.other_offenders,
    )
    victims_near = Field(
        NonNull(Int),
        description="How many of his previous victims live, work or learn near; never who or where.",
        resolver=residence.victims,
    )
    sites_near = list_of(Node, "Schools, nurseries and play areas near.", resolver=residence.sites)
