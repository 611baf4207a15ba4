"""The pages by which one finds one's way: search, records by themselves, links between two of them."""

import re
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio

from graph_service.audit.export import select
from graph_service.importing.importer import import_bundle
from graph_service.model.vocabulary import DERIVED_RELATIONSHIPS, RELATIONSHIPS
from graph_service.pages.record import FIRST, GROUPS, PER_PAGE
from graph_service.security.identity import Role
from graph_service.settings import CaseAccess
from graph_service.store.graph import Graph
from tests.http.conftest import BROWSER, send_form, signed_in
from tests.site import PURPOSE, Site, shown, site_over
from tests.worlds import link, person, write_bundle

DAY = "asOf=2026-06-01"
PUPILS = PER_PAGE + 20


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def world(module_store: Graph, tmp_path_factory: pytest.TempPathFactory) -> Graph:
    pupils = [f"pupil-{number:03}" for number in range(PUPILS)]
    await import_bundle(
        module_store,
        write_bundle(
            tmp_path_factory.mktemp("finding"),
            sources=[
                {
                    "id": "told",
                    "agency": "Police",
                    "reference": "Log 7",
                    "source_evaluation": 2,
                    "intelligence_assessment": "B",
                },
                {"id": "secret", "agency": "Force", "reference": "Hush", "handling": "C", "handling_note": "Ask first"},
            ],
            people=[
                person("o", given_names="Olaf", family_name="Vane", date_of_birth="1980-02-03", pnc_id="1979/0163001B"),
                person("other", given_names="Olaf", family_name="Vane", date_of_birth="1991-05-06"),
                person("m", given_names="Mia", family_name="Orme", date_of_birth="1990-01-01"),
                person("v", given_names="Vera", family_name="Haven"),
                person("hidden", given_names="Quoz", family_name="Vane", source_id="secret"),
                *(person(each, given_names="Pip", family_name=each) for each in pupils),
            ],
            offenders=[{"person_id": "o", "category": 1, "level": 2}],
            addresses=[
                {"id": "home", "lines": "4 Rose Lane", "town": "Kelderwick", "postcode": "ZZ1 4HP"},
                {"id": "haven", "lines": "Quiet Haven", "town": "Farby"},
                {"id": "next", "lines": "6 Rose Lane", "town": "Kelderwick"},
            ],
            schools=[{"id": "school", "name": "High Field School", "urn": 990101}],
            offences=[{"id": "off", "title": "Assault", "kind": "DOMESTIC_ABUSE"}],
            orders=[{"id": "order", "person_id": "o", "kind": "RESTRAINING", "valid_from": "2026-01-01"}],
            conditions=[
                {"id": "t1", "order_id": "order", "kind": "NO_CONTACT", "subject_id": "v"},
                {
                    "id": "t2",
                    "order_id": "order",
                    "kind": "EXCLUDED_PLACE",
                    "subject_id": "haven",
                    "text": "Not Quiet Haven",
                },
            ],
            relationships=[
                link("PARTNER_OF", "o", "m", role="INTIMATE", valid_from="2025-01-10", source_id="told"),
                link("PARTNER_OF", "other", "v", valid_from="2010-01-01", valid_to="2012-01-01"),
                link("FRIEND_OF", "o", "hidden", valid_from="2025-01-01"),
                link("FRIEND_OF", "m", "v", valid_from="2020-01-01", source_id="secret"),
                link("FRIEND_OF", "m", "other", valid_from="2015-01-01", valid_to="2016-01-01"),
                link("LIVES_AT", "m", "home", role="MAIN", valid_from="2020-01-01"),
                link("LIVES_AT", "o", "home", role="MAIN", valid_from="2026-01-01"),
                link("LIVES_AT", "v", "haven", role="MAIN", valid_from="2020-01-01"),
                link("ADJACENT_TO", "next", "haven", valid_from="2016-01-01"),
                link("INVOLVED_IN", "o", "off", role="CONVICTED", valid_from="2015-01-01"),
                link("VICTIM_OF", "v", "off", valid_from="2015-01-01"),
                link("MINDS", "m", "pupil-000", valid_from="2024-01-01", recorded_at="2026-01-01T00:00:00Z"),
                *(link("ATTENDS", each, "school", valid_from="2024-09-01") for each in pupils),
            ],
        ),
    )
    return module_store


