"""A case is worked with in a real browser: an officer records, a plan author decides, a refutation comes, and it is said why."""

import re

import pytest
from playwright.sync_api import Page, expect

from graph_service.importing.importer import import_bundle
from graph_service.store.graph import Graph
from tests.browser import follow
from tests.facts.worlds import write_recording
from tests.pages.conftest import MakeReader

CASE = "/offenders/o"


@pytest.fixture(scope="module")
async def town(module_store: Graph, tmp_path_factory: pytest.TempPathFactory) -> Graph:
    """An offender, and a woman with a child whom nothing ties to him yet."""
    await import_bundle(module_store, write_recording(tmp_path_factory.mktemp("working")))
    return module_store


def _source(page: Page) -> None:
    """Say whose report it is."""
    page.get_by_label("A new source").check()
    if not page.get_by_label("Agency").is_visible():
        page.get_by_text("What is known of a new source").click()
    page.get_by_label("Agency").fill("Kelderwick Police")
    page.get_by_label("How good is the source").select_option("1")
    page.get_by_label("How does it know").select_option("A")
    page.get_by_label("Whose word it rests on").select_option("AGENCY")


def test_from_what_an_officer_saw_to_why_a_decision_needs_another_look(reader: MakeReader) -> None:
    officer = reader("Analyst")
    page = officer.open(CASE)
    follow(page.get_by_role("link", name="Add information"))
    officer.must_be_accessible()
    follow(page.get_by_role("link", name="A contact, a visit or a sighting"))
    officer.must_be_accessible()
    # What is missing is said, and nothing is lost by it.
    page.get_by_label("In the words of the source").fill("Seen with a woman and a child in the park")
    follow(page.get_by_role("button", name="See what it would change"))
    expect(page.get_by_role("alert")).to_contain_text("Agency: Write which agency reports it.")
    officer.must_be_accessible()
    # That is all that the browser has to say of the refused form.
    assert len(officer.troubles) == 1 and "400" in officer.troubles.pop()
    _source(page)
    page.get_by_label("What", exact=True).select_option("CONTACTED:IN_PERSON")
    page.get_by_role("searchbox").fill("Pia Pyne")
    follow(page.get_by_role("button", name="Find"))
    page.get_by_role("radio", name="Pia Pine").check()
    page.get_by_label("When, or first on").fill("2026-11-01")
    follow(page.get_by_role("button", name="Somebody or something else as well"))
    page.get_by_role("searchbox").nth(1).fill("Kim Pine")
    follow(page.get_by_role("button", name="Find").nth(1))
    page.get_by_role("group", name=re.compile("With whom or what, 2")).get_by_role("radio", name="Kim Pine").check()
    officer.must_be_accessible()
    follow(page.get_by_role("button", name="See what it would change"))
    main = page.locator("main")
    expect(main).to_contain_text("Nothing is saved yet.")
    expect(main).to_contain_text("Newly at risk: Kim Pine")
    officer.must_be_accessible()
    follow(page.get_by_role("button", name="Save"))
    expect(page.get_by_role("status")).to_contain_text("Saved.")
    follow(page.get_by_role("link", name="Back to the case"))
    expect(page.get_by_role("table", name="Who is at risk")).to_contain_text("Kim Pine")
    assert not any("Pia" in url or "Pine" in url for url in officer.asked)
    officer.must_have_stayed_here()

    author = reader("Plan author")
    page = author.open(f"{CASE}/disclosure-candidates")
    follow(page.get_by_role("row").filter(has_text="Pia Pine").get_by_role("link", name=re.compile("^Decide")))
    author.must_be_accessible()
    page.get_by_role("radio", name=re.compile("^Tell")).check()
    page.get_by_role("textbox", name="Reasons").fill("She is the child's mother")
    follow(page.get_by_role("button", name="Record the decision"))
    expect(page.get_by_role("status")).to_contain_text("Recorded: To be told: Pia Pine")
    author.must_be_accessible()

    # What was seen was somebody else.
    page = officer.open("/records/k")
    row = page.get_by_role("row").filter(has_text="Otto Offender")
    follow(row.get_by_role("link", name=re.compile("^Correct")))
    _source(page)
    page.get_by_role("radio", name=re.compile("^It is untrue")).check()
    page.get_by_label("Why it is untrue").fill("It was his nephew")
    follow(page.get_by_role("button", name="See what it would change"))
    expect(page.locator("main")).to_contain_text("No longer found at risk: Kim Pine")
    officer.must_be_accessible()
    follow(page.get_by_role("button", name="Save"))

    page = author.open(f"{CASE}/decisions")
    again = page.get_by_role("article", name="Look again: Pia Pine")
    expect(again).to_contain_text("What it rested on has changed since:")
    expect(again).to_contain_text("No longer found at risk: Kim Pine")
    expect(again).to_contain_text("recorded as untrue")
    author.must_be_accessible()
    follow(again.get_by_role("link", name=re.compile("^Decide again")))
    page.get_by_role("radio", name=re.compile("^Withdraw")).check()
    page.get_by_role("textbox", name="Reasons").fill("It was somebody else")
    follow(page.get_by_role("button", name="Record the decision"))
    expect(page.get_by_role("status")).to_contain_text("Recorded: Withdrawn: Pia Pine")

    follow(page.get_by_role("link", name="What has changed"))
    author.must_be_accessible()
    page.get_by_label("Since").fill("2026-01-01")
    follow(page.get_by_role("button", name="Compare"))
    expect(page.locator("main")).to_contain_text("Nothing: the same people at risk")
    author.must_have_stayed_here()


@pytest.mark.parametrize("path", ["/record", "/record?what=contact", "/record?what=order", "/decisions", "/changes"])
def test_room_at_any_width_in_high_contrast_and_without_script(path: str, reader: MakeReader) -> None:
    visitor = reader("Plan author", java_script_enabled=True)
    page = visitor.open(f"{CASE}{path}")
    for width in (1280, 375, 320):
        page.set_viewport_size({"width": width, "height": 800})
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        visitor.must_be_accessible()
    page.emulate_media(forced_colors="active")
    visitor.must_be_accessible()
    assert page.locator("main button[type=button], main [onclick]").count() == 0, "Every control is a form's or a link."
    visitor.must_have_stayed_here()
