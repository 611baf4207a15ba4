"""Both network pages over a real store: what they show, seal and refuse, and whom their entries name."""

import html
import re
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio

from graph_service.importing.importer import import_bundle
from graph_service.security.identity import Role
from graph_service.store.graph import Graph
from tests.site import Site, shown, site_over
from tests.worlds import link, person, write_bundle

DAY = "?asOf=2026-06-01"


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def world(module_store: Graph, tmp_path_factory: pytest.TempPathFactory) -> Graph:
    """An offender, his partner and her child, a friend's friend, and a victim at an address of her own."""
    await import_bundle(
        module_store,
        write_bundle(
            tmp_path_factory.mktemp("pages"),
            people=[
                person("o", given_names="Olaf", family_name="Vane"),
                person("p", given_names="Petra", family_name="Lund"),
                person("c", given_names="Cora", family_name="Lund", date_of_birth="2018-03-01"),
                person("v", given_names="Vera", family_name="Quill"),
                person("w", given_names="Walt", family_name="Quill"),
            ],
            offenders=[{"person_id": "o", "category": 1, "level": 2}],
            profiles=[{"person_id": "o", "profile": "CHILD_SEXUAL"}],
            offences=[{"id": "off", "title": "Assault"}],
            addresses=[{"id": "safe", "lines": "7 Quiet Haven", "town": "Farley", "postcode": "ZZ2 2ZZ"}],
            sources=[{"id": "secret", "agency": "Police", "source_evaluation": 1, "handling": "C"}],
            relationships=[
                link("FRIEND_OF", "p", "w", valid_from="2020-01-01", source_id="secret"),
                link("PARTNER_OF", "o", "p", role="INTIMATE", valid_from="2025-01-01"),
                link("PARENT_OF", "p", "c", valid_from="2018-03-01"),
                link("INVOLVED_IN", "o", "off", role="CONVICTED", valid_from="2015-01-01"),
                link("VICTIM_OF", "v", "off", valid_from="2015-01-01"),
                link("LIVES_AT", "v", "safe", role="MAIN", valid_from="2016-01-01"),
                link("FRIEND_OF", "v", "w", valid_from="2016-01-01"),
            ],
        ),
    )
    return module_store


@pytest_asyncio.fixture(loop_scope="session")
async def site(world: Graph, tmp_path: Path) -> AsyncIterator[Site]:
    async with site_over(world, tmp_path, Role.ANALYST) as site:
        yield site


async def test_an_offenders_page_names_him_and_those_at_risk_and_its_entry_names_them_too(site: Site) -> None:
    response = await site.get(f"/offenders/o/network{DAY}")
    assert (response.status_code, "Network of Olaf Vane" in shown(response)) == (200, True)
    assert "Cora Lund" in shown(response) and "Vera Quill" not in shown(response)
    assert site.last_disclosed() == {"o", "p", "c"}


async def test_hops_add_what_lies_around_an_offender(site: Site) -> None:
    response = await site.get(f"/offenders/o/network{DAY}&hops=2")
    assert "Assault" in shown(response)
    assert site.last_disclosed() == {"o", "p", "c", "v"}


async def test_a_records_page_says_in_words_all_that_is_around_it_and_calls_nobody_an_offender(site: Site) -> None:
    response = await site.get(f"/records/p/network{DAY}")
    words = shown(response)
    assert (response.status_code, "Network of Petra Lund" in words) == (200, True)
    assert "since 1 January 2025" in words and "Petra Lund is Cora Lund's parent" in words
    assert "Findings" not in words and "Offender" not in words and "at risk" not in words.lower()
    assert site.last_disclosed() == {"o", "p", "c"}
    near = await site.get(f"/records/c/network{DAY}&hops=1")
    assert "Petra Lund" in near.text and "Olaf Vane" not in near.text


async def test_what_the_graph_links_to_is_there(site: Site) -> None:
    question = '{ neighbourhood(id: "p", hops: 1) { pictureUrl } }'
    answer = await site.ask(question)
    url = answer.json()["data"]["neighbourhood"]["pictureUrl"]
    assert (url.startswith("/records/p/network?"), (await site.get(url)).status_code) == (True, 200)


@pytest.mark.parametrize("begin", ["/offenders", "/records"])
@pytest.mark.parametrize("record_id", ["nobody", "%27%20OR%201%3D1%20%2F%2F", "%3Cscript%3Ealert(1)%3C%2Fscript%3E"])
async def test_unknown_and_hostile_ids_find_nothing(begin: str, record_id: str, site: Site) -> None:
    response = await site.get(f"{begin}/{record_id}/network")
    assert response.status_code == 404
    assert "<script" not in response.text


@pytest.mark.parametrize("role", [Role.PANEL_MEMBER, Role.PLAN_AUTHOR])
async def test_a_victims_address_is_sealed_and_nothing_of_it_is_in_the_page(role: Role, site: Site) -> None:
    response = await site.get(f"/offenders/o/network{DAY}&hops=3", role)
    assert response.status_code == 200
    assert "Vera Quill" in response.text and "Sealed address" in response.text
    assert not re.search("Quiet Haven|Farley|ZZ2|safe", response.text)


