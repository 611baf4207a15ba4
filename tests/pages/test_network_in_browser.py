"""The network picture in a real browser over a real store, by its readers' path from an address."""

import re
from importlib import resources
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from graph_service.importing.importer import import_bundle
from graph_service.settings import Settings
from graph_service.store.graph import Graph
from tests.browser import follow
from tests.pages.conftest import MakeReader
from tests.pages.crowded import FLATS, PUPILS, crowded_bundle

DAY = "?asOf=2026-06-01&knownAt=2026-06-01T20:00:00Z"


@pytest.fixture(scope="module")
async def town(module_store: Graph, settings: Settings, tmp_path_factory: pytest.TempPathFactory) -> Graph:
    """The sample town, and places with very many people; plans are ready, as where the service starts."""
    await import_bundle(module_store, Path(str(resources.files("graph_service.samples") / "town")))
    await import_bundle(module_store, crowded_bundle(tmp_path_factory.mktemp("crowded")))
    return module_store


def drawn(page: Page) -> Page:
    page.wait_for_selector("#frame[data-ready=true]")
    return page


def card(page: Page, name: str) -> str:
    """What the card of somebody says."""
    found = page.locator("#stage").get_by_role("button", name=re.compile(f"^{re.escape(name)}"))
    return found.get_attribute("aria-label") or ""


@pytest.mark.parametrize("width", [1280, 768, 375])
def test_the_page_asks_nobody_else_and_has_no_accessibility_violation(width: int, reader: MakeReader) -> None:
    someone = reader(width=width)
    page = drawn(someone.open(f"/offenders/gary-flint/network{DAY}&hops=2"))
    page.locator("#stage .node").first.click()
    assert Axe().run(page).response["violations"] == []
    someone.must_have_stayed_here()
    assert page.evaluate("() => document.documentElement.scrollWidth") <= width


def test_the_tabs_lead_to_the_other_pages_of_the_case_at_the_same_view(reader: MakeReader) -> None:
    page = drawn(reader().open(f"/offenders/gary-flint/network{DAY}"))
    tabs = page.get_by_role("navigation", name="This case").get_by_role("link")
    assert tabs.all_inner_texts() == [
        "Case",
        "Network picture",
        "Family picture",
        "Whom to tell",
        "Decisions",
        "What has changed",
    ]
    assert all("asOf=2026-06-01" in (tab.get_attribute("href") or "") for tab in tabs.all())
    assert page.locator("[aria-current=page]").inner_text() == "Network picture"


def test_v4_the_household_is_enclosed_with_him_in_it(reader: MakeReader) -> None:
    page = drawn(reader().open(f"/offenders/gary-flint/network{DAY}"))
    assert page.locator("#stage .household").text_content() == "Household: 9 Brookside"
    text = page.locator("main").inner_text()
    assert "9 Brookside, Kelderwick, ZZ1 7BS: Gary Flint, Kit Barr, Sue Barr live here on this day." in text


def test_v5_a_child_who_is_a_suspect_is_badged_as_both_and_as_a_possible_victim(reader: MakeReader) -> None:
    page = drawn(reader().open(f"/offenders/imran-cole/network{DAY}"))
    told = card(page, "Tyler Webb")
    assert "Child, suspected, not convicted" in told and "At risk: strong" in told
    page.locator("#stage").get_by_role("button", name="Tyler Webb").press("Enter")
    assert "suspect; victim, or may be one" in page.locator("#panel").inner_text()


@pytest.mark.parametrize("script", [True, False])
def test_what_lies_around_is_counted_and_opened_by_a_link(script: bool, reader: MakeReader) -> None:
    page = reader(java_script_enabled=script).open(f"/offenders/gary-flint/network{DAY}")
    assert page.get_by_role("row", name=re.compile("^Theo Flint Child")).count() == 0
    row = page.get_by_role("row", name=re.compile("^Gary Flint Offender"))
    assert "lives at (2, not on this day)" in row.inner_text()
    head = page.get_by_role("row", name=re.compile("^Lynn Flint Age"))
    follow(head.get_by_role("link", name=re.compile(r"^is a parent of \(1\)")))
    assert page.get_by_role("row", name=re.compile("^Theo Flint Child")).count() == 1
    assert "asOf=2026-06-01" in page.url and "expand=lynn-flint%3APARENT_OF" in page.url
    follow(row.get_by_role("link", name=re.compile("^lives at")))
    assert page.get_by_role("row", name=re.compile("^HMP Stanmoor.* Prison")).count() == 1
    assert "until 3 May 2021, ended" in page.locator("main").inner_text()
    follow(page.get_by_role("link", name=re.compile("^Take away Lynn Flint is a parent of")))
    assert page.get_by_role("row", name=re.compile("^Theo Flint Child")).count() == 0
    assert page.get_by_role("row", name=re.compile("^HMP Stanmoor.* Prison")).count() == 1


