"""Offenders, their cases and lists of them, as a client reads them."""

import json
import re
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio
from graphql import ExecutionContext

from graph_service.importing.importer import import_bundle
from graph_service.schema.execution import PickingExecution
from graph_service.security.identity import Role
from graph_service.settings import CaseAccess, Settings
from graph_service.store.graph import Graph
from tests.schema.asking import ask
from tests.worlds import link, person, write_bundle


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def world(module_store: Graph, tmp_path_factory: pytest.TempPathFactory) -> Graph:
    """Seven offenders, one of them with a partner who has two children, at one of whose schools somebody is head."""
    folder: Path = tmp_path_factory.mktemp("offenders")
    await import_bundle(
        module_store,
        write_bundle(
            folder,
            sources=[{"id": "court", "agency": "Court"}, {"id": "secret", "handling": "C"}],
            people=[
                person("o1", given_names="Zed", family_name="adams", date_of_birth="1980-01-01", sex="M"),
                person("o2", given_names="Ann", family_name="Baker"),
                person("o3", given_names="Bob", family_name="Baker"),
                person("o4", given_names="Bob", family_name="Baker"),
                person("o5", family_name="Past"),
                person("o6"),
                person("o7", family_name="Hidden", source_id="secret"),
                person("p", given_names="Pia", family_name="Pine"),
                person("k1", given_names="Kim", family_name="Pine", date_of_birth="2015-01-01"),
                person("k2", given_names="Kai", family_name="Pine", date_of_birth="2017-01-01"),
                person("h", given_names="Hal", family_name="Head"),
                person("far", given_names="Far"),
            ],
            offenders=[
                {"person_id": "o1", "category": 1, "level": 2, "managed_from": "2020-01-01"},
                {"person_id": "o2", "category": 1, "level": 1, "managed_from": "2019-01-01"},
                {"person_id": "o3", "category": 2, "level": 1},
                {
                    "person_id": "o4",
                    "category": 3,
                    "level": 3,
                    "managed_from": "2021-01-01",
                    "managed_to": "2022-01-01",
                },
                {"person_id": "o4", "category": 2, "level": 2, "managed_from": "2022-01-01"},
                {"person_id": "o5", "category": 1, "managed_from": "2010-01-01", "managed_to": "2015-01-01"},
                {"person_id": "o6", "category": 4, "managed_from": "2020-01-01"},
                {"person_id": "o7", "category": 1, "managed_from": "2020-01-01"},
            ],
            profiles=[{"person_id": "o1", "profile": "CHILD_SEXUAL"}, {"person_id": "o1", "profile": "CHILD_VIOLENCE"}],
            schools=[{"id": "sch", "name": "Hill School"}],
            relationships=[
                link("PARTNER_OF", "o1", "p", id="r-partner", valid_from="2020-01-01", source_id="court"),
                link("PARENT_OF", "p", "k1", id="r-k1"),
                link("PARENT_OF", "p", "k2", id="r-k2"),
                link("ATTENDS", "k1", "sch", id="r-att"),
                link("HEAD_OF", "h", "sch", id="r-head"),
                link("FRIEND_OF", "o1", "far", id="r-far"),
                link("VISITS", "o1", "far", id="r-visits", valid_from="2020-01-01", valid_to="2100-01-01"),
            ],
        ),
    )
    return module_store


async def data(world: Graph, settings: Settings, query: str, **options: Any) -> Any:
    answer = await ask(world, settings, query, **options)
    assert answer.errors == []
    return answer.data


LIST = """query($first: Int, $after: String, $category: Int, $level: Int) {
  offenders(first: $first, after: $after, category: $category, level: $level) {
    totalCount nodes { person { id name } category level managed } edges { cursor node { category } }
    pageInfo { hasNextPage endCursor } } }"""


async def _ids(world: Graph, settings: Settings, **options: Any) -> list[str]:
    page = (await data(world, settings, LIST, **options))["offenders"]
    ids = [node["person"]["id"] for node in page["nodes"]]
    assert page["totalCount"] == len(ids)
    return ids


async def test_the_managed_are_listed_by_name(world: Graph, settings: Settings) -> None:
    assert await _ids(world, settings) == ["o6", "o1", "o2", "o3", "o4"]
    assert await _ids(world, settings, cleared=True) == ["o6", "o1", "o2", "o3", "o4", "o7"]
    assert await _ids(world, settings, category=1) == ["o1", "o2"]
    assert await _ids(world, settings, category=2) == ["o3", "o4"]
    assert await _ids(world, settings, category=2, level=2) == ["o4"]
    assert await _ids(world, settings, category=9) == []