@pytest_asyncio.fixture(loop_scope="session")
async def site(world: Graph, tmp_path: Path) -> AsyncIterator[Site]:
    async with site_over(world, tmp_path, Role.ANALYST) as site:
        yield site


@pytest_asyncio.fixture(loop_scope="session")
async def closed(world: Graph, tmp_path: Path) -> AsyncIterator[Site]:
    """The service where cases are open to their members alone."""
    async with site_over(world, tmp_path, Role.ANALYST, case_access=CaseAccess.MEMBERS) as site:
        yield site


def test_every_type_of_relationship_has_its_place() -> None:
    placed = [type_ for types in GROUPS.values() for type_ in types]
    assert sorted(placed) == sorted([*RELATIONSHIPS, *DERIVED_RELATIONSHIPS])


async def test_a_person_by_himself(site: Site) -> None:
    page = await site.get(f"/records/o?{DAY}", Role.PANEL_MEMBER)
    words = shown(page)
    assert "Born 3 February 1980 (age 46)" in words and "PNC 1979/0163001B" in words
    assert "Mia Orme" in words and "graded 2B" in words and "Police: Log 7" in words
    assert 'href="/records/m?asOf=2026-06-01&amp;knownAt=' in page.text
    assert 'href="/offenders/o?asOf=2026-06-01&amp;knownAt=' in page.text
    assert 'href="/records/order?' in page.text and "Restraining order" in words
    # Pictures around a record, and links to others, are for those who explore.
    assert "/records/o/network" not in page.text and "/paths" not in page.text
    assert site.last_disclosed() == {"o", "m"}
    assert (site.last["operation"], site.last["asked"]) == ("recordPage", {"id": ["o"]})
    explorers = await site.get(f"/records/o?{DAY}")
    assert "/records/o/network" in explorers.text and "/paths?from=o&amp;" in explorers.text


async def test_what_is_known_at_the_view_alone(site: Site) -> None:
    assert "Pip" not in await site.words("/records/m?asOf=2026-06-01&knownAt=2025-01-01T00:00:00Z")
    assert "Pip pupil-000" in await site.words(f"/records/m?{DAY}")
    other = await site.words(f"/records/other?{DAY}")
    assert "until 31 December 2011, ended" in other


@pytest.mark.parametrize("unknown", ["nobody", "hidden", "t1", "haven"])
async def test_what_is_not_seen_looks_like_what_there_is_not(unknown: str, site: Site) -> None:
    answers = [await site.get(f"/records/{one}?{DAY}", Role.PANEL_MEMBER) for one in (unknown, "nobody")]
    assert [one.status_code for one in answers] == [404, 404]
    assert answers[0].content == answers[1].content
    assert site.last["outcome"] == "NOT_SHOWN" and "disclosed" not in site.last


@pytest.mark.parametrize(("role", "told"), [(Role.PANEL_MEMBER, False), (Role.ANALYST, True)])
async def test_a_sealed_address_is_told_by_no_record(role: Role, told: bool, site: Site) -> None:
    for record_id in ("v", "next", "order", "o"):
        page = await site.get(f"/records/{record_id}?{DAY}", role)
        assert page.status_code == 200
        assert ("haven?" in page.text or "Quiet Haven" in page.text) == (told and record_id != "o")
    assert ("next door" in await site.words(f"/records/next?{DAY}", role)) == told
    assert ("Sealed address" in await site.words(f"/records/v?{DAY}", role)) != told


async def test_what_only_the_cleared_may_know(site: Site) -> None:
    assert "Quoz" not in await site.words(f"/records/o?{DAY}")
    cleared = await site.words(f"/records/o?{DAY}", cleared=True)
    assert "Quoz Vane" in cleared and "Handling C: Ask first" in cleared
    own = await site.words(f"/records/hidden?{DAY}", cleared=True)
    assert "Handling C: Ask first" in own


async def test_a_school_has_its_pupils_in_parts(site: Site) -> None:
    page = await site.get(f"/records/school?{DAY}")
    assert len(re.findall(r">Pip pupil-\d+<", page.text)) == FIRST
    assert f"all {PUPILS}" in shown(page)
    all_of_them = await site.get(f"/records/school?{DAY}&relation=ATTENDS~")
    assert len(re.findall(r">Pip pupil-\d+<", all_of_them.text)) == PER_PAGE
    assert f"Next {PUPILS - PER_PAGE}" in shown(all_of_them)
    rest = await site.get(f"/records/school?{DAY}&relation=ATTENDS~&page=2")
    assert len(re.findall(r">Pip pupil-\d+<", rest.text)) == PUPILS - PER_PAGE
    assert len(site.last_disclosed()) == PUPILS - PER_PAGE


