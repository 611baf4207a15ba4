"""The schema as it is published: committed, described, and with the spine that the contract fixes."""

from pathlib import Path

import pytest
from graphql import (
    GraphQLEnumType,
    GraphQLInputObjectType,
    GraphQLInterfaceType,
    GraphQLObjectType,
    GraphQLUnionType,
    is_introspection_type,
    is_specified_scalar_type,
)

from graph_service.model import vocabulary
from graph_service.schema import build
from graph_service.schema.build import graphql_schema, sdl
from graph_service.security.fields import ROOT_FIELDS

SPINE = {
    "Query": "node person offender offenders search paths neighbourhood exposurePatterns",
    "Person": "id name givenNames familyName dateOfBirth age isChild sex adultAtRisk offender relationships",
    "Offender": "person category level managed view decisions potentialVictims disclosureCandidates minimumCover alerts "
    "network",
    "ProtectedClass": "description place",
    "PotentialVictim": "subject strength groups exposures",
    "Exposure": "pattern path summary strength timing suppressedBy dependsOn",
    "Path": "nodes relationships",
    "Relationship": "id type role from to validFrom validTo recordedAt supersededAt source assertion status derived "
    "detail",
    "ExposurePattern": "id title description guidance",
    "DisclosureCandidate": "recipient role alsoAs channel standing gateways protects conflicts alternatives decisions "
    "summary",
    "Office": "name",
    "Conflict": "kind summary path",
    "MinimumCover": "recipients uncovered",
    "Alert": "kind subject summary path",
    "Network": "nodes relationships truncated pictureUrl",
    "PathSearch": "paths truncated",
    "RelationshipConnection": "edges nodes pageInfo totalCount",
    "OffenderConnection": "edges nodes pageInfo totalCount",
    "PageInfo": "hasNextPage endCursor",
    "RelationshipEdge": "cursor node",
    "Address": "id lines town postcode uprn latitude longitude kind buildingId dwellings sealed",
    "School": "id name urn phase ageFrom ageTo postcode latitude longitude openedOn closedOn",
    "Organisation": "id name kind agencyRole serves dutyToCooperate postcode latitude longitude",
    "Offence": "id title kind committedFrom committedTo",
    "Order": "id personId kind validFrom validTo",
    "Account": "id kind label",
    "Source": "id agency kind reference reportedOn sourceEvaluation intelligenceAssessment handling handlingNote",
}

ARGUMENTS = {
    ("Query", "node"): {"id": "ID!", "asOf": "Date", "knownAt": "DateTime"},
    ("Query", "search"): {
        "text": "String!",
        "kinds": "[RecordKind!]",
        "first": "Int",
        "asOf": "Date",
        "knownAt": "DateTime",
    },
    ("Query", "paths"): {
        "fromId": "ID!",
        "toId": "ID!",
        "maxHops": "Int",
        "first": "Int",
        "lengths": "PathLengths",
        "includeEnded": "Boolean",
        "asOf": "Date",
        "knownAt": "DateTime",
    },
    ("Query", "neighbourhood"): {"id": "ID!", "hops": "Int", "asOf": "Date", "knownAt": "DateTime"},
    ("Query", "offenders"): {"first": "Int", "after": "String", "category": "Int", "level": "Int"},
    ("Person", "relationships"): {"types": "[RelationshipType!]", "first": "Int", "after": "String"},
    ("Offender", "potentialVictims"): {"patterns": "[ID!]"},
    ("Offender", "network"): {"hops": "Int"},
}


def test_the_committed_schema_is_the_one_that_is_served() -> None:
    committed = Path(build.__file__).with_name("schema.graphql").read_text(encoding="utf-8")
    assert committed == sdl(), "Print it anew: python -m graph_service.schema > graph_service/schema/schema.graphql"


def test_everything_is_described() -> None:
    missing = []
    for name, type_ in graphql_schema().type_map.items():
        if is_introspection_type(type_) or is_specified_scalar_type(type_):
            continue
        if not type_.description:
            missing.append(name)
        match type_:
            case GraphQLEnumType():
                missing += [f"{name}.{value}" for value, one in type_.values.items() if not one.description]
            case GraphQLObjectType() | GraphQLInterfaceType():
                for field, one in type_.fields.items():
                    missing += [f"{name}.{field}"] if not one.description else []
                    missing += [f"{name}.{field}({key})" for key, value in one.args.items() if not value.description]
            case GraphQLInputObjectType():
                missing += [f"{name}.{field}" for field, one in type_.fields.items() if not one.description]
    assert missing == []


@pytest.mark.parametrize("name", SPINE)
def test_the_spine_is_there(name: str) -> None:
    type_ = graphql_schema().type_map[name]
    assert isinstance(type_, GraphQLObjectType)
    assert set(SPINE[name].split()) <= type_.fields.keys()


@pytest.mark.parametrize("field", ARGUMENTS)
def test_arguments_are_as_fixed(field: tuple[str, str]) -> None:
    type_ = graphql_schema().type_map[field[0]]
    assert isinstance(type_, GraphQLObjectType)
    assert {key: str(one.type) for key, one in type_.fields[field[1]].args.items()} == ARGUMENTS[field]


def test_kinds_types_and_unions_are_those_of_the_vocabulary() -> None:
    types = graphql_schema().type_map
    kinds, relationship_types = types["RecordKind"], types["RelationshipType"]
    assert isinstance(kinds, GraphQLEnumType)
    assert isinstance(relationship_types, GraphQLEnumType)
    assert set(kinds.values) == {kind.name for kind in vocabulary.NODE_KINDS}
    assert set(relationship_types.values) == vocabulary.RELATIONSHIPS.keys() | vocabulary.DERIVED_RELATIONSHIPS.keys()
    node = types["Node"]
    assert isinstance(node, GraphQLInterfaceType)
    assert {type_.name for type_ in graphql_schema().get_possible_types(node)} == set(vocabulary.NODE_KINDS)
    for union, members in {
        "Subject": {"Person", "ProtectedClass"},
        "Recipient": {"Person", "School", "Organisation", "Office"},
    }.items():
        type_ = types[union]
        assert isinstance(type_, GraphQLUnionType)
        assert {member.name for member in type_.types} == members


def test_every_root_field_has_a_permission() -> None:
    query = graphql_schema().query_type
    assert query is not None
    assert query.fields.keys() <= ROOT_FIELDS.keys()
