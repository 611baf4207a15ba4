"""Records by id, and whatever hangs on them, as a client reads them."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio
from graphql import ExecutionContext

from graph_service.importing.importer import import_bundle
from graph_service.model.clock import today
from graph_service.schema.execution import PickingExecution
from graph_service.security.identity import Role
from graph_service.settings import Settings
from graph_service.store.graph import Graph
from tests.schema.asking import Answer, ask
from tests.worlds import link, person, write_bundle

LATER = "2021-01-01T00:00:00Z"


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def world(module_store: Graph, tmp_path_factory: pytest.TempPathFactory) -> Graph:
    """A town of few: an offender, two partners, three children, a school, a victim, and what only the cleared may see."""
    folder: Path = tmp_path_factory.mktemp("world")
    await import_bundle(
        module_store,
        write_bundle(
            folder / "first",
            sources=[
                {
                    "id": "s1",
                    "agency": "Police",
                    "kind": "LOG",
                    "reference": "A/1",
                    "reported_on": "2019-05-01",
                    "source_evaluation": "2",
                    "intelligence_assessment": "B",
                    "handling": "P",
                    "handling_note": "None",
                },
                {"id": "secret", "handling": "C"},
            ],
            people=[
                person(
                    "o",
                    given_names="Otto",
                    family_name="Ash",
                    date_of_birth="1980-02-29",
                    sex="M",
                    also_known_as=["Ozzy", "Oz"],
                    ethnicity="W1",
                    source_id="s1",
                    adult_at_risk=False,
                    recorded_at="2000-01-01T00:00:00Z",
                ),
                person("p1", given_names="Pia", family_name="Birch"),
                person("p2", given_names="Pam", family_name="Cole", date_of_birth="1990-01-01"),
                person("k1", given_names="Kit", family_name="Birch", date_of_birth="2015-06-15"),
                person("k2", given_names="Kay", family_name="Birch", date_of_birth="2005-06-15"),
                person("h", given_names="Hana", family_name="Dale"),
                person("v", given_names="Vera", family_name="Elm"),
                person("hidden", given_names="Nobody", source_id="secret"),
            ],
            offenders=[
                {"person_id": "o", "category": 2, "level": 3, "lead_agency": "POLICE", "managed_from": "2019-01-01"}
            ],
            addresses=[
                {
                    "id": "a1",
                    "lines": "1 High Street\nOld Town",
                    "town": "Ford",
                    "postcode": "ZZ1 1AA",
                    "kind": "DWELLING",
                    "latitude": 51.5,
                    "longitude": -0.1,
                    "building_id": "b1",
                },
                {"id": "b1", "lines": "High House", "kind": "BUILDING", "dwellings": 4},
                {"id": "av", "lines": "9 Safe Lane", "postcode": "ZZ1 9SL", "kind": "DWELLING"},
            ],
            schools=[{"id": "sch", "name": "Hill School", "phase": "PRIMARY", "age_from": 4, "age_to": 11}],
            organisations=[{"id": "org", "name": "Builders", "kind": "EMPLOYER", "duty_to_cooperate": True}],
            accounts=[{"id": "acc", "kind": "PHONE", "label": "07700 900001"}],
            offences=[{"id": "off", "title": "Assault", "kind": "DOMESTIC_ABUSE", "committed_from": "2018-01-01"}],
            orders=[
                {"id": "ord", "person_id": "o", "kind": "RESTRAINING", "valid_from": "2019-01-01", "valid_to": None}
            ],
            conditions=[
                {"id": "con", "order_id": "ord", "kind": "NO_CONTACT", "subject_id": "v", "text": "No contact."}
            ],
            relationships=[
                link("PARTNER_OF", "o", "p1", id="r-p1", role="SPOUSE", valid_from="2019-01-01", source_id="s1"),
                link("PARTNER_OF", "p2", "o", id="r-p2", valid_from="2010-01-01", valid_to="2012-01-01"),
                link("PARENT_OF", "p1", "k1", id="r-k1", recorded_at=LATER),
                link("PARENT_OF", "p1", "k2", id="r-k2"),
                link("ATTENDS", "k1", "sch", id="r-att"),
                link("HEAD_OF", "h", "sch", id="r-head"),
                link("LIVES_AT", "o", "a1", id="r-home", role="MAIN", valid_from="2018-01-01"),
                link("VICTIM_OF", "v", "off", id="r-vic"),
                link("INVOLVED_IN", "o", "off", id="r-inv", role="CONVICTED"),
                link("LIVES_AT", "v", "av", valid_from="2020-01-01"),
                link("FRIEND_OF", "o", "h", id="r-c", source_id="secret"),
                link("FRIEND_OF", "o", "hidden", id="r-h"),
                link("ASSOCIATE_OF", "o", "h", id="r-not", status="REFUTED"),
                link("CONTACTED", "o", "v", id="r-call", role="CALL", valid_from="2020-05-05"),
            ],
        ),
    )
    await import_bundle(
        module_store,
        write_bundle(
            folder / "second",
            people=[person("p1", given_names="Pia", family_name="Birch-Ash", recorded_at=LATER)],
        ),
    )
    return module_store


async def data(world: Graph, settings: Settings, query: str, **options: Any) -> Any:
    answer = await ask(world, settings, query, **options)
    assert answer.errors == []
    return answer.data


NESTED = """
query($id: ID!, $deep: Boolean = true, $types: [RelationshipType!] = [PARTNER_OF]) {
  offender(id: $id, asOf: "2026-01-01") {
    managed category level leadAgency managedFrom managedTo view { asOf }
    person {
      ...Named
      partners: relationships(types: $types, first: 5) {
        totalCount
        nodes { id role to { ...Partner } from { id ... on Person { name } } source { agency sourceEvaluation } }
      }
      homes: relationships(types: [LIVES_AT]) { edges { node { to { ... on Address { lines building { lines } } } } } }
    }
  }
}
fragment Named on Person { id name age isChild }
fragment Partner on Node {
  __typename id
  ... on Person {
    ...Named
    relationships(types: [PARENT_OF]) @include(if: $deep) {
      nodes { to { ... on Person { ...Named relationships(types: [ATTENDS]) { nodes { to {
        ... on School { name relationships(types: [HEAD_OF]) { nodes { from { ... on Person { name } } } } }
      } } } } } }
    }
  }
}
"""


@pytest.mark.parametrize("executor", [PickingExecution, ExecutionContext])
async def test_a_nested_read_is_one_statement(
    world: Graph, settings: Settings, executor: type[ExecutionContext]
) -> None:
    answer = await ask(world, settings, NESTED, id="o", executor=executor)
    assert answer.errors == []
    assert answer.statements == 1
    offender = answer.data["offender"]
    assert offender["view"] == {"asOf": "2026-01-01"}
    assert (offender["managed"], offender["category"], offender["level"]) == (True, 2, 3)
    assert (offender["leadAgency"], offender["managedFrom"], offender["managedTo"]) == ("POLICE", "2019-01-01", None)
    shown = offender["person"]
    assert (shown["name"], shown["age"], shown["isChild"]) == ("Otto Ash", 45, False)
    assert shown["partners"]["totalCount"] == 2
    first, second = shown["partners"]["nodes"]
    assert (first["id"], first["role"], first["source"]) == (
        "r-p1",
        "SPOUSE",
        {"agency": "Police", "sourceEvaluation": "2"},
    )
    children = {node["to"]["id"]: node["to"] for node in first["to"]["relationships"]["nodes"]}
    assert {key: child["isChild"] for key, child in children.items()} == {"k1": True, "k2": False}
    school = children["k1"]["relationships"]["nodes"][0]["to"]
    assert school["name"] == "Hill School"
    assert school["relationships"]["nodes"] == [{"from": {"name": "Hana Dale"}}]
    assert (second["id"], second["to"]["id"], second["from"]) == ("r-p2", "o", {"id": "p2", "name": "Pam Cole"})
    assert shown["homes"]["edges"][0]["node"]["to"] == {
        "lines": "1 High Street\nOld Town",
        "building": {"lines": "High House"},
    }
    assert {"o", "p1", "p2", "k1", "k2", "h"} <= set(answer.disclosed)


async def test_variables_and_directives_decide_what_is_read(world: Graph, settings: Settings) -> None:
    shallow = await data(world, settings, NESTED, id="o", deep=False)
    assert "relationships" not in shallow["offender"]["person"]["partners"]["nodes"][0]["to"]
    other = await data(world, settings, NESTED, id="o", deep=False, types=["FRIEND_OF", "INVOLVED_IN"])
    assert [node["id"] for node in other["offender"]["person"]["partners"]["nodes"]] == ["r-inv"]


COLUMNS: dict[str, tuple[str, dict[str, Any]]] = {
    "o": ("Person", {"givenNames": "Otto", "familyName": "Ash", "alsoKnownAs": ["Ozzy", "Oz"], "sex": "M",
                     "dateOfBirth": "1980-02-29", "adultAtRisk": False, "ethnicity": "W1", "sourceId": "s1",
                     "recordedAt": "2000-01-01T00:00:00Z", "deceasedOn": None, "staff": None}),
    "a1": ("Address", {"sealed": False, "lines": "1 High Street\nOld Town", "town": "Ford", "postcode": "ZZ1 1AA",
                       "kind": "DWELLING", "latitude": 51.5, "longitude": -0.1, "buildingId": "b1", "uprn": None}),
    "b1": ("Address", {"kind": "BUILDING", "dwellings": 4}),
    "sch": ("School", {"name": "Hill School", "phase": "PRIMARY", "ageFrom": 4, "ageTo": 11, "urn": None}),
    "org": ("Organisation", {"name": "Builders", "kind": "EMPLOYER", "dutyToCooperate": True, "serves": None}),
    "acc": ("Account", {"kind": "PHONE", "label": "07700 900001"}),
    "off": ("Offence", {"title": "Assault", "kind": "DOMESTIC_ABUSE", "committedFrom": "2018-01-01"}),
    "ord": ("Order", {"personId": "o", "kind": "RESTRAINING", "validFrom": "2019-01-01", "validTo": None}),
    "s1": ("Source", {"agency": "Police", "kind": "LOG", "reference": "A/1", "reportedOn": "2019-05-01",
                      "sourceEvaluation": "2", "intelligenceAssessment": "B", "handling": "P", "handlingNote": "None"}),
}  # fmt: skip


@pytest.mark.parametrize("record_id", COLUMNS)
async def test_each_column_is_shown_alone_and_together(world: Graph, settings: Settings, record_id: str) -> None:
    kind, expected = COLUMNS[record_id]
    together = await data(
        world, settings, f'{{ node(id: "{record_id}") {{ __typename id ... on {kind} {{ {" ".join(expected)} }} }} }}'
    )
    assert together["node"] == {"__typename": kind, "id": record_id} | expected
    for name, value in expected.items():
        alone = await data(world, settings, f'{{ node(id: "{record_id}") {{ ... on {kind} {{ {name} }} }} }}')
        assert alone["node"] == {name: value}


async def test_an_order_shows_its_person_and_conditions(world: Graph, settings: Settings) -> None:
    answer = await ask(
        world,
        settings,
        """{ node(id: "ord") { ... on Order { person { name offender { category } }
             conditions { id kind text ageLimit subject { id ... on Person { name } } } } } }""",
    )
    assert answer.statements == 1
    assert answer.data["node"] == {
        "person": {"name": "Otto Ash", "offender": {"category": 2}},
        "conditions": [
            {"id": "con", "kind": "NO_CONTACT", "text": "No contact.", "ageLimit": None,
             "subject": {"id": "v", "name": "Vera Elm"}}
        ],
    }  # fmt: skip


async def test_hidden_absent_and_other_kinds_look_the_same(world: Graph, settings: Settings) -> None:
    query = "query($id: ID!) { node(id: $id) { id } person(id: $id) { id } offender(id: $id) { managed } }"
    nothing = {"node": None, "person": None, "offender": None}
    for record_id in ("hidden", "nowhere", "con", "secret"):
        assert await data(world, settings, query, id=record_id) == nothing
    assert (await data(world, settings, query, id="sch"))["person"] is None
    assert (await data(world, settings, query, id="v"))["offender"] is None
    assert (await data(world, settings, query, cleared=True, id="hidden"))["node"] == {"id": "hidden"}


async def test_only_the_cleared_see_what_rests_on_a_sensitive_source(world: Graph, settings: Settings) -> None:
    query = '{ person(id: "o") { relationships(types: [FRIEND_OF, ASSOCIATE_OF]) { totalCount nodes { id } } } }'
    assert (await data(world, settings, query))["person"]["relationships"] == {"totalCount": 0, "nodes": []}
    seen = (await data(world, settings, query, cleared=True))["person"]["relationships"]
    assert (seen["totalCount"], {node["id"] for node in seen["nodes"]}) == (2, {"r-c", "r-h"})


async def test_both_clocks(world: Graph, settings: Settings) -> None:
    query = """query($day: Date, $at: DateTime) { person(id: "p1", asOf: $day, knownAt: $at) {
        name relationships(types: [PARENT_OF]) { nodes { to { ... on Person { id age isChild } } } } } }"""
    early = (await data(world, settings, query, day="2020-06-14", at="2020-06-14T00:00:00Z"))["person"]
    assert early["name"] == "Pia Birch"
    assert [node["to"] for node in early["relationships"]["nodes"]] == [{"id": "k2", "age": 14, "isChild": True}]
    late = (await data(world, settings, query, day="2023-06-15"))["person"]
    assert late["name"] == "Pia Birch-Ash"
    assert [node["to"] for node in late["relationships"]["nodes"]] == [
        {"id": "k1", "age": 8, "isChild": True},
        {"id": "k2", "age": 18, "isChild": False},
    ]


async def test_a_blank_end_of_an_event_stays_blank(world: Graph, settings: Settings) -> None:
    query = '{ person(id: "o") { relationships(types: [CONTACTED]) { nodes { type validFrom validTo derived } } } }'
    assert (await data(world, settings, query))["person"]["relationships"]["nodes"] == [
        {"type": "CONTACTED", "validFrom": "2020-05-05", "validTo": None, "derived": False}
    ]


SEALED = """query { node(id: "av") { ...Everything }
  person(id: "v") { relationships(types: [LIVES_AT]) { totalCount nodes { id to { ...Everything } } } } }
