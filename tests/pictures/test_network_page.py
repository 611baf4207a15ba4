"""The network page in a real browser, served as the service serves it."""

import re
import socket
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations
from typing import Any

import pytest
import uvicorn
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import Route

from graph_service.pages.answer import PAGE_POLICY
from graph_service.pages.network_page import render_network_page
from graph_service.pictures.network import Picture, network_picture
from graph_service.pictures.static import static_files
from tests.browser import running_chromium
from tests.pictures.samples import VIEW, Case, crowd, family

HOSTILE = "</script><script>document.title='owned'</script> \"O'Brien\" & \u2028<img src=x onerror=alert(1)>"
CASES: dict[str, Case] = {
    "family": family(),
    "hostile": family(name=f"Brian {HOSTILE}", child=f"Ellie {HOSTILE}"),
    "nobody": (family()[0], (), (), None),
    "sixty": crowd(60),
    "two-hundred": crowd(200),
    "too-many": crowd(230),
}


def picture_of(case: Case) -> Picture:
    offender, findings, alerts, network = case
    return network_picture(offender.person, findings, network, VIEW, alerts)


async def _page(request: Request) -> Response:
    case = CASES[request.path_params["case"]]
    html = render_network_page(picture_of(case), case[0])
    return HTMLResponse(html, headers={"Content-Security-Policy": PAGE_POLICY})


async def _static(request: Request) -> Response:
    file = static_files()[request.path_params["name"]]
    return Response(file.content, media_type=file.media_type)


@pytest.fixture(scope="module")
def site() -> Iterator[str]:
    """The address of a server on a free port."""
    app = Starlette(routes=[Route("/{case}", _page), Route("/static/{name}", _static)])
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        server = uvicorn.Server(uvicorn.Config(app, log_level="warning", lifespan="off"))
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]})
        thread.start()
        while not server.started:
            time.sleep(0.01)
        yield f"http://127.0.0.1:{listening.getsockname()[1]}"
        server.should_exit = True
        thread.join()


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with running_chromium() as chromium:
        yield chromium


@dataclass
class Opened:
    page: Page
    troubles: list[str]
    asked: list[str]


@pytest.fixture
def open_page(site: str, browser: Browser) -> Iterator[Any]:
    contexts = []

    def open_(case: str, width: int = 1280, height: int = 900, **options: Any) -> Opened:
        context = browser.new_context(viewport={"width": width, "height": height}, **options)
        contexts.append(context)
        page = context.new_page()
        opened = Opened(page, [], [])
        page.on("console", lambda message: opened.troubles.append(message.text))
        page.on("pageerror", lambda error: opened.troubles.append(str(error)))
        page.on("request", lambda request: opened.asked.append(request.url))
        page.goto(f"{site}/{case}")
        if options.get("java_script_enabled", True) and case != "too-many":
            page.wait_for_selector("#frame[data-ready=true]")
        return opened

    yield open_
    for context in contexts:
        context.close()


@pytest.mark.parametrize("case", [name for name in CASES if name != "two-hundred"])
def test_the_page_renders_under_its_policy_and_loads_only_from_the_service(
    case: str, site: str, open_page: Any
) -> None:
    opened = open_page(case)
    assert opened.troubles == []
    assert opened.asked and all(url.startswith(f"{site}/") for url in opened.asked)
    assert opened.page.locator("canvas").count() == (0 if case == "too-many" else 1)


@pytest.mark.parametrize(("case", "width"), [("family", 1280), ("family", 390), ("hostile", 768), ("too-many", 1280)])
def test_no_accessibility_violation_is_found(case: str, width: int, open_page: Any) -> None:
    opened = open_page(case, width)
    # The checker is put in from outside the page, which the page's own policy rightly refuses by any other way.
    results = Axe().run(opened.page)
    assert results.response["violations"] == []


def test_choosing_a_finding_by_keyboard_lights_up_its_path_and_fades_the_rest(open_page: Any) -> None:
    page = open_page("family").page
    before = page.locator("#stage canvas").screenshot()
    button = page.get_by_role("button", name=re.compile("^Kit Reed"))
    button.focus()
    page.keyboard.press("Enter")
    assert button.get_attribute("aria-pressed") == "true"
    assert page.get_by_role("button", name="Show all").get_attribute("aria-pressed") == "false"
    assert "Dawn Reed, who is a parent of Kit Reed" in page.locator("#told").inner_text()
    assert page.locator("[data-row].lit").count() == 1
    page.wait_for_timeout(100)
    assert page.locator("#stage canvas").screenshot() != before
    page.get_by_role("button", name="Show all").press("Space")
    assert page.locator("[data-row].lit").count() == 0


