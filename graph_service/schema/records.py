"""The types of record, and the relationships between them."""

from typing import Any

import graphene
from graphene import ID, Boolean, Field, Float, Int, List, NonNull, String

from graph_service.resolvers import records
from graph_service.resolvers.field_getters import attribute, by_attribute, by_column
from graph_service.schema import enums
from graph_service.schema.fields import field
from graph_service.schema.scalars import Date, DateTime


def _at(type_: Any, description: str, name: str) -> Field:
    return Field(type_, description=description, resolver=attribute(name))


class Node(graphene.Interface):
    """A record. A record that is hidden from the viewer and one that does not exist look the same: null."""

    id = NonNull(ID, description="The id that the import gave the record; of a sealed address, an opaque one.")


class _Record(graphene.ObjectType):
    """What every record has."""

    class Meta:
        abstract = True

    id = _at(NonNull(ID), "The id that the import gave the record; of a sealed address, an opaque one.", "id")
    recorded_at = field(DateTime, "When the record was made, where that is recorded.")
    superseded_at = field(DateTime, "When the record was superseded, where that is recorded.")


def _relationships() -> Field:
    return Field(
        NonNull(lambda: RelationshipConnection),
        description="The live relationships that lead from or to the record, current and ended alike; by type, then the "
        "latest beginning first, then id.",
        resolver=records.relationships,
        types=graphene.Argument(List(NonNull(enums.RelationshipType)), description="Only these types."),
        first=graphene.Argument(Int, default_value=25, description="How many at most: 1 to 100."),
        after=graphene.Argument(String, description="Go on after this cursor."),
    )


def _source() -> Field:
    return Field(
        lambda: Source, description="What the record rests on, where the viewer may see it.", resolver=records.hanging
    )


def _named(description: str) -> Field:
    return Field(ID, description=f"{description}, where the viewer may see it.", resolver=records.hanging)


class Person(_Record):
    """A person."""

    class Meta:
        interfaces = (Node,)
        default_resolver = by_column

    name = _at(String, "Given names and family name.", "name")
    given_names = field(String, "Given names.")
    family_name = field(String, "Family name.")
    also_known_as = field(List(NonNull(String)), "Other names.")
    date_of_birth = field(Date, "Date of birth; null where it is unknown.")
    age = _at(Int, "Completed years at the view; null where the birth is unknown or still to come.", "age")
    is_child = _at(Boolean, "Whether born and under 18 at the view; null where the birth is unknown.", "is_child")
    sex = field(enums.Sex, "Recorded sex.")
    deceased_on = field(Date, "Date of death.")
    adult_at_risk = field(Boolean, "Whether known as an adult at risk.")
    staff = field(Boolean, "Whether a member of staff of one of the agencies.")
    ethnicity = field(String, "Recorded ethnicity; nothing is ever concluded from it.")
    pnc_id = field(String, "Police National Computer id.")
    cro_number = field(String, "Criminal Records Office number.")
    noms_number = field(String, "Prison number.")
    crn = field(String, "Probation case reference number.")
    visor_reference = field(String, "Reference in the register of dangerous persons.")
    source_id = _named("The id of what the record rests on")
    source = _source()
    offender = Field(
        "graph_service.schema.cases.Offender",  # by its name: offenders and persons lead to each other
        description="The person as an offender; null where he is none, or where his case is closed to the viewer.",
        resolver=records.hanging,
    )
    orders = Field(
        NonNull(List(NonNull(lambda: Order))),
        description="The orders that bind the person, in force or not; those that began last first.",
        resolver=records.listed,
    )
    profiles = Field(
        NonNull(List(NonNull(lambda: Profile))),
        description="What his offending is like on the day of the view, and was before, the latest first; none where his case is "
        "closed to the viewer.",
        resolver=records.listed,
    )
    assessments = Field(
        NonNull(List(NonNull(lambda: Assessment))),
        description="How he was assessed by the day of the view, the latest first; none where his case is closed to the viewer.",
        resolver=records.listed,
    )
    enquiries = Field(
        NonNull(List(NonNull(lambda: Enquiry))),
        description="What agencies had been asked about his homes and the people there by the day of the view, the latest first; "
        "none where his case is closed to the viewer.",
        resolver=records.listed,
    )
    offences = Field(
        NonNull(List(NonNull(lambda: OffencePart))),
        description="The offences the person was involved in by the day of the view, and what came of it, the latest first. "
        "Offences against the person and those witnessed are among the relationships.",
        resolver=records.listed,
    )
    relationships = _relationships()


