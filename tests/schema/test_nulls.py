"""An argument given as null is as if it were not given, whichever it is."""

from itertools import pairwise

import pytest
import pytest_asyncio
from graphql import GraphQLNonNull, GraphQLObjectType

from graph_service.importing.importer import import_bundle
from graph_service.schema.build import graphql_schema
from graph_service.settings import Settings
from graph_service.store.graph import Graph
from tests.schema.asking import ask
from tests.worlds import link, person, write_bundle

# For each field that takes arguments: how it is asked, with room for one more argument.
ASKED = {
    "Query.node": '{ node(id: "o" MORE) { id } }',
    "Query.person": '{ person(id: "o" MORE) { id } }',
    "Query.offender": '{ offender(id: "o" MORE) { managed } }',
    "Query.offenders": "{ offenders(MORE) { totalCount nodes { person { id } } } }",
    "Query.search": '{ search(text: "Olaf" MORE) { id } }',
    "Query.paths": '{ paths(fromId: "o", toId: "k" MORE) { truncated paths { nodes { id } } } }',
    "Query.neighbourhood": '{ neighbourhood(id: "o" MORE) { nodes { id } } }',
    "Query.whatIfAddress": '{ whatIfAddress(offenderId: "o", addressId: "a" MORE) { added { strength } } }',
    "Query.whatIfHousehold": '{ whatIfHousehold(offenderId: "o", addressId: "a", withIds: ["k"] MORE) { added { strength } } }',
    "Query.whatIfAddresses": '{ whatIfAddresses(offenderId: "o", addressIds: ["a"] MORE) { residents } }',
    "Offender.verifications": '{ offender(id: "o") { verifications(MORE) { summary } } }',
    "Offender.network": '{ offender(id: "o") { network(MORE) { nodes { id } } } }',
    "Offender.potentialVictims": '{ offender(id: "o") { potentialVictims(MORE) { strength } } }',
    "Person.relationships": '{ person(id: "o") { relationships(MORE) { totalCount nodes { id } } } }',
}
NULLABLE = {
    (f"{type_.name}.{name}", argument): str(taken.type)
    for type_ in graphql_schema().type_map.values()
    if isinstance(type_, GraphQLObjectType) and not type_.name.startswith("__")
    for name, field in type_.fields.items()
    for argument, taken in field.args.items()
    if not isinstance(taken.type, GraphQLNonNull) and (name != "relationships" or type_.name == "Person")
}


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def world(module_store: Graph, tmp_path_factory: pytest.TempPathFactory) -> Graph:
    """An offender, and a child seven relationships away."""
    people = ["o", *(f"p{number}" for number in range(6)), "k"]
    friends = pairwise(people)
    await import_bundle(
        module_store,
        write_bundle(
            tmp_path_factory.mktemp("nulls"),
            addresses=[{"id": "a", "lines": "1 High Street", "kind": "DWELLING", "latitude": 52.0, "longitude": -1.0}],
            people=[person(one, given_names="Olaf" if one == "o" else "Pat") for one in people],
            offenders=[{"person_id": "o", "category": 1, "managed_from": "2020-01-01"}],
            relationships=[
                *(link("FRIEND_OF", one, other, id=f"{one}-{other}") for one, other in friends),
                *(
                    link("VISITS", "o", "k", id=f"v{number}", valid_from=f"2020-01-0{number + 1}")
                    for number in range(8)
                ),
            ],
        ),
    )
    return module_store


@pytest.mark.parametrize(("field", "argument"), sorted(NULLABLE))
async def test_null_is_as_if_not_given(field: str, argument: str, world: Graph, settings: Settings) -> None:
    query = ASKED[field]
    without = await ask(world, settings, query.replace("(MORE)", "").replace(" MORE", ""))
    written = await ask(world, settings, query.replace("MORE", f"{argument}: null"))
    asked_type = NULLABLE[field, argument]
    asked = query.replace("MORE", f"{argument}: $value")
    as_variable = await ask(world, settings, f"query($value: {asked_type}) {asked}", value=None)
    for answer in (without, written, as_variable):
        assert answer.errors == []
        assert answer.data == without.data
