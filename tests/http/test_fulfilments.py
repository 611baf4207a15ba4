"""What fulfils a condition of a finding, and who could be told, as far as a viewer may see it: in answers, pages and pictures."""

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
ASKED = """{ offender(id: "o", asOf: "2026-06-01") { potentialVictims { strength exposures {
  pattern { id } summary fulfilledBy { id type from { __typename } to { __typename } } } } } }"""


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def world(module_store: Graph, tmp_path_factory: pytest.TempPathFactory) -> Graph:
    here = {"latitude": 51, "longitude": 0}
    await import_bundle(
        module_store,
        write_bundle(
            tmp_path_factory.mktemp("fulfilments"),
            people=[
                person("o", given_names="Olaf", sex="M", date_of_birth="1980-01-01"),
                person("k", given_names="Kay", sex="F", date_of_birth="2018-01-01"),
                person("m", given_names="Mona", sex="F"),
                person("f", given_names="Fred", sex="M"),
                person("v", given_names="Vera", sex="F"),
                person("h", given_names="Hetty", sex="F"),
            ],
            offenders=[{"person_id": "o", "category": 1, "level": 2}],
            profiles=[{"person_id": "o", "profile": "CHILD_SEXUAL"}],
            offences=[{"id": "off", "title": "Assault"}],
            sources=[
                {"id": "secret", "source_evaluation": 1, "intelligence_assessment": "A", "handling": "C"},
            ],
            schools=[{"id": "school", "name": "Alder School", **here}],
            addresses=[
                {"id": "his", "lines": "1 Oak Row", **here},
                {"id": "next", "lines": "2 Oak Row", **here},
                {"id": "hers", "lines": "Quiet Haven", **here},
            ],
            relationships=[
                link("LIVES_AT", "o", "his", role="MAIN", valid_from="2020-01-01"),
                link("ADJACENT_TO", "his", "next"),
                link("LIVES_AT", "k", "next", role="MAIN", valid_from="2020-01-01"),
                link("CONTACTED", "o", "k", id="known", role="APPROACH", valid_from="2026-05-20"),
                link("CONTACTED", "o", "k", id="heard", role="APPROACH", valid_from="2026-05-26", source_id="secret"),
                link("PARENT_OF", "m", "k"),
                link("CARES_FOR", "m", "k", role="MAIN_CARER"),
                link("PARENT_OF", "f", "k", source_id="secret"),
                link("CARES_FOR", "f", "k", role="MAIN_CARER", source_id="secret"),
                link("INVOLVED_IN", "o", "off", role="CONVICTED", valid_from="2015-01-01"),
                link("VICTIM_OF", "v", "off"),
                link("LIVES_AT", "v", "hers", role="MAIN", valid_from="2016-01-01"),
                link("SEEN_AT", "o", "hers", id="sighting", valid_from="2026-05-28"),
                link("HEAD_OF", "h", "school"),
            ],
        ),
    )
    return module_store


@pytest_asyncio.fixture(loop_scope="session")
async def site(world: Graph, tmp_path: Path) -> AsyncIterator[Site]:
    async with site_over(world, tmp_path, Role.PANEL_MEMBER) as site:
        yield site


async def _fulfilled(site: Site, role: Role, *, cleared: bool = False) -> tuple[dict[str, list[str]], str]:
    answer = await site.ask(ASKED, role, cleared=cleared)
    assert answer.status_code == 200 and "errors" not in answer.json(), answer.text
    found = {
        exposure["pattern"]["id"]: [one["id"] for one in exposure["fulfilledBy"]]
        for finding in answer.json()["data"]["offender"]["potentialVictims"]
        for exposure in finding["exposures"]
    }
    return found, answer.text


@pytest.mark.parametrize("cleared", [False, True])
async def test_the_event_is_told_by_sentence_path_page_and_picture_and_a_confidential_one_to_the_cleared_alone(
    cleared: bool, site: Site
) -> None:
    found, text = await _fulfilled(site, Role.PLAN_AUTHOR, cleared=cleared)
    assert found["neighbour_child"] == (["heard"] if cleared else ["known"])
    day = "26 May 2026" if cleared else "20 May 2026"
    assert f"approached Kay on {day}" in text
    pages = [
        await site.get(f"/offenders/o{path}{DAY}", Role.PLAN_AUTHOR, cleared=cleared)
        for path in ("", "/network", "/network.svg", "/disclosure-candidates", "/family")
    ]
    assert [page.status_code for page in pages] == [200] * len(pages)
    assert day in pages[0].text and day in pages[1].text
    assert all("approach" in page.text for page in pages[:3])
    if not cleared:
        assert not any("26 May 2026" in page.text or "26 May 2026" in text for page in pages)


@pytest.mark.parametrize("cleared", [False, True])
async def test_who_could_be_told_is_drawn_with_what_makes_them_so_as_far_as_the_viewer_sees_it(
    cleared: bool, site: Site
) -> None:
    for path in ("/network", "/network.svg"):
        page = await site.get(f"/offenders/o{path}{DAY}", Role.PLAN_AUTHOR, cleared=cleared)
        assert page.status_code == 200
        assert "Mona" in page.text and "first" in page.text and "Hetty" in page.text
        assert ("Fred" in page.text) is cleared
    page = await site.get(f"/offenders/o/network{DAY}", Role.PLAN_AUTHOR, cleared=cleared)
    assert {"m", "h"} <= site.last_disclosed()
    assert ("f" in site.last_disclosed()) is cleared
    assert "Tell first" in page.text


@pytest.mark.parametrize(("role", "told"), [(Role.PANEL_MEMBER, []), (Role.ANALYST, ["sighting"])])
async def test_a_sighting_at_a_sealed_address_does_not_tell_that_it_is_by_the_school(
    role: Role, told: list[str], site: Site
) -> None:
    found, _ = await _fulfilled(site, role)
    assert found["near_child_site"] == told
    page = await site.get(f"/offenders/o/network{DAY}", role)
    assert ("Quiet Haven" in page.text) is bool(told)
    assert ("28 May 2026" in page.text) is bool(told)
