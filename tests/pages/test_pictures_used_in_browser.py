"""Both pictures as their readers use them, from signing in on: every control, what is saved, paper, small and unlike screens."""

import json
import re
import struct
from importlib import resources
from io import BytesIO
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import networkx as nx
import pytest
from playwright.sync_api import Locator, Page

from graph_service.importing.importer import import_bundle
from graph_service.settings import Settings
from graph_service.store.graph import Graph
from tests.browser import follow
from tests.pages.conftest import MakeReader
from tests.papers.reading import pdf_pages

DAY = "?asOf=2026-06-01&knownAt=2026-06-01T20:00:00Z"
MOTHER = "Sue Barr is Kit Barr's mother"
SCREENS = [(1280, 900), (768, 1024), (375, 812)]
UNLIKE: list[dict[str, Any]] = [
    {"forced_colors": "active"},
    {"forced_colors": "active", "color_scheme": "dark"},
    {"reduced_motion": "reduce", "contrast": "more"},
]


@pytest.fixture(scope="module")
async def town(module_store: Graph, settings: Settings) -> Graph:
    """The sample town; plans are ready, as where the service starts."""
    await import_bundle(module_store, Path(str(resources.files("graph_service.samples") / "town")))
    return module_store


def drawn(page: Page) -> Page:
    page.wait_for_selector("#frame[data-ready=true]")
    return page


def network_of(reader: MakeReader, case: str = "gary-flint", role: str = "Panel member", **more: Any) -> Page:
    """The network picture of a case, come to by its tab."""
    page = reader(role, **more).open(f"/offenders/{case}{DAY}")
    follow(page.get_by_role("link", name="Network picture"))
    return drawn(page)


def family_of(reader: MakeReader, case: str = "gary-flint", role: str = "Panel member", **more: Any) -> Page:
    """The family picture of a case, come to by its tab."""
    page = reader(role, **more).open(f"/offenders/{case}{DAY}")
    follow(page.get_by_role("link", name="Family picture"))
    page.get_by_role("heading", name="Family of").wait_for()
    return page


def spot(page: Page, who: str) -> Locator:
    """The card of somebody in the picture."""
    return page.locator("#stage").get_by_role("button", name=re.compile(f"^{re.escape(who)}"))


def switch(page: Page, who: str) -> Locator:
    """The switch of a finding."""
    return page.get_by_role("group", name="Findings and alerts").get_by_role("button", name=re.compile(f"^{who}"))


def seen(page: Page) -> bytes:
    """What the picture looks like; the mouse and the keyboard are elsewhere."""
    page.mouse.move(0, 0)
    return page.locator("#stage").screenshot()


def looks(page: Page) -> Any:
    """How each part of the picture is drawn, whatever part of a pixel it begins at."""
    return page.locator("#stage *").evaluate_all(
        """parts => parts.map(part => {
            const { opacity, stroke, strokeDasharray, display, fill } = getComputedStyle(part);
            return [part.id, part.textContent, opacity, stroke, strokeDasharray, display, fill];
        })"""
    )


def click_line(page: Page, sentence: str) -> None:
    """Click with the mouse where the line of a relationship carries its words."""
    key = page.evaluate(
        """(sentence) => {
            const { edges } = JSON.parse(document.getElementById("network-data").textContent);
            return Object.keys(edges).find((key) => edges[key].title === sentence);
        }""",
        sentence,
    )
    page.locator(f".caption[data-edge={key}]").click()


def saved(page: Page, link: str) -> tuple[str, bytes]:
    """What a click on a link saves: under which name, and what it is."""
    with page.expect_download() as saving:
        page.get_by_role("link", name=link, exact=True).click()
    return saving.value.suggested_filename, Path(saving.value.path()).read_bytes()


def names_in(page: Page) -> set[str]:
    """Everybody and everything that the picture shows, as its table names them."""
    return set(page.locator("#everybody + table tbody th").all_inner_texts())