@pytest.mark.parametrize("query", ["relation=KNOWS", "relation=attends", "page=2", "relation=ATTENDS&page=0", "hops=2"])
async def test_a_part_that_there_is_not(query: str, site: Site) -> None:
    refused = await site.get(f"/records/school?{query}")
    assert refused.status_code == 400


async def test_namesakes_are_told_apart_and_what_was_searched_for_is_nowhere(site: Site) -> None:
    found = await send_form(signed_in(site, Role.ANALYST), "/search", text="Olaf Vayne", asOf="2026-06-01")
    words = shown(found)
    assert "Olaf Vane Born 3 February 1980, age 46; lives in Kelderwick; PNC 1979/0163001B" in words
    assert "Olaf Vane Born 6 May 1991, age 35" in words
    assert "Quoz" not in words
    assert 'href="/records/o?asOf=2026-06-01"' in found.text
    assert found.url.path == "/search" and not found.url.query
    last = site.last
    assert (last["operation"], last["details"], set(last["disclosed"])) == (
        "search",
        {"textLength": 10},
        {"o", "other"},
    )
    assert "Vayne" not in str(list(select(site.settings.home, begin=None, end=None)))


@pytest.mark.parametrize(
    ("text", "kind", "found"),
    [
        ("ZZ1 4HP", "", "4 Rose Lane, Kelderwick, ZZ1 4HP"),
        ("High Feild", "School", "High Field School"),
        ("1979/0163001B", "Person", "Olaf Vane"),
        ("order", "", "Restraining order"),
    ],
)
async def test_a_record_of_any_kind_is_found(text: str, kind: str, found: str, site: Site) -> None:
    page = await send_form(signed_in(site, Role.ANALYST), "/search", text=text, kind=kind, asOf="2026-06-01")
    assert found in shown(page)


@pytest.mark.parametrize("text", ["Quoz", "hidden", "nothing of the kind"])
async def test_what_is_not_open_is_not_found(text: str, site: Site) -> None:
    page = await send_form(signed_in(site, Role.ANALYST), "/search", text=text)
    assert "Nothing like that is on record, or open to you." in shown(page)


@pytest.mark.parametrize("text", ["x" * 201, "a\nb"])
async def test_a_text_that_cannot_be_searched_for_is_not_said_again(text: str, site: Site) -> None:
    refused = await send_form(signed_in(site, Role.ANALYST), "/search", text=text)
    assert refused.status_code == 400 and text not in refused.text


@pytest.mark.parametrize("address", ["/search", "/paths"])
async def test_a_form_of_another_site_finds_nothing(address: str, site: Site) -> None:
    client = signed_in(site, Role.ANALYST)
    refused = await client.post(address, data={"form": "0" * 64, "text": "Olaf"}, headers=BROWSER | PURPOSE)
    assert refused.status_code == 403 and "Olaf" not in refused.text


@pytest.mark.parametrize("role", [Role.PANEL_MEMBER, Role.PLAN_AUTHOR, Role.AUDITOR, Role.ADMINISTRATOR])
@pytest.mark.parametrize("address", ["/search", "/paths", "/paths?from=o&to=m"])
async def test_search_and_links_are_for_those_who_explore(address: str, role: Role, site: Site) -> None:
    refused = await site.get(address, role)
    assert refused.status_code == 403
    assert (site.last["action"], site.last["outcome"]) == ("DENIED", "FORBIDDEN")


async def test_links_between_two_are_found_by_their_names(site: Site) -> None:
    client = signed_in(site, Role.ANALYST)
    matches = await send_form(client, "/paths", fromText="Mia Orm", toText="Olaf Vane", asOf="2026-06-01")
    assert re.search(r'name="from" value="m" required checked', matches.text)
    # Of namesakes none is chosen for the reader.
    assert re.search(r'name="to" value="o" required>', matches.text)
    assert re.search(r'name="to" value="other" required>', matches.text)
    assert (site.last["operation"], site.last["details"]) == ("pathSearch", {"textLength": 16})
    assert site.last_disclosed() == {"m", "o", "other"}
    page = await site.get(f"/paths?from=m&to=o&{DAY}")
    words = shown(page)
    assert "2 links, the shortest first" not in words and "1 link, the shortest first" in words
    assert "<svg" in page.text and 'href="/records/m?' in page.text and "graded 2B" in words
    assert site.last["asked"] == {"fromId": ["m"], "toId": ["o"]} and site.last_disclosed() == {"m", "o"}