class Address(_Record):
    """An address or another place. A victim's address may be sealed: then `sealed` is true and nothing else is said."""

    class Meta:
        interfaces = (Node,)
        default_resolver = by_column

    sealed = _at(NonNull(Boolean), "Whether the address is sealed from the viewer.", "sealed")
    lines = field(String, "The lines of the address.")
    town = field(String, "Town.")
    postcode = field(String, "Postcode.")
    uprn = field(String, "Unique property reference number.")
    latitude = field(Float, "Degrees north (WGS 84).")
    longitude = field(Float, "Degrees east (WGS 84).")
    kind = field(enums.AddressKind, "What the address is.")
    building_id = _named("The id of the building it is part of")
    building = Field(lambda: Address, description="The building it is part of.", resolver=records.hanging)
    dwellings = field(Int, "How many dwellings a building has.")
    relationships = _relationships()


class School(_Record):
    """A school."""

    class Meta:
        interfaces = (Node,)
        default_resolver = by_column

    name = field(String, "Name.")
    urn = field(String, "Unique reference number.")
    phase = field(String, "Phase, such as primary.")
    age_from = field(Int, "Age of the youngest pupils.")
    age_to = field(Int, "Age of the oldest pupils.")
    postcode = field(String, "Postcode.")
    latitude = field(Float, "Degrees north (WGS 84).")
    longitude = field(Float, "Degrees east (WGS 84).")
    opened_on = field(Date, "The day it opened.")
    closed_on = field(Date, "The day it closed.")
    relationships = _relationships()


class Organisation(_Record):
    """An employer, agency, nursery, club or other organisation."""

    class Meta:
        interfaces = (Node,)
        default_resolver = by_column

    name = field(String, "Name.")
    kind = field(enums.OrganisationKind, "What it is.")
    agency_role = field(enums.AgencyRole, "The part an agency plays in the arrangements.")
    serves = field(enums.Serves, "Whom it serves.")
    duty_to_cooperate = field(Boolean, "Whether it has the duty to co-operate.")
    postcode = field(String, "Postcode.")
    latitude = field(Float, "Degrees north (WGS 84).")
    longitude = field(Float, "Degrees east (WGS 84).")
    relationships = _relationships()


class Offence(_Record):
    """An offence."""

    class Meta:
        interfaces = (Node,)
        default_resolver = by_column

    title = field(String, "What it is called.")
    kind = field(enums.OffenceKind, "What it is.")
    committed_from = field(Date, "The first day on which it was committed.")
    committed_to = field(Date, "The last day on which it was committed.")
    relationships = _relationships()


class OffencePart(graphene.ObjectType):
    """An offence a person was involved in. What came of it may be an acquittal: read `role` before anything else."""

    class Meta:
        default_resolver = by_column

    id = _at(ID, "The id of the offence.", "id")
    role = _at(
        String, "What came of it: CONVICTED, CAUTIONED, CHARGED, SUSPECTED, ACQUITTED; null where not recorded.", "role"
    )
    title = field(String, "What the offence is called.")
    kind = field(enums.OffenceKind, "What it is.")
    committed_from = field(Date, "The first day on which it was committed.")
    committed_to = field(Date, "The last day on which it was committed.")
    offence = Field(Offence, description="The offence.", resolver=records.offence_of)
    relationship = _at(
        NonNull(lambda: Relationship), "The person's part in it: since when, on whose word.", "relationship"
    )