def must_not_scroll_sideways(page: Page) -> None:
    # Widths come with the style sheets.
    page.wait_for_load_state()
    width = page.evaluate("() => [document.documentElement.scrollWidth, window.innerWidth]")
    assert width[0] <= width[1]


# ---- the network picture


def test_a_finding_is_a_switch_that_lights_up_its_path(reader: MakeReader) -> None:
    page = network_of(reader)
    before = seen(page)
    switch(page, "Kit Barr").click()
    assert switch(page, "Kit Barr").get_attribute("aria-pressed") == "true"
    assert page.locator("#told").inner_text().startswith("Kit Barr.") and page.locator("[data-row].lit").count() == 1
    assert seen(page) != before
    switch(page, "Children at Brook Primary").press("Space")
    assert page.locator("[data-row].lit").count() == 2
    page.get_by_role("button", name="Show none").click()
    assert "No finding is shown" in page.locator("#told").inner_text()
    page.get_by_role("button", name="Show all").click()
    assert page.locator("[data-row].lit").count() == 0


def test_a_click_on_a_line_and_on_a_card_tells_what_they_rest_on(reader: MakeReader) -> None:
    page = network_of(reader)
    click_line(page, MOTHER)
    panel = page.get_by_role("region", name=MOTHER)
    text = panel.inner_text()
    assert "1A: reliable source; known directly to the source" in text
    assert "Source" in text and "Kelderwick" in text and "Recorded" in text
    panel.get_by_role("button", name="Kit Barr", exact=True).click()
    text = page.get_by_role("region", name="Kit Barr").inner_text()
    assert "Child, age 11" in text and "At risk: strong" in text and MOTHER in text
    spot(page, "Sue Barr").click()
    assert page.get_by_role("region", name="Sue Barr").is_visible()


def test_the_picture_is_gone_through_and_asked_by_keyboard_alone(reader: MakeReader) -> None:
    page = network_of(reader)
    for _ in range(60):
        page.keyboard.press("Tab")
        if page.evaluate("() => document.activeElement.classList.contains('node')"):
            break
    focused = "() => document.activeElement.ariaLabel || document.activeElement.textContent"
    assert page.evaluate(focused).startswith("Gary Flint")
    reached = set()
    for key in ("ArrowUp", "ArrowRight", "ArrowDown", "ArrowLeft") * 4:
        page.keyboard.press(key)
        reached.add(page.evaluate(focused))
    assert len(reached) >= 3
    page.keyboard.press("Home")
    page.keyboard.press("Enter")
    assert page.evaluate(focused) == "Gary Flint"
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    assert page.get_by_role("region", name=page.evaluate(focused)).is_visible()
    page.keyboard.press("Escape")
    assert page.evaluate("() => document.activeElement.classList.contains('node')")
    page.keyboard.press("Escape")
    assert not page.locator("#panel").is_visible()


def test_relations_are_counted_before_they_are_opened_from_the_details_too(reader: MakeReader) -> None:
    page = network_of(reader)
    assert spot(page, "Theo Flint").count() == 0
    spot(page, "Lynn Flint").press("Enter")
    follow(page.locator("#panel").get_by_role("link", name="is a parent of (1)"))
    drawn(page)
    assert spot(page, "Theo Flint").count() == 1
    assert parse_qs(urlsplit(page.url).query)["expand"] == ["lynn-flint:PARENT_OF"]
    follow(page.get_by_role("navigation", name="How much is shown around").get_by_role("link", name="1 step around"))
    drawn(page)
    assert parse_qs(urlsplit(page.url).query)["hops"] == ["1"] and spot(page, "Theo Flint").count() == 1
    follow(page.get_by_role("link", name=re.compile("^Take away")))
    drawn(page)
    assert "expand" not in page.url