async def test_ended_links_and_longer_ones_are_for_who_asks(site: Site) -> None:
    assert "No link" in await site.words(f"/paths?from=m&to=other&{DAY}")
    assert "1 link" in await site.words(f"/paths?from=m&to=other&includeEnded=true&{DAY}")
    longer = await site.words(f"/paths?from=m&to=o&upTo=4&{DAY}")
    assert "2 links, the shortest first" in longer and "4 Rose Lane" in longer


@pytest.mark.parametrize("query", ["from=o&to=nobody", "from=hidden&to=o", "from=nobody", "from=o&to=t1"])
async def test_links_of_what_is_not_seen(query: str, site: Site) -> None:
    answer = await site.get(f"/paths?{query}")
    assert answer.status_code == 404 and site.last["outcome"] == "NOT_SHOWN"


@pytest.mark.parametrize("query", ["from=o&to=o", "from=o&to=m&upTo=11", "from=o&to=m&includeEnded=maybe", "name=Olaf"])
async def test_links_that_cannot_be_asked_for(query: str, site: Site) -> None:
    assert (await site.get(f"/paths?{query}")).status_code == 400


async def test_a_link_that_only_the_cleared_may_know_leads_nowhere(site: Site) -> None:
    address = f"/paths?from=m&to=v&{DAY}"
    assert "Mia Orme is a friend of Vera Haven" in await site.words(address, cleared=True)
    assert "friend" not in await site.words(address)


@pytest.mark.parametrize("below", ["records", "offenders"])
@pytest.mark.parametrize("unseen", ["hidden", "nobody"])
async def test_who_could_see_nothing_is_not_asked_why(below: str, unseen: str, site: Site) -> None:
    client = signed_in(site, Role.PANEL_MEMBER)
    there = await client.get(f"/{below}/o?{DAY}", headers=BROWSER)
    assert f"The {'case' if below == 'offenders' else 'record'} o holds personal data." in shown(there)
    assert "Olaf" not in there.text
    answer = await client.get(f"/{below}/{unseen}?{DAY}", headers=BROWSER)
    assert answer.status_code == 404 and "holds personal data" not in answer.text
    assert (site.last["outcome"], site.last["asked"]) == (
        "NOT_SHOWN",
        {"offenderId" if below == "offenders" else "id": [unseen]},
    )


async def test_a_refusal_has_the_head_of_every_page(site: Site) -> None:
    page = await signed_in(site, Role.PLAN_AUTHOR).get("/search", headers=BROWSER)
    words = shown(page)
    assert page.status_code == 403 and "OFFICIAL-SENSITIVE" in words and "reader, plan author" in words
    assert "A plan author cannot search all records, look for links or use the workbench." in words


async def test_of_a_case_that_is_closed_a_record_tells_nothing(closed: Site) -> None:
    client = signed_in(closed, Role.PANEL_MEMBER, frozenset({"o"}))
    # Who does not explore reads records through his cases alone, so no name leads to a record.
    assert (await client.get(f"/records/m?{DAY}", headers=BROWSER | PURPOSE)).status_code == 403
    case = await client.get(f"/offenders/o?{DAY}", headers=BROWSER | PURPOSE)
    assert case.status_code == 200 and "/records/" not in case.text
    answers = [
        await client.get(f"/offenders/{one}?{DAY}", headers=BROWSER | {"X-Correlation-Id": "x"})
        for one in ("other", "nobody")
    ]
    same = [re.sub(r"<code>.*?</code>|value=\"[0-9a-f]+\"", "", one.text) for one in answers]
    assert [one.status_code for one in answers] == [404, 404] and same[0] == same[1]
    for cases, told in ((frozenset({"o"}), True), (frozenset(), False)):
        client = signed_in(closed, Role.ANALYST, cases)
        page = await client.get(f"/records/o?{DAY}", headers=BROWSER | PURPOSE)
        assert page.status_code == 200 and ("MAPPA case" in page.text) == told
        around = await client.get(f"/records/m/network?{DAY}", headers=BROWSER | PURPOSE)
        assert around.status_code == 200 and ("managed as an offender" in shown(around)) == told
