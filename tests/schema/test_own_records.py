"""Orders, profiles, assessments and offences of a person, as a client reads them from the person."""

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

LATER = "2022-01-01T00:00:00Z"


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def world(module_store: Graph, tmp_path_factory: pytest.TempPathFactory) -> Graph:
    """An offender with two orders, two profiles, two assessments and four offences; some of it not for everybody."""
    folder: Path = tmp_path_factory.mktemp("own")
    await import_bundle(
        module_store,
        write_bundle(
            folder,
            sources=[{"id": "court", "agency": "Court"}, {"id": "secret", "handling": "C"}],
            people=[person("o", given_names="Otto", sex="M"), person("v", given_names="Vera")],
            offenders=[{"person_id": "o", "category": 1, "level": 2, "managed_from": "2019-01-01"}],
            profiles=[
                {"person_id": "o", "profile": "CHILD_SEXUAL", "preferred_sex": "F", "valid_from": "2019-01-01",
                 "preferred_age_to": 12, "targets_strangers": True, "source_id": "court"},
                {"person_id": "o", "profile": "DOMESTIC_ABUSE", "valid_from": "2010-01-01", "valid_to": "2015-01-01"},
                {"person_id": "o", "profile": "EXPLOITATION", "valid_from": "2021-01-01", "source_id": "secret"},
                {"person_id": "o", "profile": "ADULT_SEXUAL", "valid_from": "2018-01-01", "recorded_at": LATER},
            ],
            assessments=[
                {"person_id": "o", "tool": "ARMS", "assessed_on": "2021-05-01", "group": "CHILDREN", "level": "HIGH",
                 "imminent": False, "assessor": "A. Ash"},
                {"person_id": "o", "tool": "OASys", "assessed_on": "2023-05-01", "group": "PUBLIC", "level": "VERY_HIGH"},
            ],
            orders=[
                {"id": "shpo", "person_id": "o", "kind": "SHPO", "valid_from": "2020-01-01"},
                {"id": "old", "person_id": "o", "kind": "RESTRAINING", "valid_from": "2011-01-01",
                 "valid_to": "2012-01-01"},
                {"id": "hers", "person_id": "v", "kind": "OTHER"},
            ],
            conditions=[{"id": "con", "order_id": "shpo", "kind": "NO_CONTACT", "subject_id": "v", "text": "No contact."}],
            offences=[{"id": f"x{number}", "title": f"Offence {number}", "kind": "OTHER"} for number in range(5)],
            relationships=[
                link("INVOLVED_IN", "o", "x0", id="i0", role="CONVICTED", valid_from="2019-01-01", source_id="court"),
                link("INVOLVED_IN", "o", "x1", id="i1", role="ACQUITTED", valid_from="2017-01-01"),
                link("INVOLVED_IN", "o", "x2", id="i2", role="SUSPECTED", valid_from="2020-01-01", source_id="secret"),
                link("INVOLVED_IN", "o", "x3", id="i3", role="CHARGED", valid_from="2018-01-01", status="REFUTED"),
                link("VICTIM_OF", "o", "x4", id="i4"),
            ],
        ),
    )  # fmt: skip
    return module_store


async def person_of(world: Graph, settings: Settings, selection: str, view: str = "", **options: Any) -> Any:
    answer = await ask(world, settings, f'{{ person(id: "o"{view}) {{ {selection} }} }}', **options)
    assert answer.errors == []
    assert answer.statements == 1
    return answer.data["person"]


ALL = """orders { id kind validFrom validTo conditions { text subject { id } } person { name } }
  profiles { profile preferredSex preferredAgeFrom preferredAgeTo targetsStrangers validFrom validTo source { agency } }
  assessments { tool assessedOn group level imminent assessor }
  offences { id role title kind offence { __typename title } relationship { id validFrom source { agency } } }"""


