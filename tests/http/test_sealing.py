"""A victim's sealed address is told by nothing: not by the words of a condition about it, the building it is in or
what is next door."""

import re
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio

from graph_service.importing.importer import import_bundle
from graph_service.security.identity import Role
from graph_service.store.graph import Graph
from tests.site import Site, site_over
from tests.worlds import link, person, write_bundle

DAY = "?asOf=2026-06-01"
ABOUT_HIM = """{ offender(id: "o", asOf: "2026-06-01") {
  alerts { conditions { text } } potentialVictims { exposures { conditions { text } } } } }"""
ABOUT_THE_ORDER = """{ node(id: "order", asOf: "2026-06-01") {
  ... on Order { conditions { kind text latitude subject { __typename } } } } }"""


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def world(module_store: Graph, tmp_path_factory: pytest.TempPathFactory) -> Graph:
    await import_bundle(
        module_store,
        write_bundle(
            tmp_path_factory.mktemp("sealing"),
            people=[person("o", given_names="Olaf"), person("v", given_names="Vera")],
            offenders=[{"person_id": "o", "category": 1, "level": 2}],
            profiles=[{"person_id": "o", "profile": "ADULT_SEXUAL"}],
            offences=[{"id": "off", "title": "Assault"}],
            addresses=[
                {"id": "block", "kind": "BUILDING", "lines": "Tall Block", "latitude": 51, "longitude": 0},
                {"id": "his", "lines": "Flat 1", "building_id": "block", "latitude": 51, "longitude": 0},
                {"id": "hers", "lines": "Quiet Haven", "building_id": "block", "latitude": 51, "longitude": 0},
                {"id": "empty", "lines": "Flat 3", "building_id": "block", "latitude": 51, "longitude": 0},
                {"id": "next", "lines": "Rose Lane", "latitude": 51, "longitude": 0},
            ],
            orders=[{"id": "order", "person_id": "o", "kind": "LICENCE", "valid_from": "2026-01-01"}],
            conditions=[
                {
                    "id": "term",
                    "order_id": "order",
                    "kind": "EXCLUDED_PLACE",
                    "subject_id": "hers",
                    "text": "Not to go to Quiet Haven",
                }
            ],
            relationships=[
                link("INVOLVED_IN", "o", "off", role="CONVICTED", valid_from="2015-01-01"),
                link("VICTIM_OF", "v", "off", valid_from="2015-01-01"),
                link("LIVES_AT", "v", "hers", role="MAIN", valid_from="2016-01-01"),
                link("LIVES_AT", "o", "his", role="MAIN", valid_from="2026-02-01"),
                link("SEEN_AT", "o", "hers", valid_from="2026-05-20"),
                link("SEEN_AT", "o", "next", valid_from="2026-06-01"),
                link("ADJACENT_TO", "next", "hers", valid_from="2016-01-01"),
            ],
        ),
    )
    return module_store


@pytest_asyncio.fixture(loop_scope="session")
async def site(world: Graph, tmp_path: Path) -> AsyncIterator[Site]:
    async with site_over(world, tmp_path, Role.PANEL_MEMBER) as site:
        yield site


@pytest.mark.parametrize(("role", "told"), [(Role.PANEL_MEMBER, False), (Role.ANALYST, True)])
async def test_the_words_of_a_condition_are_sealed_with_the_address(role: Role, told: bool, site: Site) -> None:
    answer = await site.ask(ABOUT_HIM, role)
    assert answer.status_code == 200 and "errors" not in answer.json(), answer.text
    text = "Not to go to Quiet Haven" if told else None
    touched = [one["conditions"] for one in answer.json()["data"]["offender"]["alerts"] if one["conditions"]]
    assert touched == [[{"text": text}]]
    order = await site.ask(ABOUT_THE_ORDER, role)
    page = await site.get(f"/offenders/o{DAY}", role)
    assert page.status_code == 200
    assert ["Quiet Haven" in each.text for each in (answer, order, page)] == [told] * 3
    assert order.json()["data"]["node"]["conditions"][0]["text"] == text


@pytest.mark.parametrize(("role", "told"), [(Role.PANEL_MEMBER, False), (Role.ANALYST, True)])
async def test_a_sealed_flat_is_not_led_to_from_its_building(role: Role, told: bool, site: Site) -> None:
    address = f"/offenders/o/network{DAY}&hops=1&expand=his:IN_BUILDING&expand=block:IN_BUILDING~"
    page = await site.get(address, role)
    assert page.status_code == 200
    assert "Tall Block" in page.text and "Flat 3" in page.text
    assert ("Quiet Haven" in page.text) == told
    assert not re.search("sealed address is part of|in which is a sealed", page.text, re.IGNORECASE)


@pytest.mark.parametrize("record_id", ["o", "v", "his", "block", "empty", "next", "off", "order"])
@pytest.mark.parametrize("role", [Role.PANEL_MEMBER, Role.PLAN_AUTHOR])
async def test_a_sealed_address_is_told_by_no_record(record_id: str, role: Role, site: Site) -> None:
    page = await site.get(f"/records/{record_id}{DAY}", role)
    assert page.status_code == 200
    assert "Quiet Haven" not in page.text and "records/hers" not in page.text
    assert ("Sealed address" in page.text) == (record_id in ("o", "v", "order"))


@pytest.mark.parametrize(("role", "status"), [(Role.PANEL_MEMBER, 404), (Role.PLAN_AUTHOR, 404), (Role.ANALYST, 200)])
async def test_a_sealed_address_is_no_record(role: Role, status: int, site: Site) -> None:
    assert (await site.get(f"/records/hers{DAY}", role)).status_code == status


@pytest.mark.parametrize("around", ["hops=1", "hops=2", "hops=1&expand=next:ADJACENT_TO"])
@pytest.mark.parametrize(("role", "told"), [(Role.PANEL_MEMBER, False), (Role.ANALYST, True)])
async def test_a_sealed_address_is_not_told_by_the_one_next_door(
    around: str, role: Role, told: bool, site: Site
) -> None:
    page = await site.get(f"/offenders/o/network{DAY}&{around}", role)
    assert page.status_code == 200 and "Rose Lane" in page.text
    assert ("next door to" in page.text) == told
