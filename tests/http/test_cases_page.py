"""The start page by its users' path: the cases open to a reader, filters, pages, and a search that bears with misspelling."""

import re
from importlib import resources
from pathlib import Path

import pytest
import pytest_asyncio
from playwright.sync_api import Browser, expect

from graph_service.importing.importer import import_bundle
from graph_service.local_neo4j.server import ConnectionDetails
from graph_service.security.identity import Role
from graph_service.settings import CaseAccess, Settings
from graph_service.store.graph import Graph
from tests.browser import follow
from tests.conftest import empty
from tests.serving import ServedSite, Visitor, entries, served, session_of, visiting
from tests.worlds import Row, person, write_bundle

MANY = 30


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def town(graph: Graph, tmp_path_factory: pytest.TempPathFactory) -> Graph:
    """The sample town, and more offenders than one page shows; one of them has every identifier."""
    await empty(graph)
    await import_bundle(graph, Path(str(resources.files("graph_service.samples") / "town")))
    people = [person(f"many-{n}", given_names="Zed", family_name=f"Yonder{n:02}") for n in range(MANY)]
    managed: list[Row] = [{"person_id": f"many-{n}", "category": 2, "level": 1} for n in range(MANY)]
    named = person(
        "known",
        given_names="Quillon",
        family_name="Ashdown",
        date_of_birth="1980-05-04",
        pnc_id="1997/0000123J",
        cro_number="000123/97Q",
        noms_number="A1234BC",
        crn="X123456",
        visor_reference="V-77",
    )
    namesake = person("namesake", given_names="Quillon", family_name="Ashdown")
    await import_bundle(
        graph,
        write_bundle(
            tmp_path_factory.mktemp("many"),
            people=[*people, named, namesake],
            offenders=[
                *managed,
                {"person_id": "known", "category": 4, "level": 3, "lead_agency": "Police"},
            ],
        ),
    )
    return graph


def names(visitor: Visitor) -> list[str]:
    return visitor.page.locator("tbody th").all_inner_texts()


def test_a_reader_signs_in_says_why_and_sees_his_cases_which_are_put_on_record(
    visitor: Visitor, site: ServedSite
) -> None:
    visitor.page.goto(site.address)
    visitor.must_be_accessible()
    follow(visitor.page.get_by_role("link", name="Sign in"))
    visitor.must_be_accessible()
    visitor.be("Panel member")
    visitor.must_be_accessible()
    visitor.say_why()
    expect(visitor.page.get_by_role("heading", level=1)).to_have_text("Cases open to you")
    visitor.must_be_accessible()
    assert len(names(visitor)) == 25
    assert names(visitor) == sorted(names(visitor), key=lambda name: name.split()[-1].lower())
    entry = entries(site.settings)[-1]
    assert (entry["operation"], entry["purpose"], entry["disclosedCount"]) == ("casesPage", "panel of 3 June", 25)
    assert "gary-flint" in entry["disclosed"]
    expect(visitor.page.get_by_role("link", name="Gary Flint")).to_have_attribute("href", "/offenders/gary-flint")
    expect(visitor.page.get_by_text("panel-member@development")).to_be_visible()
    expect(visitor.page.get_by_role("link", name="Workbench")).to_have_count(0)
    visitor.must_have_stayed_here()


def test_pages_and_filters(visitor: Visitor) -> None:
    visitor.sign_in("Plan author")
    visitor.say_why()
    visitor.page.get_by_label("MAPPA category").select_option("2")
    visitor.page.get_by_label("Level").select_option("1")
    follow(visitor.page.get_by_role("button", name="Show these"))
    first = names(visitor)
    caption = visitor.page.locator("caption")
    of_these = "managed today in cases open to you, of this category and level; in order of family name"
    expect(caption).to_have_text(re.compile(rf"^\s*\d+ offenders are {of_these}\s*$"))
    follow(visitor.page.get_by_role("link", name="Next 25"))
    # The whole is counted once.
    expect(caption).to_have_text(f"More offenders who are {of_these}")
    rest = names(visitor)
    assert len(first) == 25 and rest and not set(first) & set(rest)
    assert {f"Zed Yonder{n:02}" for n in range(MANY)} <= {*first, *rest}
    assert "Quillon Ashdown" not in {*first, *rest}
    visitor.must_be_accessible()
    follow(visitor.page.get_by_role("link", name="Back to the first"))
    assert names(visitor) == first
    expect(visitor.page.get_by_label("MAPPA category")).to_have_value("2")


