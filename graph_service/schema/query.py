"""The questions of the API."""

from typing import Any

import graphene
from graphene import ID, Argument, Boolean, Field, Int, List, NonNull, String

from graph_service.resolvers import cases, changes, exploring, records, residence
from graph_service.schema import enums
from graph_service.schema.cases import ExposurePattern, Offender, OffenderConnection
from graph_service.schema.changes import FindingsDiff, ViewInput
from graph_service.schema.records import Network, Node, PathSearch, Person
from graph_service.schema.scalars import Date, DateTime
from graph_service.schema.what_if import AddressComparison, WhatIf


def _asked(type_: Any, description: str, **options: Any) -> Argument:
    return Argument(type_, description=description, **options)


def _id(description: str) -> Argument:
    return _asked(NonNull(ID), description)


def _view() -> dict[str, Argument]:
    return {
        "as_of": _asked(Date, "What was true on this day; default: today in Europe/London."),
        "known_at": _asked(DateTime, "As it was known at this instant; default: now."),
    }


class Query(graphene.ObjectType):
    """Every question is asked at a view, set once here; everything below it sees the same view."""

    node = Field(
        Node,
        description="The record with this id, whatever its kind.",
        resolver=records.node,
        id=_id("The record's id."),
        **_view(),
    )
    person = Field(
        Person,
        description="The person with this id.",
        resolver=records.person,
        id=_id("The person's id."),
        **_view(),
    )
    offender = Field(
        Offender,
        description="The person with this id as an offender; null where the person is none, or where the case is closed "
        "to the viewer.",
        resolver=records.offender,
        id=_id("The person's id."),
        **_view(),
    )
    offenders = Field(
        NonNull(OffenderConnection),
        description="The offenders managed today whose cases are open to the viewer, by family name, given names and id.",
        resolver=records.offenders,
        first=_asked(Int, "How many at most: 1 to 100.", default_value=25),
        after=_asked(String, "Go on after this cursor."),
        category=_asked(Int, "Only this category of management."),
        level=_asked(Int, "Only this level of management."),
    )
    search = Field(
        NonNull(List(NonNull(Node))),
        description="Records by their names, however spelt, or by an id or identifier in any spelling; best first.",
        resolver=exploring.search,
        text=_asked(NonNull(String), "What to look for: 1 to 200 characters."),
        kinds=_asked(List(NonNull(enums.RecordKind)), "Only these kinds."),
        first=_asked(Int, "How many at most: 1 to 100.", default_value=10),
        **_view(),
    )
    paths = Field(
        NonNull(PathSearch),
        description="Paths between two records, both ways along recorded relationships that are live and current.",
        resolver=exploring.paths,
        from_id=_id("The id of the record at one end."),
        to_id=_id("The id of the record at the other end."),
        max_hops=_asked(Int, "How many relationships at most: 1 to 10.", default_value=6),
        first=_asked(Int, "How many paths at most: 1 to 100.", default_value=5),
        lengths=_asked(enums.PathLengths, "Which paths.", default_value=enums.PathLengthsWord.SHORTEST.value),
        include_ended=_asked(Boolean, "Along relationships that are not current too.", default_value=False),
        **_view(),
    )
    neighbourhood = Field(
        NonNull(Network),
        description="The network around a record, along live and current relationships; empty for an unknown record.",
        resolver=exploring.neighbourhood,
        id=_id("The id of the record in the middle."),
        hops=_asked(Int, "How far: 1 to 4.", default_value=2),
        **_view(),
    )
    findings_diff = Field(
        NonNull(FindingsDiff),
        description="What differs between two views of an offender's case; nothing where the person is no offender, or where the "
        "case is closed to the viewer.",
        resolver=changes.findings_diff,
        offender_id=_id("The offender's id."),
        before=_asked(NonNull(ViewInput), "The view to compare with."),
        after=_asked(NonNull(ViewInput), "The view to look at."),
    )
    what_if_address = Field(
        NonNull(WhatIf),
        description="What would be found if an offender lived at an address: the homes he has end on the day of the view, and one "
        "begins there. Nothing is saved; nothing where the person is no offender, or where the case is closed to the viewer.",
        resolver=residence.what_if_address,
        offender_id=_id("The offender's id."),
        address_id=_id("The id of the address."),
        **_view(),
    )
    what_if_household = Field(
        NonNull(WhatIf),
        description="The same where others move there with him.",
        resolver=residence.what_if_household,
        offender_id=_id("The offender's id."),
        address_id=_id("The id of the address."),
        with_ids=_asked(NonNull(List(NonNull(ID))), "The ids of those who would live there, too."),
        **_view(),
    )
    what_if_addresses = Field(
        NonNull(List(NonNull(AddressComparison))),
        description="The same for up to ten addresses, side by side, in the order given.",
        resolver=residence.what_if_addresses,
        offender_id=_id("The offender's id."),
        address_ids=_asked(NonNull(List(NonNull(ID))), "The ids of the addresses."),
        **_view(),
    )
    exposure_patterns = Field(
        NonNull(List(NonNull(ExposurePattern))),
        description="The catalogue of ways in which somebody may be exposed to an offender.",
        resolver=cases.exposure_patterns,
    )