fragment Everything on Address { id sealed lines town postcode uprn latitude longitude kind buildingId dwellings recordedAt
  supersededAt building { id } relationships { totalCount nodes { id } edges { cursor } pageInfo { endCursor } } }"""


@pytest.mark.parametrize("executor", [PickingExecution, ExecutionContext])
async def test_a_sealed_address_says_nothing_else(
    world: Graph, settings: Settings, executor: type[ExecutionContext]
) -> None:
    answer = await ask(world, settings, SEALED, role=Role.PANEL_MEMBER, executor=executor)
    assert answer.errors == []
    sealed = answer.data["node"]
    nothing = {"totalCount": 0, "nodes": [], "edges": [], "pageInfo": {"endCursor": None}}
    assert sealed.pop("sealed") is True
    assert sealed.pop("relationships") == nothing
    handle = sealed.pop("id")
    assert handle.startswith("sealed-")
    assert "av" not in handle
    assert set(sealed.values()) == {None}
    homes = answer.data["person"]["relationships"]
    assert homes["totalCount"] == 1
    assert homes["nodes"][0]["id"].startswith("sealed-")
    assert homes["nodes"][0]["to"]["id"] == handle
    open_to_analysts = await ask(world, settings, SEALED)
    assert open_to_analysts.data["node"]["lines"] == "9 Safe Lane"
    assert open_to_analysts.data["person"]["relationships"]["nodes"][0]["to"]["id"] == "av"


PAGED = """query($first: Int, $after: String) { person(id: "o") { relationships(first: $first, after: $after) {
  totalCount edges { cursor node { id } } nodes { id } pageInfo { hasNextPage endCursor } } } }"""


async def test_relationships_come_in_pages(world: Graph, settings: Settings) -> None:
    everything = (await data(world, settings, PAGED, first=100))["person"]["relationships"]
    expected = [node["id"] for node in everything["nodes"]]
    assert expected == ["r-call", "r-inv", "r-home", "r-p1", "r-p2"]
    assert everything["pageInfo"]["hasNextPage"] is False
    for size in (1, 2, 3):
        seen: list[str] = []
        after: str | None = None
        while True:
            page = (await data(world, settings, PAGED, first=size, after=after))["person"]["relationships"]
            assert page["totalCount"] == len(expected)
            assert [edge["node"]["id"] for edge in page["edges"]] == [node["id"] for node in page["nodes"]]
            assert page["pageInfo"]["endCursor"] == page["edges"][-1]["cursor"]
            seen += [node["id"] for node in page["nodes"]]
            after = page["pageInfo"]["endCursor"]
            if not page["pageInfo"]["hasNextPage"]:
                break
        assert seen == expected


@pytest.mark.parametrize("argument", ["first: 0", "first: 101", "first: -1", 'after: "nonsense"', 'after: "w6k="'])
async def test_bad_pages_are_refused_where_they_are_asked(world: Graph, settings: Settings, argument: str) -> None:
    answer: Answer = await ask(
        world, settings, f'{{ person(id: "o") {{ id relationships({argument}) {{ totalCount }} }} }}'
    )
    assert answer.codes == ["BAD_USER_INPUT"]
    assert answer.errors[0].path == ["person", "relationships"]


async def test_two_views_in_one_operation_do_not_mix(world: Graph, settings: Settings) -> None:
    answer = await data(
        world,
        settings,
        """{ then: person(id: "k2", asOf: "2020-01-01") { age isChild } now: person(id: "k2", asOf: "2026-01-01") { age } }""",
    )
    assert answer == {"then": {"age": 14, "isChild": True}, "now": {"age": 20}}


async def test_the_view_is_echoed_and_defaults_to_today(world: Graph, settings: Settings) -> None:
    query = '{ offender(id: "o", knownAt: "2025-01-01T01:00:00+01:00") { view { asOf knownAt } } }'
    view = (await data(world, settings, query))["offender"]["view"]
    assert view["knownAt"] == "2025-01-01T00:00:00Z"
    assert abs((date.fromisoformat(view["asOf"]) - today()).days) <= 1


@pytest.mark.parametrize("role", [Role.AUDITOR, Role.ADMINISTRATOR])
async def test_roles_without_case_data_read_no_record(world: Graph, settings: Settings, role: Role) -> None:
    for query in ('{ person(id: "o") { id } }', '{ node(id: "o") { id } }', '{ offender(id: "o") { managed } }'):
        answer = await ask(world, settings, query, role=role)
        assert answer.codes == ["FORBIDDEN"]
        assert answer.statements == 0
    assert (await ask(world, settings, "{ exposurePatterns { id } }", role=role)).errors == []
