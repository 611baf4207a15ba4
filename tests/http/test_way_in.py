"""The way of each role from the start page to a case and out again, in a browser, with every page on it."""

from importlib import resources
from pathlib import Path

import pytest
import pytest_asyncio
from playwright.sync_api import Route, expect

from graph_service.importing.importer import import_bundle
from graph_service.settings import Settings
from graph_service.store.graph import Graph
from tests.browser import follow
from tests.conftest import empty
from tests.serving import ServedSite, Visitor, entries

CASE = "/offenders/gary-flint"
DAY = "?asOf=2026-06-01"
ROLES = {
    "Analyst": "Cases open to you",
    "Panel member": "Cases open to you",
    "Plan author": "Cases open to you",
    "Auditor": "You are signed in as an auditor",
    "Administrator": "You are signed in as an administrator",
}


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def town(graph: Graph, settings: Settings) -> Graph:
    """The sample town; plans are ready for what the store then holds, as they are where the service has started."""
    await empty(graph)
    await import_bundle(graph, Path(str(resources.files("graph_service.samples") / "town")))
    return graph


def heading(visitor: Visitor) -> str:
    return visitor.page.get_by_role("heading", level=1).inner_text()


@pytest.mark.parametrize("role", ROLES)
def test_each_role_signs_in_comes_to_what_it_is_for_and_signs_out(
    role: str, visitor: Visitor, site: ServedSite
) -> None:
    page = visitor.page
    page.goto(site.address)
    visitor.must_be_accessible()
    follow(page.get_by_role("link", name="Sign in"))
    visitor.must_be_accessible()
    visitor.be(role)
    if ROLES[role] == "Cases open to you":
        visitor.say_why("panel of 3 June")
    assert heading(visitor) == ROLES[role]
    user = f"{role.lower().replace(' ', '-')}@development"
    expect(page.get_by_text(f"{user}, {role.lower()}")).to_be_visible()
    expect(page.get_by_role("link", name="Workbench")).to_have_count(1 if role == "Analyst" else 0)
    visitor.must_be_accessible()
    follow(page.get_by_role("button", name="Sign out"))
    assert heading(visitor) == "You are signed out"
    visitor.must_be_accessible()
    follow(page.get_by_role("link", name="Start page"))
    expect(page.get_by_role("link", name="Sign in")).to_be_visible()
    last = entries(site.settings)[-1]
    assert (last["user"], last["action"]) == (user, "SIGN_OUT")
    visitor.must_have_stayed_here()


def test_whoever_has_signed_in_is_led_on_to_the_page_he_wanted(visitor: Visitor, site: ServedSite) -> None:
    page = visitor.page
    page.goto(f"{site.address}{CASE}{DAY}")
    visitor.must_be_accessible()

    def stay(route: Route) -> None:
        route.fulfill(status=204)

    # A page that answers with nothing leaves the browser where it is.
    page.route(f"**{CASE}{DAY}", stay)
    follow(page.get_by_role("button", name="Panel member"))
    expect(page.get_by_role("link", name="Go on")).to_be_visible()
    assert heading(visitor) == "You are signed in"
    visitor.must_be_accessible()
    page.unroute(f"**{CASE}{DAY}", stay)
    follow(page.get_by_role("link", name="Go on"))
    expect(page.get_by_label("Why are you opening it?")).to_be_visible()
    assert page.url == f"{site.address}{CASE}{DAY}"


