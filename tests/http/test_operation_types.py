"""An operation of a type that the schema lacks is an ordinary error of GraphQL, no fragment brings one in, and none that records is
saved or asked by GET."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from graph_service.errors import InputRefused
from graph_service.http.saved_queries import SavedQueries
from graph_service.schema.build import graphql_schema
from graph_service.security.identity import Role
from graph_service.store.graph import Graph
from tests.http.conftest import Service
from tests.site import Site, site_over

LACKED = [
    "subscription { findingsChanged { cursor } }",
    'subscription { ... on Query { node(id: "O-1") { id } } }',
    'subscription { ...q } fragment q on Query { node(id: "O-1") { id } }',
    "query A { __typename } subscription B { anything }",
]
RECORDING = [
    "mutation M { __typename }",
    "mutation ($input: PersonRecordInput!) { personRecord(input: $input) { version } }",
    "query A { __typename } mutation B { __typename }",
]


@pytest.fixture
async def site(tmp_path: Path) -> AsyncIterator[Site]:
    nowhere = Graph.connect("bolt://127.0.0.1:1", "neo4j", "none", database="neo4j", timeout_s=1, pool_size=1)
    async with site_over(nowhere, tmp_path, Role.ANALYST) as site:
        yield site
    await nowhere.close()


@pytest.mark.parametrize("role", [Role.ANALYST, Role.AUDITOR])
@pytest.mark.parametrize("query", LACKED)
async def test_an_operation_of_a_type_that_the_schema_lacks(query: str, role: Role, site: Site) -> None:
    answer = await site.ask(query, role)
    assert answer.status_code == 200 and "data" not in answer.json()
    (error,) = answer.json()["errors"]
    assert error["message"].startswith("Schema is not configured to execute ")
    assert (error["extensions"]["code"], len(error["locations"])) == ("BAD_USER_INPUT", 1)
    assert site.last["outcome"] == "BAD_USER_INPUT"


@pytest.mark.parametrize("query", [*LACKED, *RECORDING])
def test_it_is_not_saved_either(query: str, tmp_path: Path) -> None:
    with pytest.raises(InputRefused):
        SavedQueries(tmp_path, graphql_schema()).checked(query)


@pytest.mark.parametrize("query", [*LACKED[:-1], *RECORDING[:-1]])
async def test_by_get_it_is_no_method_for_it(query: str, site: Site) -> None:
    answer = await site.get(f"/graphql?query={query}")
    assert (answer.status_code, answer.headers["allow"]) == (405, "POST")


@pytest.mark.parametrize(
    ("query", "code"),
    [
        ("mutation { secretRecord }", "FORBIDDEN"),
        ("mutation { ... on Mutation { secretRecord } }", "FORBIDDEN"),
        ("mutation { ...m } fragment m on Mutation { secretRecord }", "FORBIDDEN"),
        ("{ ... on Mutation { secretRecord } }", "BAD_USER_INPUT"),
        ("{ exposurePatterns ...m } fragment m on Mutation { secretRecord }", "BAD_USER_INPUT"),
        ('mutation { ... on Query { offender(id: "O-1") { id } } }', "BAD_USER_INPUT"),
    ],
)
async def test_no_fragment_leads_past_what_an_operation_needs(query: str, code: str, service: Service) -> None:
    answer = await service.ask(query)
    assert "data" not in answer.json()
    assert {error["extensions"]["code"] for error in answer.json()["errors"]} == {code}