def find(visitor: Visitor, text: str) -> list[str]:
    visitor.page.get_by_label("Name or identifier").fill(text)
    follow(visitor.page.get_by_role("button", name="Find"))
    return names(visitor)


def test_a_search_finds_offenders_by_names_however_spelt_and_by_identifiers(visitor: Visitor, site: ServedSite) -> None:
    visitor.sign_in("Panel member")
    visitor.say_why()
    for text in (
        "Quillon Ashdown",
        "quilon ashdwon",
        "ashdown",
        "Kwillon Ash-Down",
        "\u00a0Quillon\u00a0Ash\u200bdown\u200b",
    ):
        # His namesake is no offender.
        assert find(visitor, text)[:1] == ["Quillon Ashdown"]
        assert names(visitor).count("Quillon Ashdown") == 1
    for text in (
        "PNC 97/123J",
        "pnc id: 97/123j",
        "CRO 123/97Q",
        "NOMIS A1234BC",
        "NOMS no. A1234BC",
        "CRN: x123456",
        "ViSOR V-77",
        "CRN x 123456",
    ):
        assert find(visitor, text) == ["Quillon Ashdown"]
    for text in (
        "1997/0000123J",
        "97/123j",
        "970000123J",
        "000123/97Q",
        "123/97Q",
        "A1234BC",
        "x123456",
        "V-77",
        "v 77",
    ):
        assert find(visitor, text)[:1] == ["Quillon Ashdown"]
    visitor.must_be_accessible()
    assert "4 May 1980" in visitor.page.locator("tbody").inner_text()
    assert find(visitor, "xyzzyplugh") == []
    expect(visitor.page.get_by_text("Nobody like that is in a case open to you.")).to_be_visible()
    assert all("shdown" not in url and "A1234BC" not in url for url in visitor.asked)
    entry = next(entry for entry in reversed(entries(site.settings)) if entry.get("disclosed"))
    assert (entry["operation"], entry["details"], entry["disclosed"]) == ("caseSearch", {"textLength": 4}, ["known"])
    assert "ashd" not in str(entries(site.settings)).lower()
    visitor.must_have_stayed_here()


def test_a_search_for_nothing_shows_the_cases_and_says_what_to_write(visitor: Visitor, site: ServedSite) -> None:
    visitor.sign_in("Panel member")
    visitor.say_why()
    everybody = names(visitor)
    for text in ("", "   "):
        assert find(visitor, text) == everybody
        expect(visitor.page.get_by_role("status")).to_contain_text("Write a name or an identifier to find somebody.")
    visitor.must_be_accessible()
    entry = entries(site.settings)[-1]
    assert (entry["operation"], entry["outcome"], entry["disclosedCount"]) == ("caseSearch", "OK", len(everybody))