async def test_offenders_come_in_pages(world: Graph, settings: Settings) -> None:
    for size in (1, 2, 5):
        seen: list[str] = []
        after: str | None = None
        while True:
            page = (await data(world, settings, LIST, first=size, after=after))["offenders"]
            assert page["totalCount"] == 5
            assert page["edges"][-1]["cursor"] == page["pageInfo"]["endCursor"]
            seen += [node["person"]["id"] for node in page["nodes"]]
            after = page["pageInfo"]["endCursor"]
            if not page["pageInfo"]["hasNextPage"]:
                break
        assert seen == ["o6", "o1", "o2", "o3", "o4"]


@pytest.mark.parametrize("argument", ["first: 0", "first: 101", 'after: "w6k="', 'after: "bm93aGVyZQ=="', 'after: "$"'])
async def test_bad_pages_are_refused(world: Graph, settings: Settings, argument: str) -> None:
    assert (await ask(world, settings, f"{{ offenders({argument}) {{ totalCount }} }}")).codes == ["BAD_USER_INPUT"]


async def test_cases_are_open_to_their_members(world: Graph, settings: Settings) -> None:
    closed = settings.model_copy(update={"case_access": CaseAccess.MEMBERS})
    member: dict[str, Any] = {"role": Role.PANEL_MEMBER, "cases": frozenset({"o2", "o5", "k1"})}
    assert await _ids(world, closed, **member) == ["o2"]
    assert await _ids(world, closed, role=Role.PANEL_MEMBER) == []
    query = "query($id: ID!) { offender(id: $id) { managed } }"
    assert (await data(world, closed, query, id="o2", **member))["offender"] == {"managed": True}
    assert (await data(world, closed, query, id="o1", **member))["offender"] is None
    # An analyst reads any record, but not its case.
    query = "query($id: ID!) { person(id: $id) { id offender { managed } } }"
    member["role"] = Role.ANALYST
    mine = (await data(world, closed, query, id="o2", **member))["person"]
    assert mine == {"id": "o2", "offender": {"managed": True}}
    assert (await data(world, closed, query, id="o1", **member))["person"] == {"id": "o1", "offender": None}


async def test_an_offender_need_not_be_managed(world: Graph, settings: Settings) -> None:
    query = """query($id: ID!, $day: Date) { offender(id: $id, asOf: $day) {
        managed category level managedFrom managedTo person { name } } }"""
    past = (await data(world, settings, query, id="o5"))["offender"]
    assert past == {
        "managed": False, "category": 1, "level": None, "managedFrom": "2010-01-01", "managedTo": "2015-01-01",
        "person": {"name": "Past"},
    }  # fmt: skip
    assert (await data(world, settings, query, id="o5", day="2012-01-01"))["offender"]["managed"] is True
    earlier = (await data(world, settings, query, id="o4", day="2021-06-01"))["offender"]
    assert (earlier["managed"], earlier["category"], earlier["level"]) == (True, 3, 3)
    assert (await data(world, settings, query, id="o4", day="2022-01-01"))["offender"]["category"] == 2


CASE = """query($id: ID!, $patterns: [ID!]) { offender(id: $id, asOf: "2026-01-01", knownAt: "2026-01-01T00:00:00Z") {
  person { id name }
  potentialVictims(patterns: $patterns) {
    strength groups
    subject { __typename ... on Person { id name age relationships(types: [ATTENDS, PARENT_OF]) { totalCount nodes { type
      to { ... on School { name } } } } } ... on ProtectedClass { description place { id } } }
    exposures { pattern { id title } summary strength timing suppressedBy
      path { nodes { id ... on Person { name } } relationships { id type from { id } to { id } source { agency } } }
      dependsOn { id from { id } to { id } } }
    bestPlaced { role recipient { ... on Person { name } } } bestPlacedAs
  }
  disclosureCandidates { role alsoAs channel standing gateways summary
    recipient { __typename ... on Person { name } ... on Office { name } }
    protects { subject { ... on Person { id } } strength } conflicts { kind summary path { nodes { id } } }
    serves { pattern { id } path { nodes { id } } dependsOn { id } }
    alternatives { role } decisions { id } }
  minimumCover { recipients { role } uncovered { strength } }
  alerts { kind summary subject { id } path { nodes { id } } }
  decisions { id decision recipient { id } protects }
  network { truncated pictureUrl nodes { id } relationships { id from { id } to { id } } }
} }"""