def test_a_case_is_found_by_a_misspelt_name_and_its_purpose_is_asked_for_once(
    visitor: Visitor, site: ServedSite
) -> None:
    page = visitor.page
    page.goto(f"{site.address}/{DAY}")
    follow(page.get_by_role("link", name="Sign in"))
    visitor.be("Plan author", at=f"/{DAY}")
    visitor.say_why("to find the case")
    page.get_by_label("Name or identifier").fill("Gray Flynt")
    follow(page.get_by_role("button", name="Find"))
    visitor.must_be_accessible()
    follow(page.get_by_role("link", name="Gary Flint"))
    expect(page.get_by_text("The case gary-flint holds personal data.")).to_be_visible()
    visitor.must_be_accessible()
    # Blanks are no reason; the page says so, and still leads to where he was going.
    visitor.say_why("   ")
    expect(page.get_by_role("alert")).to_have_text("Say why you are opening it.")
    visitor.must_be_accessible()
    visitor.say_why("panel of 3 June")
    assert page.url == f"{site.address}{CASE}{DAY}"
    assert heading(visitor) == "Gary Flint"
    follow(page.get_by_role("link", name="Whom to tell").first)
    expect(page.get_by_label("Why are you opening it?")).to_have_count(0)
    page.goto(f"{site.address}/offenders/carl-voss{DAY}")
    visitor.say_why("panel of 4 June")
    assert heading(visitor) == "Carl Voss"
    read = [(entry["operation"], entry["purpose"]) for entry in entries(site.settings)[-5:]]
    assert read == [
        ("casesPage", "to find the case"),
        ("caseSearch", "to find the case"),
        ("casePage", "panel of 3 June"),
        ("candidatesPage", "panel of 3 June"),
        ("casePage", "panel of 4 June"),
    ]
    assert "Flynt" not in str(entries(site.settings)) and not any("Fl" in url for url in visitor.asked)


@pytest.mark.parametrize(
    ("address", "words"),
    [
        ("/offenders/nobody", "There is no such offender, or the case is not open to you."),
        (f"{CASE}?asof=2026-06-01", "the parameter asof, which this page does not take. It takes: asOf, knownAt."),
        (f"{CASE}?knownAt=8999-01-01T00:00:00Z", "knownAt lies in the future."),
        (f"{CASE}?asOf=soon", "Give the day as 2026-06-01: what stands for asOf is no such day."),
        (f"{CASE}/network?hops=9", "hops must be a number from 1 to 4."),
        ("/?level=9", "The category is 1 to 4 and the level 1 to 3."),
        ("/workbench", "A panel member cannot search all records, look for links or use the workbench."),
        ("/nonsense", "There is no such page."),
    ],
)
def test_what_cannot_be_shown_is_said_by_a_page_that_leads_back(
    address: str, words: str, visitor: Visitor, site: ServedSite
) -> None:
    page = visitor.page
    visitor.sign_in("Panel member")
    page.goto(f"{site.address}{address}")
    if page.get_by_label("Why are you opening it?").count():
        visitor.say_why()
    assert heading(visitor) == "Sorry, this cannot be shown"
    expect(page.get_by_text(words)).to_be_visible()
    visitor.must_be_accessible()
    follow(page.get_by_role("link", name="Start page"))
    assert page.url == f"{site.address}/"


def test_a_sign_in_that_was_not_begun_here_signs_nobody_in_and_leads_back(visitor: Visitor, site: ServedSite) -> None:
    visitor.page.goto(f"{site.address}/sign-in/callback?code=stolen&state=of-another-browser")
    assert heading(visitor) == "You are not signed in"
    visitor.must_be_accessible()
    follow(visitor.page.get_by_role("link", name="Sign in again"))
    expect(visitor.page.get_by_role("button", name="Panel member")).to_be_visible()


def test_an_analyst_takes_the_statement_behind_a_finding_with_him(visitor: Visitor, site: ServedSite) -> None:
    page = visitor.page
    visitor.sign_in("Analyst", at=f"{CASE}{DAY}")
    visitor.say_why()
    page.locator("details").evaluate_all("all => all.forEach(one => one.open = true)")
    with page.expect_download() as begun:
        page.get_by_role("link", name="Cypher of").first.click()
    file = begun.value
    pattern = file.suggested_filename.removesuffix("-gary-flint-2026-06-01.cypher")
    text = Path(file.path()).read_text(encoding="utf-8")
    assert f"({pattern}): " in text.splitlines()[0]
    assert ":param offender_id => 'gary-flint';" in text and "\nCYPHER 25\n" in text
    last = entries(site.settings)[-1]
    assert (last["operation"], last["purpose"], last["disclosed"]) == (
        "patternCypher",
        "panel of 3 June",
        ["gary-flint"],
    )
    visitor.must_have_stayed_here()