@pytest.mark.parametrize("executor", [PickingExecution, ExecutionContext])
async def test_what_is_recorded_of_a_person_hangs_on_the_person(
    world: Graph, settings: Settings, executor: type[ExecutionContext]
) -> None:
    found = await person_of(world, settings, ALL, ', asOf: "2026-01-01"', executor=executor)
    assert found["orders"] == [
        {"id": "shpo", "kind": "SHPO", "validFrom": "2020-01-01", "validTo": None,
         "conditions": [{"text": "No contact.", "subject": {"id": "v"}}], "person": {"name": "Otto"}},
        {"id": "old", "kind": "RESTRAINING", "validFrom": "2011-01-01", "validTo": "2012-01-01", "conditions": [],
         "person": {"name": "Otto"}},
    ]  # fmt: skip
    assert [one["profile"] for one in found["profiles"]] == ["CHILD_SEXUAL", "ADULT_SEXUAL", "DOMESTIC_ABUSE"]
    assert found["profiles"][0] == {
        "profile": "CHILD_SEXUAL", "preferredSex": "F", "preferredAgeFrom": None, "preferredAgeTo": 12,
        "targetsStrangers": True, "validFrom": "2019-01-01", "validTo": None, "source": {"agency": "Court"},
    }  # fmt: skip
    assert found["assessments"] == [
        {"tool": "OASys", "assessedOn": "2023-05-01", "group": "PUBLIC", "level": "VERY_HIGH", "imminent": None,
         "assessor": None},
        {"tool": "ARMS", "assessedOn": "2021-05-01", "group": "CHILDREN", "level": "HIGH", "imminent": False,
         "assessor": "A. Ash"},
    ]  # fmt: skip
    assert found["offences"] == [
        {"id": "x0", "role": "CONVICTED", "title": "Offence 0", "kind": "OTHER",
         "offence": {"__typename": "Offence", "title": "Offence 0"},
         "relationship": {"id": "i0", "validFrom": "2019-01-01", "source": {"agency": "Court"}}},
        {"id": "x1", "role": "ACQUITTED", "title": "Offence 1", "kind": "OTHER",
         "offence": {"__typename": "Offence", "title": "Offence 1"},
         "relationship": {"id": "i1", "validFrom": "2017-01-01", "source": None}},
    ]  # fmt: skip


async def test_clearance_and_both_clocks_hold_for_it(world: Graph, settings: Settings) -> None:
    names = "profiles { profile } offences { id } assessments { tool }"
    cleared = await person_of(world, settings, names, cleared=True)
    assert cleared["profiles"][0] == {"profile": "EXPLOITATION"}
    assert [one["id"] for one in cleared["offences"]] == ["x2", "x0", "x1"]
    earlier = await person_of(world, settings, "assessments { tool }", ', asOf: "2022-01-01"')
    assert earlier["assessments"] == [{"tool": "ARMS"}]
    before = await person_of(world, settings, "profiles { profile }", ', knownAt: "2021-01-01T00:00:00Z"')
    assert [one["profile"] for one in before["profiles"]] == ["CHILD_SEXUAL", "DOMESTIC_ABUSE"]


async def test_nothing_shows_before_its_day(world: Graph, settings: Settings) -> None:
    told = "offences { id } profiles { profile } assessments { tool }"
    on_the_day = await person_of(world, settings, told, ', asOf: "2019-01-01"')
    assert [one["id"] for one in on_the_day["offences"]] == ["x0", "x1"]
    assert [one["profile"] for one in on_the_day["profiles"]] == ["CHILD_SEXUAL", "ADULT_SEXUAL", "DOMESTIC_ABUSE"]
    before = await person_of(world, settings, told, ', asOf: "2018-12-31"')
    assert [one["id"] for one in before["offences"]] == ["x1"]
    assert [one["profile"] for one in before["profiles"]] == ["ADULT_SEXUAL", "DOMESTIC_ABUSE"]
    assert before["assessments"] == []


async def test_profiles_and_assessments_are_of_the_case(world: Graph, settings: Settings) -> None:
    closed = settings.model_copy(update={"case_access": CaseAccess.MEMBERS})
    names = "profiles { profile } assessments { tool } orders { id } offences { id } offender { managed }"
    found = await person_of(world, closed, names, role=Role.ANALYST, cases=frozenset({"v"}))
    assert (found["profiles"], found["assessments"], found["offender"]) == ([], [], None)
    assert len(found["orders"]) == len(found["offences"]) == 2
    found = await person_of(world, closed, names, role=Role.ANALYST, cases=frozenset({"o"}))
    assert len(found["profiles"]) == 3 and len(found["assessments"]) == 2


async def test_it_hangs_on_a_person_met_anywhere(world: Graph, settings: Settings) -> None:
    query = """{ search(text: "Otto") { ... on Person { orders { id } profiles { profile } offences { role } } }
      node(id: "shpo") { ... on Order { person { assessments { tool } } } }
      nobody: person(id: "v") { profiles { profile } assessments { tool } offences { id } orders { id } } }"""
    answer = await ask(world, settings, query)
    assert answer.errors == []
    (found,) = answer.data["search"]
    assert [one["id"] for one in found["orders"]] == ["shpo", "old"]
    assert (len(found["profiles"]), [one["role"] for one in found["offences"]]) == (3, ["CONVICTED", "ACQUITTED"])
    assert len(answer.data["node"]["person"]["assessments"]) == 2
    assert answer.data["nobody"] == {"profiles": [], "assessments": [], "offences": [], "orders": [{"id": "hers"}]}