def test_somebody_is_found_by_name(reader: MakeReader) -> None:
    page = network_of(reader)
    page.get_by_label("Find in the picture").fill("KIT")
    page.get_by_role("button", name="Find", exact=True).click()
    assert page.evaluate("() => document.activeElement.ariaLabel").startswith("Kit Barr")
    page.get_by_label("Find in the picture").fill("Nobody Such")
    page.keyboard.press("Enter")
    assert "Nobody and nothing" in page.get_by_role("status").first.inner_text()


def test_the_case_is_replayed_and_the_slider_says_what_changed(reader: MakeReader) -> None:
    page = network_of(reader, reduced_motion="reduce")
    slider = page.get_by_role("slider", name="Day by day")
    today, unchanged = seen(page), looks(page)
    slider.press("Home")
    first = page.locator("#replayed").inner_text()
    assert "(1 of " in first and slider.get_attribute("aria-valuetext") == first
    assert seen(page) != today
    page.get_by_role("button", name="Later").click()
    assert "(2 of " in page.locator("#replayed").inner_text()
    page.get_by_role("button", name="Day of the view").click()
    # What is drawn, not its pixels: the words beside it may have moved it by less than one.
    assert looks(page) == unchanged
    page.get_by_role("button", name="Play").click()
    assert "(1 of " in page.locator("#replayed").inner_text()
    page.get_by_role("button", name="Play").click()
    assert page.get_by_role("button", name="Play").get_attribute("aria-pressed") == "false"


@pytest.mark.parametrize(("width", "height"), SCREENS)
@pytest.mark.parametrize("case", ["carl-voss", "gary-flint", "kev-marsh"])
def test_at_first_all_of_the_picture_is_in_its_frame(case: str, width: int, height: int, reader: MakeReader) -> None:
    page = network_of(reader, case, width=width, height=height)
    frame = page.locator("#frame").bounding_box()
    assert frame is not None
    for card in page.locator("#stage .node").all():
        box = card.bounding_box()
        assert box is not None
        assert frame["x"] <= box["x"] and box["x"] + box["width"] <= frame["x"] + frame["width"]
        assert frame["y"] <= box["y"] and box["y"] + box["height"] <= frame["y"] + frame["height"]
    scale = page.evaluate(
        "() => document.getElementById('stage').clientWidth / document.querySelector('#stage svg').viewBox.baseVal.width"
    )
    # Read with ease, or said to be small.
    assert scale >= 0.8 or page.get_by_text("All of it is shown, small").is_visible()
    must_not_scroll_sideways(page)


def test_the_size_is_changed_and_fitted_again(reader: MakeReader) -> None:
    page = network_of(reader, "carl-voss")
    width = "() => document.getElementById('stage').clientWidth"
    at_first = page.evaluate(width)
    page.get_by_role("button", name="Larger").click()
    assert page.evaluate(width) > at_first
    page.get_by_role("button", name="Whole picture").click()
    tall = page.evaluate("() => [document.getElementById('stage').clientHeight, window.innerHeight]")
    assert tall[0] <= tall[1]


def test_what_may_be_used_only_under_conditions_says_so_wherever_it_is_shown(reader: MakeReader) -> None:
    someone = reader("Analyst")
    someone.sign_in("Analyst", cleared=True)
    conditions = "Handling C: Ask the intelligence bureau before any use; the caller may be identifiable."
    page = drawn(someone.open(f"/offenders/stu-lacey/network{DAY}"))
    row = page.get_by_role("row", name=re.compile(r"^Stu Lacey is Nadia's partner.* since 1 May 2026"))
    assert conditions in row.inner_text() and "anonymous report" in row.inner_text()
    click_line(page, "Stu Lacey is Nadia's partner")
    assert conditions in page.locator("#panel").inner_text()
    assert conditions in saved(page, "picture as SVG")[1].decode()
    for link in ("GraphML", "JSON"):
        assert conditions in saved(page, link)[1].decode()
    follow(page.get_by_role("link", name="Family picture"))
    assert conditions in page.get_by_role("row", name=re.compile("^Stu Lacey is Nadia's partner")).inner_text()
    assert "handling C" in (page.locator(".picture svg").text_content() or "")
    assert conditions in saved(page, "picture as SVG")[1].decode()
    elsewhere = network_of(reader, "stu-lacey", "Analyst")
    assert "Nadia" not in elsewhere.content() and "intelligence bureau" not in elsewhere.content()