def test_on_a_day_of_his_own_a_reader_comes_to_the_cases_of_that_day(visitor: Visitor, site: ServedSite) -> None:
    visitor.page.goto(f"{site.address}/?asOf=2026-06-01")
    follow(visitor.page.get_by_role("link", name="Sign in"))
    visitor.be("Plan author", at="/?asOf=2026-06-01")
    visitor.say_why()
    expect(visitor.page.get_by_text("managed on 1 June 2026 in cases open to you")).to_be_visible()
    visitor.must_be_accessible()
    assert find(visitor, "Gray Flynt")[:1] == ["Gary Flint"]
    found = visitor.page.get_by_role("link", name="Gary Flint")
    expect(found).to_have_attribute("href", "/offenders/gary-flint?asOf=2026-06-01")
    views = {view["asOf"] for entry in entries(site.settings)[-2:] for view in entry["views"]}
    assert views == {"2026-06-01"}
    visitor.page.goto(site.address)
    visitor.page.get_by_label("MAPPA category").select_option("3")
    visitor.page.get_by_label("True on").fill("2010-01-01")
    follow(visitor.page.get_by_role("button", name="Show these"))
    expect(visitor.page.get_by_text("No offender who is managed on 1 January 2010")).to_be_visible()
    expect(visitor.page.get_by_text("choose another day")).to_be_visible()
    visitor.must_be_accessible()
    follow(visitor.page.get_by_role("link", name="Today instead"))
    expect(visitor.page.get_by_text("managed today in cases open to you")).to_be_visible()
    expect(visitor.page.get_by_label("MAPPA category")).to_have_value("3")
    visitor.must_have_stayed_here()


@pytest.mark.parametrize(
    ("role", "words"), [("Auditor", "An auditor reads the log"), ("Administrator", "access and settings")]
)
def test_roles_that_read_no_case_see_none_and_are_told_what_they_are_for(
    role: str, words: str, visitor: Visitor
) -> None:
    visitor.sign_in(role)
    expect(visitor.page.get_by_text(words)).to_be_visible()
    expect(visitor.page.get_by_text("No case is open to this role.")).to_be_visible()
    assert visitor.page.locator("a[href^='/offenders/'], input[type=search]").count() == 0
    visitor.must_be_accessible()
    follow(visitor.page.get_by_role("button", name="Sign out"))
    visitor.must_be_accessible()
    follow(visitor.page.get_by_role("link", name="Sign out there as well"))
    expect(visitor.page.get_by_role("link", name="Sign in")).to_be_visible()
    visitor.must_have_stayed_here()


def test_where_cases_are_open_to_members_a_reader_sees_and_finds_his_own_alone(
    town: Graph, neo4j_server: ConnectionDetails, tmp_path: Path, browser: Browser
) -> None:
    settings = Settings(home=tmp_path, case_access=CaseAccess.MEMBERS)
    with served(settings, neo4j_server) as address, visiting(browser, address) as visitor:
        visitor.hold(session_of(settings, "ana", Role.PANEL_MEMBER, frozenset({"gary-flint"})))
        visitor.page.goto(address)
        visitor.say_why()
        assert names(visitor) == ["Gary Flint"]
        assert find(visitor, "Quillon Ashdown") == find(visitor, "A1234BC") == []
        assert find(visitor, "Gray Flynt") == ["Gary Flint"]
        # The purpose of the list is asked once; for a case that is closed none is asked, as for one that there is not.
        for closed in ("known", "nobody"):
            visitor.page.goto(f"{address}/offenders/{closed}/network")
            expect(visitor.page.get_by_text("the case is not open to you")).to_be_visible()
            expect(visitor.page.get_by_label("Why are you opening it?")).to_have_count(0)
        visitor.page.goto(address)
        assert names(visitor) == ["Gary Flint"]
        *unseen, listed = entries(settings)[-3:]
        assert [(one["outcome"], one["asked"], "purpose" in one) for one in unseen] == [
            ("NOT_SHOWN", {"offenderId": ["known"]}, False),
            ("NOT_SHOWN", {"offenderId": ["nobody"]}, False),
        ]
        assert listed["purpose"] == "panel of 3 June"
        assert all(url.startswith(f"{address}/") for url in visitor.asked)


@pytest.mark.parametrize("width", [375, 768])
def test_the_list_fits_narrow_screens(width: int, site: ServedSite, browser: Browser) -> None:
    with visiting(browser, site.address, width) as visitor:
        visitor.sign_in("Analyst")
        visitor.say_why()
        expect(visitor.page.get_by_role("link", name="Workbench")).to_be_visible()
        assert visitor.page.evaluate("document.documentElement.scrollWidth") <= width
        visitor.must_be_accessible()