def test_another_day_keeps_what_was_opened(reader: MakeReader) -> None:
    page = drawn(reader().open(f"/offenders/gary-flint/network{DAY}&hops=1&expand=gary-flint:LIVES_AT"))
    page.get_by_text("Another day, or what was known then").click()
    page.get_by_label("True on").fill("2026-05-01")
    follow(page.get_by_role("button", name="Show", exact=True))
    drawn(page)
    assert "asOf=2026-05-01" in page.url and "hops=1" in page.url and "expand=gary-flint%3ALIVES_AT" in page.url
    assert "HMP Stanmoor" in page.locator("main").inner_text()


def test_those_who_do_not_explore_go_no_farther_than_four_steps(reader: MakeReader) -> None:
    chain = "".join(
        f"&expand={key}"
        for key in (
            "bo:PARTNER_OF", "pia:PARENT_OF", "kid:ATTENDS", "school:ATTENDS~", "kid:LIVES_AT", "prison:LIVES_AT~"
        )
    )  # fmt: skip
    page = drawn(reader().open(f"/offenders/bo/network{DAY}{chain}"))
    assert page.get_by_role("link", name="The network of this record by itself").count() == 0
    assert "Pupil7" not in page.content() and "Prisoner7" not in page.content()
    analyst = drawn(reader("Analyst").open(f"/offenders/bo/network{DAY}"))
    analyst.locator("#stage").get_by_role("button", name="Kim Lund").press("Enter")
    follow(analyst.get_by_role("link", name="The network of this record by itself"))
    assert analyst.url.split("?")[0].endswith("/records/kid/network")


def test_a_school_a_tower_and_a_prison_are_one_card_each_with_a_count(reader: MakeReader) -> None:
    page = drawn(reader().open(f"/offenders/bo/network{DAY}&hops=4"))
    assert f"{PUPILS:,} pupils recorded" in card(page, "Great Moor Academy")
    assert f"{FLATS} homes in it" in card(page, "Moor Tower")
    assert page.locator("#stage .node").count() < 12 and "Pupil7" not in page.content()
    row = page.get_by_role("row", name=re.compile("^Great Moor Academy"))
    assert f"is attended by ({PUPILS - 1:,}): too many to draw" in row.inner_text()
    # Its name leads to the record; what is too many to draw leads nowhere.
    assert row.get_by_role("link", name=re.compile("is attended by")).count() == 0


@pytest.mark.parametrize(
    ("record", "told"),
    [("school", "1,500 pupils recorded"), ("tower", "200 homes in it"), ("prison", "312 people live here")],
)
def test_very_many_in_the_middle_are_counted_too(record: str, told: str, reader: MakeReader) -> None:
    someone = reader("Analyst")
    page = drawn(someone.open(f"/records/{record}/network{DAY}"))
    assert told in (page.locator("#stage .node").first.get_attribute("aria-label") or "")
    assert page.locator("#stage .node").count() == 1
    for width in (1280, 320):
        page.set_viewport_size({"width": width, "height": 900})
        someone.must_be_accessible()
        assert page.evaluate("() => document.documentElement.scrollWidth") <= width


def test_v9_the_tower_block_is_told_apart_from_the_child_next_door(reader: MakeReader) -> None:
    page = drawn(reader().open(f"/offenders/kev-marsh/network{DAY}"))
    assert "At risk: moderate" in card(page, "Amy Lunn")
    assert "Children here: context only" in card(page, "Tower Point,")
    assert page.locator("#stage .node").count() < 8


def test_nearly_two_hundred_cards_are_drawn_and_more_are_counted(reader: MakeReader) -> None:
    someone = reader("Analyst")
    page = drawn(someone.open(f"/offenders/cy/network{DAY}&hops=1"))
    assert 190 < page.locator("#stage .node").count() <= 200 and someone.troubles == []
    boxes = [spot.bounding_box() for spot in page.locator("#stage .node").all()[:3]]
    assert all(box is not None and box["width"] > 60 for box in boxes)