class Profile(graphene.ObjectType):
    """What an offender's offending is like."""

    class Meta:
        default_resolver = by_column

    profile = field(enums.ProfileKind, "What it is like.")
    preferred_sex = field(enums.Sex, "The sex of those preferred.")
    preferred_age_from = field(Int, "The youngest age preferred.")
    preferred_age_to = field(Int, "The oldest age preferred.")
    targets_strangers = field(Boolean, "Whether strangers are targeted.")
    valid_from = _at(Date, "The first day it holds; null for since always.", "valid_from")
    valid_to = _at(Date, "The first day it no longer holds; null for still so.", "valid_to")
    recorded_at = field(DateTime, "When the record was made, where that is recorded.")
    superseded_at = field(DateTime, "When the record was superseded, where that is recorded.")
    source_id = _named("The id of what the record rests on")
    source = _source()


class Assessment(graphene.ObjectType):
    """An assessment of the risk somebody poses."""

    class Meta:
        default_resolver = by_column

    tool = field(String, "The tool it was made with.")
    assessed_on = field(Date, "The day it was made.")
    group = field(enums.RiskGroup, "The group at risk.")
    level = field(enums.RiskLevel, "How high the risk is to that group.")
    imminent = field(Boolean, "Whether harm is imminent.")
    assessor = field(String, "Who made it.")
    recorded_at = field(DateTime, "When the record was made, where that is recorded.")
    superseded_at = field(DateTime, "When the record was superseded, where that is recorded.")


class Enquiry(graphene.ObjectType):
    """A question to an agency: what it knows of an address that concerns an offender, or of a person there."""

    class Meta:
        default_resolver = by_column

    id = _at(NonNull(ID), "The id that the import gave the enquiry.", "id")
    about_id = _named("The id of the address or person asked about")
    about = Field(Node, description="The address or person asked about.", resolver=records.hanging)
    agency_role = field(enums.AgencyRole, "The agency asked.")
    requested_on = field(Date, "The day on which it was asked.")
    answered_on = field(Date, "The day on which it answered; null where it has not.")
    result = field(enums.EnquiryResult, "What it answered.")
    detail = field(String, "The words of the answer.")
    recorded_at = field(DateTime, "When the record was made, where that is recorded.")
    superseded_at = field(DateTime, "When the record was superseded, where that is recorded.")
    source_id = _named("The id of what the record rests on")
    source = _source()


class Condition(graphene.ObjectType):
    """A condition of an order."""

    class Meta:
        default_resolver = by_column

    id = _at(NonNull(ID), "The id that the import gave the condition.", "id")
    recorded_at = field(DateTime, "When the record was made, where that is recorded.")
    superseded_at = field(DateTime, "When the record was superseded, where that is recorded.")
    kind = field(enums.ConditionKind, "What it bars or demands.")
    subject = Field(Node, description="Whom or what it names.", resolver=records.named_by)
    age_limit = field(Int, "The age under which it counts somebody as a child; 18 where null.")
    sex = field(enums.Sex, "Only children of this sex; all where null.")
    latitude = field(Float, "Degrees north of the centre of an area (WGS 84).")
    longitude = field(Float, "Degrees east of the centre of an area (WGS 84).")
    radius_m = field(Float, "Radius of an area in metres.")
    text = field(String, "The words of the condition.")


class Order(_Record):
    """An order or licence that binds a person."""

    class Meta:
        interfaces = (Node,)
        default_resolver = by_column

    person_id = _named("The id of the person it binds")
    person = Field(Person, description="The person it binds.", resolver=records.hanging)
    kind = field(enums.OrderKind, "What it is.")
    valid_from = _at(Date, "The first day it is in force; null for since always.", "valid_from")
    valid_to = _at(Date, "The first day it is no longer in force; null for still so.", "valid_to")
    conditions = Field(List(NonNull(Condition)), description="Its conditions.", resolver=records.hanging)


class Account(_Record):
    """A telephone, e-mail address, profile or device."""

    class Meta:
        interfaces = (Node,)
        default_resolver = by_column

    kind = field(enums.AccountKind, "What it is.")
    label = field(String, "The number, address or name.")
    relationships = _relationships()