async def test_an_analyst_sees_a_victims_address(site: Site) -> None:
    response = await site.get(f"/offenders/o/network{DAY}&hops=3", Role.ANALYST)
    assert "Quiet Haven" in response.text and "Sealed address" not in response.text


@pytest.mark.parametrize(
    ("role", "more", "purpose", "status"),
    [
        (Role.PANEL_MEMBER, "", True, 403),
        (Role.PLAN_AUTHOR, "", True, 403),
        (Role.AUDITOR, "", True, 403),
        (Role.ANALYST, "", False, 400),
        (Role.ANALYST, "?hops=0", True, 400),
        (Role.ANALYST, "?hops=5", True, 400),
        (Role.ANALYST, "?hops=many", True, 400),
        (Role.ANALYST, "?hops=4", True, 200),
    ],
)
async def test_a_records_page_is_for_those_who_explore(
    role: Role, more: str, purpose: bool, status: int, site: Site
) -> None:
    assert (await site.get(f"/records/p/network{more}", role, purpose=purpose)).status_code == status


async def test_what_only_the_cleared_may_see_is_not_even_counted(site: Site) -> None:
    plain = shown(await site.get(f"/offenders/o/network{DAY}"))
    assert "is a friend of (1)" not in plain and "Police" not in plain
    opened = await site.get(f"/offenders/o/network{DAY}&expand=p:FRIEND_OF")
    assert "Walt Quill" not in opened.text and "w" not in site.last_disclosed()
    nobody = await site.get(f"/offenders/o/network{DAY}&expand=nobody:FRIEND_OF")
    for answer in (opened, nobody):
        assert "1 relation that this link asks for is not shown: not on record in this view" in shown(answer)
    cleared = await site.get(f"/offenders/o/network{DAY}", cleared=True)
    assert "is a friend of (1)" in shown(cleared)
    opened = await site.get(f"/offenders/o/network{DAY}&expand=p:FRIEND_OF", cleared=True)
    assert "Petra Lund is a friend of Walt Quill" in shown(opened) and "Police" in shown(opened)
    assert "that this link asks for" not in shown(opened)
    assert "w" in site.last_disclosed()


async def test_a_sealed_address_is_neither_opened_nor_shown_by_itself(site: Site) -> None:
    response = await site.get(f"/offenders/o/network{DAY}&hops=3&expand=safe:LIVES_AT~", Role.PANEL_MEMBER)
    assert "Sealed address" in response.text
    assert not re.search("Quiet Haven|Farley|ZZ2|safe", response.text)


async def test_the_same_view_gives_the_same_bytes(site: Site) -> None:
    address = f"/offenders/o/network{DAY}&knownAt=2026-06-01T09:00:00Z&hops=3&expand=o:INVOLVED_IN"
    first, second = await site.get(address), await site.get(address)
    assert first.status_code == 200 and first.content == second.content


@pytest.mark.parametrize("wanted", ["nonsense", "o:NO_SUCH_TYPE", "o:HAS_PROFILE", "o:PARTNER_OF~~"])
async def test_what_cannot_be_opened_is_refused_in_words(wanted: str, site: Site) -> None:
    response = await site.get(f"/offenders/o/network{DAY}&expand={wanted}")
    assert response.status_code == 400
    assert "expand must name a record and a type of relationship" in response.text and wanted not in response.text


@pytest.mark.parametrize("about", ["/offenders/o", "/records/p"])
async def test_a_network_is_moved_about_by_those_who_explore_and_discloses_what_its_picture_does(
    about: str, site: Site
) -> None:
    refused = await site.get(f"{about}/movable-network{DAY}", Role.PANEL_MEMBER)
    assert refused.status_code == 403 and "Lund" not in refused.text
    picture = await site.get(f"{about}/network{DAY}&hops=2")
    disclosed = site.last_disclosed()
    (address,) = re.findall(r'href="([^"]+)">Move this network about', picture.text)
    movable = await site.get(html.unescape(address))
    assert movable.status_code == 200 and "Petra Lund" in shown(movable)
    assert site.last["operation"] == ("movableNetworkPage" if "offenders" in about else "recordMovableNetworkPage")
    assert site.last_disclosed() == disclosed
    # What only the cleared may see is there for them alone, as in the picture.
    told = [
        "is a friend of Walt Quill" in shown(await site.get(f"{about}/movable-network{DAY}&hops=2", cleared=cleared))
        for cleared in (False, True)
    ]
    assert told == [
        "is a friend of Walt Quill" in shown(await site.get(f"{about}/network{DAY}&hops=2", cleared=cleared))
        for cleared in (False, True)
    ]
    unknown = await site.get(f"{about.rsplit('/', 1)[0]}/nobody/movable-network")
    assert unknown.status_code == 404


async def test_a_panel_member_is_not_led_where_only_those_who_explore_may_go(site: Site) -> None:
    page = await site.get(f"/offenders/o/network{DAY}", Role.PANEL_MEMBER)
    assert page.status_code == 200 and "movable" not in page.text