def test_what_is_saved_is_what_its_link_says(reader: MakeReader) -> None:
    page = network_of(reader, role="Analyst")
    follow(page.get_by_role("link", name="1 step around"))
    drawn(page)
    names = names_in(page)
    name, svg = saved(page, "picture as SVG")
    assert name == "network-gary-flint-2026-06-01.svg" and svg.startswith(b"<?xml")
    assert all(one.split()[0] in svg.decode() for one in names)
    name, png = saved(page, "picture as PNG")
    assert (
        name == "network-gary-flint-2026-06-01.png"
        and png.startswith(b"\x89PNG")
        and struct.unpack(">I", png[16:20])[0] >= 3508
    )
    name, text = saved(page, "JSON")
    assert (name, {node["name"] for node in json.loads(text)["nodes"]}) == ("network-gary-flint-2026-06-01.json", names)
    name, text = saved(page, "GraphML")
    graph = nx.read_graphml(BytesIO(text), force_multigraph=True)
    assert (name, {data["name"] for _, data in graph.nodes(data=True)}) == (
        "network-gary-flint-2026-06-01.graphml",
        names,
    )
    follow(page.get_by_role("link", name="Family picture"))
    name, svg = saved(page, "picture as SVG")
    assert name == "family-gary-flint-2026-06-01.svg" and b"Kit Barr" in svg
    name, png = saved(page, "picture as PNG")
    assert name == "family-gary-flint-2026-06-01.png" and png.startswith(b"\x89PNG")


def test_the_statement_behind_a_finding_is_a_click_away_for_analysts_alone(reader: MakeReader) -> None:
    page = network_of(reader, role="Analyst")
    with page.expect_download() as saving:
        page.get_by_role("link", name="Cypher of “Child in the same household”").first.click()
    statement = Path(saving.value.path()).read_text(encoding="utf-8")
    assert ":param offender_id => 'gary-flint';" in statement
    panel = network_of(reader)
    assert panel.get_by_role("link", name="Cypher").count() == panel.get_by_role("link", name="GraphML").count() == 0


def test_why_does_not_say_its_title_twice_and_no_window_is_named_after_anybody(reader: MakeReader) -> None:
    page = network_of(reader)
    why = page.locator("[data-label=Why]").first.inner_text()
    assert why.count("Child in the same household") == 1
    assert page.title() == "Network picture: case gary-flint – OFFICIAL-SENSITIVE"
    follow(page.get_by_role("link", name="Family picture"))
    assert page.title() == "Family picture: case gary-flint – OFFICIAL-SENSITIVE"


@pytest.mark.parametrize("case", ["carl-voss", "gary-flint"])
def test_on_paper_all_of_the_picture_is_on_one_page_and_every_page_is_marked_and_numbered(
    case: str, reader: MakeReader
) -> None:
    someone = reader()
    for path, names in (("network", "#everybody + table tbody th"), ("family", "#people + table tbody th")):
        page = someone.open(f"/offenders/{case}/{path}{DAY}")
        wanted = [name.split(",")[0].split()[0] for name in page.locator(names).all_inner_texts()]
        pages = pdf_pages(page.pdf(prefer_css_page_size=True, print_background=True))
        for number, words in enumerate(pages, 1):
            assert words.count("OFFICIAL-SENSITIVE") >= 2 and f"page {number} of {len(pages)}" in words
        picture = pages[0]
        assert "What the shapes" in picture or "What the symbols" in picture
        assert [name for name in wanted if name not in picture] == []
        page.emulate_media(media="print")
        # Printed badges are dark on light.
        someone.must_be_accessible()


# ---- the family picture


