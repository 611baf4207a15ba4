"""The family page in a real browser, under its policy and without JavaScript."""

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser

from graph_service.pages.family import render_family_page
from graph_service.pictures.family.build import FAMILY_STEPS
from tests.pictures.family_samples import FamilyCase, drawn, everything, many
from tests.pictures.samples import HEAD, case_of, person
from tests.serving import opening, served_pages

HOSTILE = "</svg><script>document.title='owned'</script> \"O'Brien\" & \u2028<img src=x onerror=alert(1)>"
ALONE = person("o", "Olaf Vane")
CASES: dict[str, FamilyCase] = {
    "everything": everything(),
    "hostile": everything(name=f"Gary {HOSTILE}", child=f"Kit {HOSTILE}"),
    "alone": (case_of(ALONE), drawn([ALONE], []).family),
    "forty": many(40),
    "too-many": many(61),
}


@pytest.fixture(scope="module")
def site() -> Iterator[str]:
    """The address of a server on a free port."""
    with served_pages(lambda name: render_family_page(*CASES[name], HEAD)) as address:
        yield address


@pytest.fixture
def open_page(site: str, browser: Browser) -> Iterator[Any]:
    with opening(browser, site) as open_:
        yield open_


@pytest.mark.parametrize(("steps", "kept"), [(1, ["steps=1"]), (4, ["steps=4"]), (FAMILY_STEPS, [])])
def test_another_view_and_the_link_for_a_colleague_follow_families_as_far_as_this_one(
    steps: int, kept: list[str]
) -> None:
    case, family = everything()
    page = render_family_page(case, replace(family, steps=steps), HEAD)
    (exact,) = re.findall(r'href="([^"]*)">Link to exactly this view', page)
    (newest,) = re.findall(r'href="([^"]*)">Today, as known now', page)
    assert re.findall(r"steps=\d", exact) == re.findall(r"steps=\d", newest) == kept
    assert "asOf=" in exact and "asOf=" not in newest
    assert re.findall(r'name="(steps)" value="(\d)"', page) == [tuple(one.split("=")) for one in kept]


@pytest.mark.parametrize("case", list(CASES))
def test_the_page_renders_under_its_policy_and_loads_only_from_the_service(
    case: str, site: str, open_page: Any
) -> None:
    opened = open_page(case)
    assert opened.troubles == []
    assert opened.asked and all(url.startswith(f"{site}/") for url in opened.asked)
    assert opened.page.locator("script").count() == 0
    assert opened.page.locator(".picture svg").count() == (0 if case == "too-many" else 1)


@pytest.mark.parametrize(
    ("case", "width"), [("everything", 1280), ("everything", 375), ("hostile", 768), ("too-many", 1280)]
)
def test_no_accessibility_violation_is_found(case: str, width: int, open_page: Any) -> None:
    results = Axe().run(open_page(case, width).page)
    assert results.response["violations"] == []


def test_without_script_the_picture_and_the_tables_are_there(open_page: Any) -> None:
    page = open_page("everything", java_script_enabled=False).page
    picture = page.locator(".picture svg")
    assert picture.is_visible() and "Kit Barr" in (picture.text_content() or "")
    tables = page.locator("table").all_inner_texts()
    assert len(tables) == 4
    for member in CASES["everything"][1].members:
        assert member.name in tables[0]
    assert "12 Brook Street" in tables[1]
    assert "Lynn Flint is Joss Amos's foster mother" in tables[2]
    assert "1A: reliable source; known directly to the source" in tables[2] and "no source recorded" in tables[2]
    assert "Kit Barr lives at 12 Brook Street" in tables[3]
    assert "half-siblings" in page.locator("#siblings + ul").inner_text()


def test_the_page_is_the_family_tab_and_keeps_the_view_in_every_address(open_page: Any) -> None:
    page = open_page("everything").page
    assert page.locator(".tabs a[aria-current=page]").inner_text() == "Family picture"
    links = page.get_by_role("link", name="picture as").all()
    assert len(links) == 2
    for link in [*links, *page.locator(".steps a").all()]:
        assert "asOf=2026-06-01&knownAt=2026-06-01T08%3A30%3A00Z" in str(link.get_attribute("href"))
    assert page.locator(".steps a[aria-current]").inner_text() == "2 steps"


def test_the_picture_can_be_reached_and_scrolled_by_keyboard(open_page: Any) -> None:
    page = open_page("everything", 375).page
    region = page.get_by_role("region", name="Family picture")
    region.focus()
    assert page.evaluate("() => getComputedStyle(document.activeElement).outlineStyle") == "solid"
    page.keyboard.press("ArrowRight")
    page.wait_for_function("() => document.querySelector('.picture').scrollLeft > 0")


def test_a_link_shows_the_offender_and_those_at_risk_in_a_wide_picture(open_page: Any) -> None:
    page = open_page("everything", 768, java_script_enabled=False, reduced_motion="reduce").page
    # In the tables the same name leads to the record.
    page.get_by_role("main").locator("a[href^='#']", has_text="Theo Flint").click()
    theo = page.locator(".picture g[id] text", has_text="Theo Flint").bounding_box()
    frame = page.get_by_role("region", name="Family picture").bounding_box()
    assert frame["x"] <= theo["x"] and theo["x"] + theo["width"] <= frame["x"] + frame["width"]
    assert frame["y"] <= theo["y"] <= frame["y"] + frame["height"]


@pytest.mark.parametrize("width", [375, 768, 1280])
@pytest.mark.parametrize("case", ["hostile", "forty"])
def test_the_page_itself_never_scrolls_sideways(case: str, width: int, open_page: Any) -> None:
    assert open_page(case, width).page.evaluate("() => document.documentElement.scrollWidth") <= width


def test_text_stays_on_its_card_in_the_browsers_own_measure(open_page: Any) -> None:
    page = open_page("everything").page
    too_wide = page.evaluate(
        """() => Array.from(document.querySelectorAll(".picture text"))
            .filter((text) => text.getAttribute("text-anchor") === null && text.getComputedTextLength() > 152)
            .map((text) => text.textContent)"""
    )
    assert too_wide == []


def test_hostile_names_stay_text(open_page: Any) -> None:
    page = open_page("hostile").page
    assert page.title() == "Family picture: case gary – OFFICIAL-SENSITIVE"
    assert page.locator("img").count() == page.locator("script").count() == 0
    assert "<script>" in page.locator("h1").inner_text()


def test_too_many_people_are_listed_and_the_page_says_why_there_is_no_picture(open_page: Any) -> None:
    page = open_page("too-many").page
    assert "More than 60 cannot be drawn" in page.locator(".notice").inner_text()
    assert page.locator("table").first.locator("tbody tr").count() == 61


def test_with_more_contrast_and_forced_colours_the_picture_still_shows(open_page: Any) -> None:
    opened = open_page("everything", reduced_motion="reduce", contrast="more", forced_colors="active")
    assert opened.troubles == [] and opened.page.locator(".picture svg").is_visible()
