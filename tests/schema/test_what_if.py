"""What would be found if an offender lived elsewhere: by the rules of what is recorded, and nothing is saved."""

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio

from graph_service.importing.importer import import_bundle
from graph_service.security.identity import Role
from graph_service.store.graph import Graph
from tests.site import Site, site_over
from tests.worlds import link, person, write_bundle

VIEW = 'asOf: "2026-06-01"'
SHOWN = """findings { ...f } added { ...f } removed { ...f } breaches { kind subject { id } }"""
FRAGMENT = "fragment f on PotentialVictim { subject { ... on Person { id } ... on ProtectedClass { place { id } } } }"


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def store(module_store: Graph, tmp_path_factory: pytest.TempPathFactory) -> Graph:
    """He lives with a child. Another home has a child, a managed man and a play area beside it; a third is near a victim, where he
    may not go, and a hidden person lives there."""
    bundle = write_bundle(
        tmp_path_factory.mktemp("what-if"),
        sources=[{"id": "secret", "handling": "C"}],
        people=[
            person("o", date_of_birth="1980-01-01"),
            person("k1", date_of_birth="2016-01-01"),
            person("k2", date_of_birth="2017-01-01"),
            person("k3", date_of_birth="2018-01-01"),
            person("mate", date_of_birth="1980-01-01"),
            person("friend", date_of_birth="1985-01-01"),
            person("v", date_of_birth="1990-01-01"),
            person("hidden", date_of_birth="2015-01-01", source_id="secret"),
        ],
        addresses=[
            {"id": "a1", "lines": "1 Mill Lane", "kind": "DWELLING", "latitude": 51.0, "longitude": -1.0},
            {"id": "a2", "lines": "2 High Street", "kind": "DWELLING", "latitude": 52.0, "longitude": -1.0},
            {"id": "play", "lines": "Green", "kind": "PLAY_AREA", "latitude": 52.0005, "longitude": -1.0},
            {"id": "a3", "lines": "3 Low Road", "kind": "DWELLING", "latitude": 53.0, "longitude": -1.0},
            {"id": "av", "lines": "5 Low Road", "kind": "DWELLING", "latitude": 53.001, "longitude": -1.0},
        ],
        offences=[{"id": "crime", "title": "Assault", "kind": "DOMESTIC_ABUSE"}],
        offenders=[
            {"person_id": "o", "category": 1, "managed_from": "2020-01-01"},
            {"person_id": "mate", "category": 1, "managed_from": "2020-01-01"},
        ],
        profiles=[{"person_id": "o", "profile": "CHILD_SEXUAL"}],
        orders=[{"id": "shpo", "person_id": "o", "kind": "SHPO", "valid_from": "2020-01-01"}],
        conditions=[
            {
                "id": "area",
                "order_id": "shpo",
                "kind": "EXCLUDED_AREA",
                "latitude": 53.0,
                "longitude": -1.0,
                "radius_m": 500,
            }
        ],
        relationships=[
            link("LIVES_AT", "o", "a1", id="home", role="MAIN", valid_from="2025-01-01"),
            link("LIVES_AT", "k1", "a1", id="k1-a1"),
            link("LIVES_AT", "k2", "a2", id="k2-a2"),
            link("LIVES_AT", "mate", "a2", id="mate-a2"),
            link("LIVES_AT", "v", "av", id="v-av"),
            link("LIVES_AT", "hidden", "a3", id="hidden-a3", source_id="secret"),
            link("PARENT_OF", "friend", "k3", id="fk"),
            link("LIVES_AT", "k3", "play", id="k3-elsewhere"),
            link("INVOLVED_IN", "o", "crime", id="o-crime", role="CONVICTED"),
            link("VICTIM_OF", "v", "crime", id="v-crime"),
        ],
    )
    await import_bundle(module_store, bundle)
    return module_store


