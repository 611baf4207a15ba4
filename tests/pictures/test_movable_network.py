"""The network that analysts move about, in a real browser, served as the service serves it."""

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from graph_service.pages.movable_page import render_movable_network_page
from graph_service.pages.network_page import Ways
from graph_service.pictures.network.movable import movable_data
from tests.pictures.samples import HEAD
from tests.pictures.test_network_page import CASES, picture_of
from tests.serving import opening, served_pages


@pytest.fixture(scope="module")
def site() -> Iterator[str]:
    """The address of a server on a free port."""
    with served_pages(
        lambda name: render_movable_network_page(
            picture_of(CASES[name]), HEAD, CASES[name][0], Ways(permalink="/network")
        )
    ) as address:
        yield address


@pytest.fixture
def open_page(site: str, browser: Browser) -> Iterator[Any]:
    with opening(browser, site, ready="#movable[data-ready=true]", never_ready=frozenset({"too-many"})) as open_:
        yield open_


def seen(page: Page) -> bytes:
    """What the network looks like."""
    return page.locator("#movable canvas").screenshot()


def test_the_same_nodes_stand_at_the_same_places_with_the_same_words() -> None:
    picture = picture_of(CASES["family"])
    data = movable_data(picture)
    assert [(one["id"], one["x"], one["y"]) for one in data["nodes"]] == [
        (node.key, node.box.x, node.box.y) for node in picture.nodes
    ]
    assert [one["label"].split("\n") for one in data["nodes"]] == [
        [line.text for line in node.lines] for node in picture.nodes
    ]
    assert [(one["from"], one["to"], one["label"].split("\n")) for one in data["edges"]] == [
        (edge.start, edge.end, list(edge.caption)) for edge in picture.edges
    ]
    assert data["options"]["physics"] == {"enabled": False}


@pytest.mark.parametrize(
    ("case", "width"), [("family", 1280), ("hostile", 320), ("too-many", 1280), ("two-hundred", 768)]
)
def test_it_loads_only_from_the_service_under_its_policy_and_is_accessible(
    case: str, width: int, site: str, open_page: Any
) -> None:
    opened = open_page(case, width)
    assert opened.troubles == []
    assert opened.asked and all(url.startswith(f"{site}/") for url in opened.asked)
    opened.must_be_accessible()
    assert opened.page.evaluate("() => document.documentElement.scrollWidth") <= width
    assert opened.page.locator("#movable canvas").count() == (0 if case == "too-many" else 1)


def test_a_card_is_dragged_stays_there_and_is_put_back(open_page: Any) -> None:
    page = open_page("family").page
    at_first = seen(page)
    canvas = page.locator("#movable canvas").bounding_box()
    picture = picture_of(CASES["family"])
    scale = min(1, canvas["width"] / picture.width, canvas["height"] / picture.height)
    # The offender stands in the middle of a picture that is fitted to its frame, or nearly so: the drag begins on him.
    left, right = min(n.box.x for n in picture.nodes), max(n.box.x for n in picture.nodes)
    top, bottom = min(n.box.y for n in picture.nodes), max(n.box.y for n in picture.nodes)
    x = canvas["x"] + canvas["width"] / 2 + (picture.nodes[0].box.x - (left + right) / 2) * scale
    y = canvas["y"] + canvas["height"] / 2 + (picture.nodes[0].box.y - (top + bottom) / 2) * scale
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x + 60, y + 40, steps=5)
    page.mouse.up()
    moved = seen(page)
    assert moved != at_first
    page.wait_for_timeout(500)
    assert seen(page) == moved, "nothing moves by itself"
    page.get_by_role("button", name="Put everything back").click()
    page.wait_for_timeout(100)
    assert seen(page) != moved


def test_its_words_are_set_in_the_typeface_of_the_picture(open_page: Any) -> None:
    page = open_page("family").page
    data = movable_data(picture_of(CASES["family"]))
    assert {one["font"]["face"].split(",")[0] for one in (*data["nodes"], *data["edges"])} == {"Source Sans Pro"}
    assert page.evaluate("() => [...document.fonts].map((face) => face.status)") == ["loaded", "loaded"]


def test_without_script_the_tables_hold_everything(open_page: Any) -> None:
    page = open_page("family", java_script_enabled=False).page
    text = page.locator("main").inner_text()
    picture = picture_of(CASES["family"])
    assert all(node.name in text for node in picture.nodes) and all(step.sentence in text for step in picture.steps)
    assert "Moving cards needs JavaScript" in text and not page.locator("#movable").is_visible()


def test_hostile_names_stay_text(open_page: Any) -> None:
    page = open_page("hostile").page
    assert page.title() == "Movable network: case brian – OFFICIAL-SENSITIVE"
    assert page.locator("img").count() == 0 and page.locator("script").count() == 3