class Source(_Record):
    """What a record rests on, and how far it can be relied on."""

    class Meta:
        interfaces = (Node,)
        default_resolver = by_column

    agency = field(String, "The agency it comes from.")
    kind = field(String, "What it is.")
    reference = field(String, "The agency's own reference.")
    reported_on = field(Date, "The day it was reported.")
    source_evaluation = field(String, "How reliable the source is: 1, 2 or 3.")
    intelligence_assessment = field(String, "How the information was obtained: A to E.")
    handling = field(enums.Handling, "How it may be handled.")
    handling_note = field(String, "Conditions of handling.")
    interest = field(enums.Interest, "Whose word it rests on; an agency's own where null.")


class Relationship(graphene.ObjectType):
    """A relationship between two records, recorded or derived."""

    class Meta:
        default_resolver = by_column

    id = _at(NonNull(ID), "Its id; where one end is sealed, an opaque one.", "id")
    type = _at(NonNull(enums.RelationshipType), "Its type.", "type")
    role = field(String, "The role, where the type has roles.")
    from_ = Field(NonNull(Node), name="from", description="The record it leads from.", resolver=records.start_of)
    to = Field(NonNull(Node), description="The record it leads to.", resolver=records.end_of)
    valid_from = _at(Date, "Its first day; of an event the first time. Null for since always.", "valid_from")
    valid_to = _at(
        Date, "The day after its last; of an event the day after the last time. Null for still so.", "valid_to"
    )
    recorded_at = field(DateTime, "When it was recorded.")
    superseded_at = field(DateTime, "When it was superseded, where that is recorded.")
    source = Field(Source, description="What it rests on, where the viewer may see it.", resolver=records.source_of)
    assertion = field(enums.Assertion, "Whether recorded as fact; null where it is derived.")
    status = field(enums.Status, "Where it stands; null where it is derived.")
    derived = _at(NonNull(Boolean), "Whether it is computed and not recorded: NEAR, IN_BUILDING.", "derived")
    detail = field(String, "More about it; for a stay, its usual whole hours.")


class PageInfo(graphene.ObjectType):
    """Where a page stands in its list."""

    class Meta:
        default_resolver = by_attribute

    has_next_page = field(NonNull(Boolean), "Whether there is more after this page.")
    has_previous_page = field(NonNull(Boolean), "Whether there is something before this page.")
    start_cursor = field(String, "The cursor of the first item; null where there is none.")
    end_cursor = field(String, "The cursor of the last item; null where there is none.")


class RelationshipEdge(graphene.ObjectType):
    """A relationship and its place in the list."""

    class Meta:
        default_resolver = by_attribute

    cursor = field(NonNull(String), "Its place, for `after`.")
    node = field(NonNull(Relationship), "The relationship.")


class RelationshipConnection(graphene.ObjectType):
    """A page of relationships."""

    class Meta:
        default_resolver = by_attribute

    edges = field(NonNull(List(NonNull(RelationshipEdge))), "The relationships with their places.")
    nodes = field(NonNull(List(NonNull(Relationship))), "The relationships.")
    page_info = field(NonNull(PageInfo), "Where this page stands.")
    total_count = field(NonNull(Int), "How many there are on all pages.")


class Path(graphene.ObjectType):
    """n relationships that join n + 1 records, in walking order."""

    class Meta:
        default_resolver = by_attribute

    nodes = field(NonNull(List(NonNull(Node))), "The records.")
    relationships = field(NonNull(List(NonNull(Relationship))), "The relationships.")


class PathSearch(graphene.ObjectType):
    """The paths found between two records."""

    class Meta:
        default_resolver = by_attribute

    paths = field(NonNull(List(NonNull(Path))), "The paths, shortest first.")
    truncated = field(
        NonNull(Boolean), "Whether more exist, or the search was given up because it took too long or too much."
    )


class Network(graphene.ObjectType):
    """Records and the relationships among them."""

    class Meta:
        default_resolver = by_attribute

    nodes = field(NonNull(List(NonNull(Node))), "The records, nearest first.")
    relationships = field(NonNull(List(NonNull(Relationship))), "The relationships among them.")
    truncated = field(NonNull(Boolean), "Whether there is more than is shown.")
    picture_url = field(NonNull(String), "Where its picture is, on this service, at the same view.")


RECORD_TYPES = (Person, Address, School, Organisation, Offence, Order, Account, Source)
"""The types of `Node`."""