def test_a_click_on_somebody_at_risk_lights_up_the_path_to_them(open_page: Any) -> None:
    page = open_page("family").page
    picture = picture_of(CASES["family"])
    card = next(card for card in picture.cards if card.name == "Leon Hart")
    stage = page.locator("#stage")
    scale = stage.bounding_box()["width"] / picture.width
    stage.click(position={"x": card.box.x * scale, "y": card.box.y * scale})
    assert page.get_by_role("button", name=re.compile("^Leon Hart")).get_attribute("aria-pressed") == "true"


def test_every_control_can_be_reached_by_keyboard_and_shows_focus(open_page: Any) -> None:
    page = open_page("family").page
    reached = []
    for _ in range(20):
        page.keyboard.press("Tab")
        reached.append(
            page.evaluate(
                "() => [document.activeElement.textContent.trim().slice(0, 12) || document.activeElement.id,"
                " getComputedStyle(document.activeElement).outlineStyle]"
            )
        )
    names = [name for name, _ in reached]
    for wanted in ("Show all", "Smaller", "Larger", "Whole pictur", "Full size", "frame"):
        assert wanted in names
    assert all(style == "solid" for name, style in reached if name in ("Show all", "Larger", "frame"))


def test_zoom_changes_the_size_of_the_picture(open_page: Any) -> None:
    page = open_page("family").page
    width = "() => document.getElementById('stage').getBoundingClientRect().width"
    at_first = page.evaluate(width)
    page.get_by_role("button", name="Larger").click()
    assert page.evaluate(width) == pytest.approx(at_first * 1.25, rel=0.01)
    page.get_by_role("button", name="Whole picture").click()
    assert page.evaluate(width) <= page.evaluate("() => document.getElementById('frame').clientWidth + 1")


@pytest.mark.parametrize("width", [390, 768, 1280])
def test_the_page_itself_never_scrolls_sideways(width: int, open_page: Any) -> None:
    page = open_page("hostile", width).page
    assert page.evaluate("() => document.documentElement.scrollWidth") <= width
    assert page.locator("#frame").bounding_box()["y"] < page.locator("table").first.bounding_box()["y"]


def test_text_fits_its_card_in_the_browsers_own_measure(open_page: Any) -> None:
    page = open_page("family").page
    too_wide = page.evaluate(
        """() => {
            const data = JSON.parse(document.getElementById("network-data").textContent);
            const ctx = document.createElement("canvas").getContext("2d");
            const { figure, pad } = data.sizes;
            return data.nodes.flatMap((node) => node.rows.filter((row) => {
                ctx.font = `${row.bold ? 700 : 400} ${row.size}px "Helvetica Neue", Helvetica, Arial, sans-serif`;
                return ctx.measureText(row.text).width > node.w - 2 * pad - figure;
            }).map((row) => row.text));
        }"""
    )
    assert too_wide == []


@pytest.mark.parametrize("case", ["family", "sixty", "two-hundred"])
def test_no_card_and_no_words_lie_over_each_other(case: str) -> None:
    picture = picture_of(CASES[case])
    boxes = [card.box for card in picture.cards]
    boxes += [thread.caption_box for thread in picture.threads if thread.at_first]
    assert len(boxes) >= len(picture.cards)
    assert [pair for pair in combinations(boxes, 2) if pair[0].overlaps(pair[1])] == []
    assert all(box.x - box.w / 2 >= 0 and box.x + box.w / 2 <= picture.width for box in boxes)


def test_without_script_the_tables_hold_everything(open_page: Any) -> None:
    page = open_page("family", java_script_enabled=False).page
    text = page.locator("main").inner_text()
    picture = picture_of(CASES["family"])
    for card in picture.cards:
        assert card.name in text
    assert "The picture needs JavaScript" in text
    assert not page.locator("#controls").is_visible()
    assert page.locator("table").first.is_visible()


def test_hostile_names_stay_text(open_page: Any) -> None:
    page = open_page("hostile").page
    assert page.title().endswith("OFFICIAL-SENSITIVE")
    assert "owned" in page.locator("h1").inner_text() and page.title().startswith("Network of Brian </script>")
    assert page.locator("img").count() == 0
    assert page.locator("script").count() == 3


def test_with_reduced_motion_and_more_contrast_the_page_still_draws(open_page: Any) -> None:
    opened = open_page("family", reduced_motion="reduce", contrast="more", forced_colors="active")
    assert opened.troubles == [] and opened.page.locator("canvas").is_visible()
