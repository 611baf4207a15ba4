"""Search, records and links between them in a real browser, on the sample town, by the path of who looks for somebody."""

from importlib import resources
from pathlib import Path

import pytest
from playwright.sync_api import expect

from graph_service.importing.importer import import_bundle
from graph_service.store.graph import Graph
from tests.browser import follow
from tests.pages.conftest import MakeReader

DAY = "?asOf=2026-06-01"
PLACES = (
    f"/search{DAY}",
    f"/records/gary-flint{DAY}",
    f"/records/brook-primary{DAY}",
    f"/paths{DAY}",
    "/paths?from=gary-flint&to=omar-said&asOf=2026-06-01",
)


@pytest.fixture(scope="module")
async def town(module_store: Graph) -> Graph:
    """The sample town."""
    await import_bundle(module_store, Path(str(resources.files("graph_service.samples") / "town")))
    return module_store


@pytest.mark.parametrize("script", [True, False])
def test_somebody_is_found_by_a_misspelt_name_and_followed_to_links_with_another(
    script: bool, reader: MakeReader
) -> None:
    visitor = reader("Analyst", java_script_enabled=script)
    page = visitor.open(f"/search{DAY}")
    page.get_by_label("Name or identifier").fill("Gray Flynt")
    follow(page.get_by_role("button", name="Find"))
    assert page.url == f"{visitor.site}/search"
    found = page.get_by_role("region", name="People").get_by_role("listitem").first
    expect(found).to_contain_text("Born 26 May 1977, age 49; lives in Kelderwick; PNC 2014/0032536C")
    if script:
        visitor.must_be_accessible()
    follow(found.get_by_role("link", name="Gary Flint"))
    expect(page.get_by_text("The record gary-flint holds personal data.")).to_be_visible()
    visitor.say_why()
    assert page.locator("h1").inner_text() == "Gary Flint"
    family = page.get_by_role("region", name="Family and partners")
    expect(family.get_by_role("row").filter(has_text="Sue Barr")).to_contain_text("since 22 March 2025")
    follow(page.get_by_role("link", name="Links to another record"))
    visitor.say_why()
    expect(page.get_by_text("From: Gary Flint")).to_be_visible()
    page.get_by_label("To: name or identifier").fill("Omar Sayed")
    follow(page.get_by_role("button", name="Find"))
    if script:
        visitor.must_be_accessible()
    page.get_by_role("radio", name="Omar Said").check()
    follow(page.get_by_role("button", name="Show the links"))
    assert page.locator("h1").inner_text() == "Links between Gary Flint and Omar Said"
    expect(page.get_by_role("region", name="Picture of the links")).to_be_visible()
    expect(page.get_by_role("listitem").filter(has_text="Gary Flint").first).to_contain_text("Omar Said")
    assert not any("Fl" in url or "Sayed" in url for url in visitor.asked)
    visitor.must_have_stayed_here()


@pytest.mark.parametrize("role", ["Panel member", "Plan author"])
def test_a_name_on_a_page_of_a_case_leads_to_the_record_and_back_to_the_case(role: str, reader: MakeReader) -> None:
    visitor = reader(role)
    page = visitor.open(f"/offenders/gary-flint/disclosure-candidates{DAY}")
    follow(page.get_by_role("rowheader", name="Sue Barr").get_by_role("link", name="Sue Barr", exact=True))
    visitor.say_why()
    assert page.locator("h1").inner_text() == "Sue Barr" and "asOf=2026-06-01&knownAt=" in page.url
    follow(page.get_by_role("link", name="Gary Flint", exact=True).first)
    visitor.say_why()
    follow(page.get_by_role("link", name="Open the case"))
    assert page.locator("h1").inner_text() == "Gary Flint" and "/offenders/gary-flint?" in page.url
    expect(page.get_by_role("link", name="Search")).to_have_count(0)
    visitor.must_have_stayed_here()


@pytest.mark.parametrize("place", PLACES)
def test_every_page_is_used_by_keyboard_alone_and_shows_where_the_focus_is(place: str, reader: MakeReader) -> None:
    page = reader("Analyst").open(place)
    controls = page.locator("main").locator("a:visible, button:visible, input:visible, select:visible, summary:visible")
    wanted = {words.strip() for words in controls.all_inner_texts()[:40]} - {""}
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent.trim()") == "Skip to the content"
    reached = set()
    for _ in range(80):
        page.keyboard.press("Tab")
        tag, words, outline = page.evaluate(
            "() => { const at = document.activeElement;"
            # The button within a day's field has the browser's own mark.
            " return [at.tagName, at.innerText.trim(), at.type === 'date' ? 'own' : getComputedStyle(at).outlineStyle]; }"
        )
        if tag == "BODY":
            break
        reached.add(words)
        assert outline != "none", words
    assert wanted <= reached


@pytest.mark.parametrize("place", PLACES)
def test_no_accessibility_violation_no_trouble_and_room_at_any_width(place: str, reader: MakeReader) -> None:
    visitor = reader("Analyst")
    page = visitor.open(place)
    visitor.must_be_accessible()
    for width in (1280, 768, 375, 320):
        page.set_viewport_size({"width": width, "height": 800})
        assert page.evaluate("document.documentElement.scrollWidth") <= width
    page.emulate_media(forced_colors="active")
    visitor.must_be_accessible()
    page.emulate_media(media="print", forced_colors="none")
    expect(page.get_by_text("OFFICIAL-SENSITIVE").first).to_be_visible()
    visitor.must_have_stayed_here()