def test_the_family_is_followed_further_and_each_relationship_says_what_it_rests_on(reader: MakeReader) -> None:
    page = family_of(reader)
    row = page.get_by_role("row", name=re.compile(f"^{re.escape(MOTHER)}"))
    assert "1A: reliable source" in row.inner_text() and "Kelderwick" in row.inner_text()
    assert page.get_by_role("columnheader", name="Source").count() == 2
    home = page.get_by_role("row", name=re.compile("^Kit Barr lives at 9 Brookside"))
    assert "graded 1" in home.inner_text()
    people = page.locator("#people + table tbody tr")
    before = people.count()
    follow(page.get_by_role("navigation", name="How far families are followed").get_by_role("link", name="1 step"))
    assert people.count() <= before and "steps=1" in page.url and "asOf=2026-06-01" in page.url
    follow(page.get_by_role("link", name="4 steps"))
    assert people.count() >= before


def test_the_family_picture_is_reached_and_scrolled_by_keyboard(reader: MakeReader) -> None:
    page = family_of(reader, width=375, height=812)
    for _ in range(40):
        page.keyboard.press("Tab")
        if page.evaluate("() => document.activeElement.classList.contains('picture')"):
            break
    assert page.evaluate("() => getComputedStyle(document.activeElement).outlineStyle") == "solid"
    page.keyboard.press("ArrowRight")
    page.wait_for_function("() => document.querySelector('.picture').scrollLeft > 0")


# ---- for everybody, on every screen


@pytest.mark.parametrize("width", [1280, 320])
@pytest.mark.parametrize(
    "path",
    [
        "/records/brook-primary/network",
        "/records/tower-point/network",
        "/records/sue-barr/network",
        "/offenders/carl-voss/network",
        "/offenders/gary-flint/family",
        "/offenders/neil-frost/family",
    ],
)
def test_no_accessibility_violation_no_trouble_and_no_request_elsewhere(
    path: str, width: int, reader: MakeReader
) -> None:
    someone = reader("Analyst", width=width)
    page = someone.open(f"{path}{DAY}")
    if path.endswith("network"):
        drawn(page)
        page.locator("#stage .node").first.press("Enter")
    someone.must_be_accessible()
    someone.must_have_stayed_here()
    must_not_scroll_sideways(page)


@pytest.mark.parametrize("options", UNLIKE)
def test_at_400_percent_and_with_other_colours_every_control_of_the_network_is_used(
    options: dict[str, Any], reader: MakeReader
) -> None:
    page = network_of(reader, width=320, height=256, **options)
    for control in page.locator(".controls button, .controls input").all():
        box = control.bounding_box()
        assert box is not None and box["x"] >= 0 and box["x"] + box["width"] <= 320
    switch(page, "Kit Barr").click()
    assert switch(page, "Kit Barr").get_attribute("aria-pressed") == "true"
    page.get_by_label("Find in the picture").fill("Sue")
    page.get_by_role("button", name="Find", exact=True).click()
    page.keyboard.press("Enter")
    assert page.get_by_role("region", name="Sue Barr").is_visible()
    page.get_by_role("slider", name="Day by day").press("Home")
    assert "(1 of " in page.locator("#replayed").inner_text()
    page.get_by_role("button", name="Full size").click()
    page.get_by_role("button", name="Whole picture").click()
    must_not_scroll_sideways(page)


@pytest.mark.parametrize("options", UNLIKE)
def test_at_400_percent_and_with_other_colours_the_family_is_read(options: dict[str, Any], reader: MakeReader) -> None:
    page = family_of(reader, width=320, height=256, **options)
    must_not_scroll_sideways(page)
    follow(page.get_by_role("link", name="3 steps"))
    page.locator("[aria-current=true]", has_text="3 steps").wait_for()
    must_not_scroll_sideways(page)
    assert page.locator(".picture svg").is_visible()
    # Dark ink stays on white, whatever colours a reader has asked for.
    assert page.locator(".picture").evaluate("e => getComputedStyle(e).backgroundColor") == "rgb(255, 255, 255)"
