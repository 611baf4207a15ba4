"""A victim's sealed address is told by nothing: neither by the words of a condition about it, nor by the building it is in."""

from collections.abc import AsyncIterator
from pathlib import Path

import httpx
import pytest
import pytest_asyncio

from graph_service.app import create_app
from graph_service.audit.log import AuditLog
from graph_service.graph import Graph
from graph_service.importing.importer import import_bundle
from graph_service.schema.build import graphql_schema
from graph_service.security.identity import Role
from graph_service.security.tokens import SignedTokens
from graph_service.settings import Settings
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
            ],
        ),
    )
    return module_store


@pytest_asyncio.fixture(loop_scope="session")
async def client(world: Graph, tmp_path: Path) -> AsyncIterator[httpx.AsyncClient]:
    settings = Settings(home=tmp_path)
    audit = AuditLog(settings.home)
    app = create_app(settings, graph=world, audit=audit, schema=graphql_schema())
    token = {role: SignedTokens.of(settings).issue("reader", role, minutes=5) for role in Role}

    async def hold(request: httpx.Request) -> None:
        role = Role(request.headers.get("x-role", Role.PANEL_MEMBER.value))
        request.headers["authorization"] = f"Bearer {token[role]}"

    transport = httpx.ASGITransport(app=app, raise_app_exceptions=False)
    async with httpx.AsyncClient(
        transport=transport,
        base_url="http://127.0.0.1:8000",
        headers={"x-purpose": "panel of 3 June"},
        event_hooks={"request": [hold]},
    ) as client:
        yield client
    audit.close()


@pytest.mark.parametrize(("role", "told"), [(Role.PANEL_MEMBER, False), (Role.ANALYST, True)])
async def test_the_words_of_a_condition_are_sealed_with_the_address(
    role: Role, told: bool, client: httpx.AsyncClient
) -> None:
    answer = await client.post("/graphql", json={"query": ABOUT_HIM}, headers={"x-role": role.value})
    assert answer.status_code == 200 and "errors" not in answer.json(), answer.text
    text = "Not to go to Quiet Haven" if told else None
    touched = [one["conditions"] for one in answer.json()["data"]["offender"]["alerts"] if one["conditions"]]
    assert touched == [[{"text": text}]]
    order = await client.post("/graphql", json={"query": ABOUT_THE_ORDER}, headers={"x-role": role.value})
    page = await client.get(f"/offenders/o{DAY}", headers={"x-role": role.value})
    assert page.status_code == 200
    assert ["Quiet Haven" in each.text for each in (answer, order, page)] == [told] * 3
    if (order.json().get("data") or {}).get("node"):
        assert order.json()["data"]["node"]["conditions"][0]["text"] == text


@pytest.mark.parametrize(("role", "told"), [(Role.PANEL_MEMBER, False), (Role.ANALYST, True)])
async def test_a_sealed_flat_is_not_led_to_from_its_building(role: Role, told: bool, client: httpx.AsyncClient) -> None:
    address = f"/offenders/o/network{DAY}&hops=1&expand=his:IN_BUILDING&expand=block:IN_BUILDING~"
    page = await client.get(address, headers={"x-role": role.value})
    assert page.status_code == 200
    assert "Tall Block" in page.text and "Flat 3" in page.text
    assert ("Quiet Haven" in page.text) == told
    assert "Sealed address is part of" not in page.text