@pytest_asyncio.fixture(loop_scope="session")
async def site(store: Graph, tmp_path: Path) -> AsyncIterator[Site]:
    async with site_over(store, tmp_path / "home", Role.PLAN_AUTHOR) as one:
        yield one


async def _asked(site: Site, field: str, arguments: str, shown: str = SHOWN, **options: Any) -> Any:
    query = f"{{ {field}({arguments}, {VIEW}) {{ {shown} }} }} {FRAGMENT}"
    body = (await site.ask(query, **options)).json()
    assert "errors" not in body, body
    return body["data"][field]


def _ids(findings: list[dict[str, Any]]) -> set[str]:
    return {one["subject"].get("id") or one["subject"]["place"]["id"] for one in findings}


async def _everything(store: Graph) -> Any:
    text = """MATCH (n) OPTIONAL MATCH (n)-[r]->()
      RETURN count(DISTINCT n) AS nodes, count(r) AS links, collect(properties(r)) AS of_links"""
    return await store.fetch(text)


async def test_he_moves_and_nothing_is_saved(site: Site, store: Graph) -> None:
    before = await _everything(store)
    moved = await _asked(site, "whatIfAddress", 'offenderId: "o", addressId: "a2"')
    assert _ids(moved["removed"]) == {"k1"}
    assert _ids(moved["added"]) == {"k2"}
    assert _ids(moved["findings"]) == {"k2"}
    assert moved["breaches"] == []
    assert await _everything(store) == before


async def test_addresses_side_by_side(site: Site) -> None:
    shown = f"address {{ id }} residents otherOffenders {{ person {{ id }} }} victimsNear sitesNear {{ id }} whatIf {{ {SHOWN} }}"
    stays, among, near = await _asked(site, "whatIfAddresses", 'offenderId: "o", addressIds: ["a1", "a2", "a3"]', shown)
    assert (stays["residents"], stays["otherOffenders"], stays["victimsNear"], stays["sitesNear"]) == (1, [], 0, [])
    assert _ids(stays["whatIf"]["findings"]) == {"k1"}
    assert (stays["whatIf"]["added"], stays["whatIf"]["removed"]) == ([], [])
    assert (among["residents"], among["otherOffenders"]) == (2, [{"person": {"id": "mate"}}])
    assert [one["id"] for one in among["sitesNear"]] == ["play"]
    # Whom only the cleared see is neither counted nor found.
    assert (near["residents"], near["victimsNear"]) == (0, 1)
    assert [one["kind"] for one in near["whatIf"]["breaches"]] == ["order_zone_breach"]
    assert _ids(near["whatIf"]["findings"]) == {"v"}
    cleared = await _asked(site, "whatIfAddress", 'offenderId: "o", addressId: "a3"', cleared=True)
    assert _ids(cleared["findings"]) == {"v", "hidden"}


async def test_with_others(site: Site) -> None:
    moved = await _asked(site, "whatIfHousehold", 'offenderId: "o", addressId: "a1", withIds: ["k3"]')
    assert _ids(moved["added"]) == {"k3"}
    assert _ids(moved["removed"]) == set()


async def test_what_is_not_there_is_refused_or_empty(site: Site) -> None:
    for arguments in ('offenderId: "o", addressId: "nowhere"', 'offenderId: "o", addressId: "k1"'):
        body = (await site.ask(f"{{ whatIfAddress({arguments}) {{ added {{ strength }} }} }}")).json()
        assert body["errors"][0]["message"] == "`addressId` names no address."
        assert body["errors"][0]["extensions"]["code"] == "BAD_USER_INPUT"
    nobody = await _asked(site, "whatIfAddress", 'offenderId: "k1", addressId: "a2"')
    assert nobody == {"findings": [], "added": [], "removed": [], "breaches": []}
    query = '{ whatIfAddress(offenderId: "o", addressId: "a2") { added { strength } } }'
    assert (await site.ask(query, Role.PANEL_MEMBER)).json()["errors"][0]["extensions"]["code"] == "FORBIDDEN"