@pytest.mark.parametrize("executor", [PickingExecution, ExecutionContext])
async def test_a_case_is_read_as_a_whole(world: Graph, settings: Settings, executor: type[ExecutionContext]) -> None:
    answer = await ask(world, settings, CASE, role=Role.PANEL_MEMBER, executor=executor, id="o1")
    assert answer.errors == []
    case = answer.data["offender"]
    victims = {victim["subject"]["id"]: victim for victim in case["potentialVictims"]}
    assert set(victims) == {"k1", "k2"}
    (exposure,) = victims["k1"]["exposures"]
    assert exposure["pattern"]["id"] == "partner_child"
    assert [node["id"] for node in exposure["path"]["nodes"]] == ["o1", "p", "k1"]
    partner, parent = exposure["path"]["relationships"]
    assert (partner["id"], partner["source"], partner["from"], partner["to"]) == (
        "r-partner", {"agency": "Court"}, {"id": "o1"}, {"id": "p"}
    )  # fmt: skip
    assert parent["source"] is None
    assert {one["id"] for one in exposure["dependsOn"]} >= {"r-partner", "r-k1"}
    assert victims["k1"]["subject"]["relationships"]["totalCount"] == 2
    roles = {candidate["role"]: candidate for candidate in case["disclosureCandidates"]}
    assert roles["PARTNER"]["recipient"] == {"__typename": "Person", "name": "Pia Pine"}
    assert roles["CHILDRENS_SERVICES"]["recipient"]["__typename"] == "Office"
    served = {one["path"]["nodes"][-1]["id"]: one for one in roles["PARTNER"]["serves"]}
    assert {child: one["pattern"]["id"] for child, one in served.items()} == {
        "k1": "partner_child",
        "k2": "partner_child",
    }
    assert {one["id"] for one in served["k1"]["dependsOn"]} >= {"r-partner", "r-k1"}
    assert victims["k1"]["bestPlacedAs"] == "PARENT"
    assert victims["k1"]["bestPlaced"] == {"role": "PARTNER", "recipient": {"name": "Pia Pine"}}
    assert {"o1", "p", "k1", "k2", "far"} <= {node["id"] for node in case["network"]["nodes"]}
    assert {"r-partner", "r-k1", "r-k2", "r-far"} <= {between["id"] for between in case["network"]["relationships"]}
    assert case["network"]["pictureUrl"].startswith("/offenders/o1/network?asOf=2026-01-01&knownAt=2026-01-01")
    assert {"o1", "p", "k1", "k2", "far"} <= set(answer.disclosed)


async def test_both_executors_say_the_same(world: Graph, settings: Settings) -> None:
    quick = await ask(world, settings, CASE, id="o1")
    thorough = await ask(world, settings, CASE, id="o1", executor=ExecutionContext)
    assert json.dumps(quick.data) == json.dumps(thorough.data)
    assert quick.statements == thorough.statements


async def test_what_hangs_on_many_subjects_is_one_statement(world: Graph, settings: Settings) -> None:
    bare = await ask(
        world, settings, '{ offender(id: "o1") { potentialVictims { subject { ... on Person { id } } } } }'
    )
    hung = await ask(
        world,
        settings,
        """{ offender(id: "o1") { potentialVictims { subject { ... on Person { id
             relationships { nodes { to { id ... on School { name relationships(types: [HEAD_OF]) { totalCount } } } } }
           } } } } }""",
    )
    assert hung.errors == []
    assert len(hung.data["offender"]["potentialVictims"]) == 2
    assert hung.statements == bare.statements + 1
    listed = await ask(
        world, settings, "{ offenders { nodes { person { name relationships { totalCount nodes { id } } } } } }"
    )
    assert (listed.errors, listed.statements) == ([], 2)


async def test_patterns_choose_among_findings(world: Graph, settings: Settings) -> None:
    assert (
        len((await data(world, settings, CASE, id="o1", patterns=["partner_child"]))["offender"]["potentialVictims"])
        == 2
    )
    assert (await data(world, settings, CASE, id="o1", patterns=["new_partner"]))["offender"]["potentialVictims"] == []
    assert (await data(world, settings, CASE, id="o1", patterns=[]))["offender"]["potentialVictims"] == []
    answer = await ask(world, settings, CASE, id="o1", patterns=["no_such_pattern"])
    assert answer.codes == ["BAD_USER_INPUT"]
    assert "no_such" not in answer.errors[0].message


async def test_a_network_keeps_to_its_limits(world: Graph, settings: Settings) -> None:
    for hops in (0, 5):
        answer = await ask(world, settings, f'{{ offender(id: "o1") {{ network(hops: {hops}) {{ truncated }} }} }}')
        assert answer.codes == ["BAD_USER_INPUT"]


async def test_the_catalogue_is_open(world: Graph, settings: Settings) -> None:
    answer = await ask(world, settings, "{ exposurePatterns { id title description guidance } }", role=Role.AUDITOR)
    assert (answer.errors, answer.statements) == ([], 0)
    ids = [pattern["id"] for pattern in answer.data["exposurePatterns"]]
    assert ids[:3] == ["child_same_household", "child_household_stay", "partner_child"]
    assert (len(ids), ids[16], ids[27], ids[-1]) == (
        34,
        "offender_cohabitation",
        "gatekeeper_conflict",
        "expected_child",
    )
    assert all(re.fullmatch("[a-z_]+", one) for one in ids)
    assert all(pattern["guidance"] and pattern["description"] for pattern in answer.data["exposurePatterns"])
