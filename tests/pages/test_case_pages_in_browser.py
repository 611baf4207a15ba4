"""The case page and the list of whom to tell in a real browser, on the sample town, by their readers' path from an address."""

import csv
import io
import re
from importlib import resources
from itertools import pairwise
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from graph_service.importing.importer import import_bundle
from graph_service.settings import Settings
from graph_service.store.graph import Graph
from tests.browser import follow
from tests.pages.conftest import MakeReader
from tests.papers.reading import Docx, pdf_pages
from tests.worlds import link, person, write_bundle

DAY = "?asOf=2026-06-01&knownAt=2026-06-01T20:00:00Z"
PAGES = ("", "/disclosure-candidates")


def unfold(page: Page) -> None:
    """Open whatever is folded."""
    page.locator("main details").evaluate_all("all => all.forEach(one => one.open = true)")


def at_risk(page: Page) -> list[list[str]]:
    """The cells of the table that the case page opens with."""
    rows = page.get_by_role("table", name="Who is at risk").locator("tbody tr")
    return [rows.nth(number).locator("th, td").all_inner_texts() for number in range(rows.count())]


@pytest.fixture(scope="module")
async def town(module_store: Graph, settings: Settings, tmp_path_factory: pytest.TempPathFactory) -> Graph:
    """The sample town, and an offender whose partner has forty children. Plans are ready, as where the service starts."""
    await import_bundle(module_store, Path(str(resources.files("graph_service.samples") / "town")))
    children = [
        person(f"c{number}", given_names=f"Child{number}", family_name="Long", date_of_birth="2018-03-01")
        for number in range(40)
    ]
    await import_bundle(
        module_store,
        write_bundle(
            tmp_path_factory.mktemp("long"),
            people=[person("long", given_names="Lou", family_name="Long"), person("lp", given_names="Pat"), *children],
            offenders=[{"person_id": "long", "category": 1, "level": 3}],
            profiles=[{"person_id": "long", "profile": "CHILD_SEXUAL"}],
            relationships=[
                link("PARTNER_OF", "long", "lp", role="INTIMATE", valid_from="2025-01-01"),
                *(link("PARENT_OF", "lp", f"c{number}", role="BIRTH", valid_from="2018-03-01") for number in range(40)),
            ],
        ),
    )
    family = {"ada": "2012-03-01", "ben": "2014-03-01", "cleo": "2016-03-01", "dee": "2018-03-01"}
    at_home = {"role": "MAIN", "valid_from": "2026-04-13"}
    await import_bundle(
        module_store,
        write_bundle(
            tmp_path_factory.mktemp("four"),
            people=[
                person("four", given_names="Christopher", family_name="Fourth-Harrington"),
                person("ann", given_names="Ann", family_name="Fourth", date_of_birth="1985-01-01"),
                person("hal", given_names="Hal", family_name="Stone", date_of_birth="1960-01-01"),
                *(
                    person(one, given_names=one.title(), family_name="Fourth", date_of_birth=born)
                    for one, born in family.items()
                ),
            ],
            addresses=[
                {"id": "wharf", "lines": "118 Wharf Street", "town": "Kelderwick", "kind": "BUILDING", "dwellings": 5},
                *(
                    {"id": f"wharf-{room}", "lines": f"Room {room}, 118 Wharf Street", "town": "Kelderwick"}
                    | {"postcode": "ZZ1 1WS", "kind": "DWELLING", "building_id": "wharf"}
                    for room in (1, 3)
                ),
            ],
            organisations=[
                {"id": "towpath", "name": "Towpath Homes", "kind": "HOUSING_PROVIDER", "duty_to_cooperate": True}
            ],
            offenders=[{"person_id": "four", "category": 1, "level": 3}],
            profiles=[{"person_id": "four", "profile": "CHILD_SEXUAL"}],
            relationships=[
                link("LIVES_AT", "four", "wharf-3", **at_home),
                link("LIVES_AT", "ann", "wharf-1", **at_home),
                *(link("LIVES_AT", one, "wharf-1", **at_home) for one in family),
                *(link("PARENT_OF", "ann", one, role="BIRTH", valid_from=born) for one, born in family.items()),
                link("LANDLORD_OF", "hal", "wharf", valid_from="2020-01-01"),
                link("LANDLORD_OF", "towpath", "wharf", valid_from="2020-01-01"),
                link("ASSOCIATE_OF", "four", "hal", valid_from="2015-01-01"),
            ],
        ),
    )
    return module_store


def test_v4_answers_who_is_at_risk_why_and_whom_to_tell(reader: MakeReader) -> None:
    page = reader().open(f"/offenders/gary-flint{DAY}")
    kit_row, school = at_risk(page)
    assert kit_row[:2] == ["Kit Barr, age 11", "strong now"] and "the home of Kit Barr (11)" in kit_row[2]
    assert kit_row[3:] == ["Sue Barr (parent) weigh first", "Nobody on record"]
    assert school[0] == "Children at Brook Primary School"
    assert school[3] == "Omar Said (designated safeguarding lead)"
    assert school[4] == "Lynn Flint (head teacher): Lynn Flint is Gary Flint's sister."
    kit = page.locator("article", has=page.locator("#finding-1"))
    assert not kit.is_visible(), "The evidence is folded until somebody asks for it."
    expect(page.get_by_role("rowheader").get_by_role("link", name="Kit Barr, age 11")).to_have_attribute(
        "href", re.compile("^/records/kit-barr[?]")
    )
    follow(page.get_by_role("link", name="strong: the evidence for Kit Barr, age 11"))
    expect(page.get_by_role("article", name="Kit Barr, age 11: strong")).to_be_visible()
    path = kit.get_by_role("list", name="Path, step by step").first
    assert path.get_by_role("listitem").count() == 2
    assert "Source: Kelderwick" in path.inner_text()
    follow(page.get_by_role("link", name="Whom to tell", exact=True))
    assert page.locator("h1").inner_text() == "Whom to tell: Gary Flint"
    groups = [one.partition("\n")[0] for one in page.locator("tr.group th").all_inner_texts()]
    assert groups == ["To consider first", "Agencies to share with", "Others who could be told", "Not safe to tell"]
    unfold(page)
    lynn = page.get_by_role("article", name="Not safe to tell: Lynn Flint, head teacher")
    assert "Lynn Flint is Gary Flint's sister." in lynn.inner_text() and "Consider" not in lynn.inner_text()
    assert "/records/omar-said?" in str(lynn.get_by_role("link", name="Omar Said", exact=True).get_attribute("href"))
    instead = lynn.get_by_role("link", name="designated safeguarding lead: why Omar Said")
    follow(instead)
    assert page.get_by_role("article", name="Omar Said").evaluate("e => e.getBoundingClientRect().top") < 900
    told = page.get_by_role("article", name="Sue Barr, partner; also parent")
    assert "Presumption to disclose" in told.inner_text()
    assert "weigh first" in page.locator("tr.candidate", has_text="Sue Barr").inner_text()
    follow(
        page.locator("tr.candidate", has_text="Sue Barr").get_by_role(
            "link", name="strong: the evidence for Kit Barr, age 11"
        )
    )
    assert page.url.endswith("#finding-1") and page.locator("h1").inner_text() == "Gary Flint"


def test_v3_names_the_landlord_as_not_safe_and_who_could_be_told_instead(reader: MakeReader) -> None:
    page = reader("Plan author").open(f"/offenders/carl-voss/disclosure-candidates{DAY}")
    unfold(page)
    dean = page.get_by_role("article", name="Not safe to tell: Dean Hart, landlord").inner_text()
    assert "Dean Hart and Carl Voss were convicted together in 2011 of burglary of a dwelling." in dean
    assert "Mia Lowe" in dean and "Could be told instead" in dean
    assert "Tell, and no more" not in dean
    assert "Jay Lowe, age 4" in page.locator("tbody.share tr.candidate").first.inner_text()


def test_v9_says_what_holds_the_finding_down_and_keeps_the_tower_out_of_the_count(reader: MakeReader) -> None:
    page = reader().open(f"/offenders/kev-marsh{DAY}")
    ((who, strength, why, *_),) = at_risk(page)
    assert (who, strength) == ("Amy Lunn, age 8", "moderate now") and "26 May 2026" in why
    assert "For context only: Children at Tower Point" in page.locator(".answer").inner_text()
    unfold(page)
    amy = page.get_by_role("article", name="Amy Lunn, age 8: moderate").inner_text()
    assert "What holds it down is a relationship beside the path: graded 2B" in amy
    assert "A mother's report of 28 May 2026" in amy


@pytest.mark.parametrize(
    ("case", "who", "title", "first"),
    [
        ("craig-tully", "Jade Orme, age 35: strong", "Former partner", "Jade Orme (former partner) weigh first"),
        ("darren-pell", "Maureen Pell, age 75: moderate", "Adult in the household", "Maureen Pell (person at risk"),
        ("lee-garrick", "Meera Rao, age 9: strong", "Keys to the home", "Sunita Rao (parent)"),
        ("ryan-moffat", "Brand, expected in September 2026: strong", "Expected child", "Holly Brand (partner)"),
        ("sean-kirby", "Maisie Hollis, age 7: moderate", "Child of a partner", "Tara Hollis (parent) weigh first"),
    ],
)
def test_what_inspections_found_missed_is_named_with_whom_to_tell_first(
    case: str, who: str, title: str, first: str, reader: MakeReader
) -> None:
    page = reader().open(f"/offenders/{case}{DAY}")
    ((*_, told, _unsafe),) = at_risk(page)
    assert told.startswith(first)
    unfold(page)
    assert title in page.get_by_role("article", name=who, exact=True).inner_text()


@pytest.mark.parametrize("case", ["carl-voss", "gary-flint", "kev-marsh", "neil-frost", "alan-pike", "long"])
@pytest.mark.parametrize("path", PAGES)
def test_no_accessibility_violation_no_trouble_and_no_request_elsewhere(
    case: str, path: str, reader: MakeReader
) -> None:
    someone = reader("Analyst")
    page = someone.open(f"/offenders/{case}{path}{DAY}")
    for width in (1280, 320):
        page.set_viewport_size({"width": width, "height": 900})
        assert Axe().run(page).response["violations"] == []
        assert page.evaluate("() => document.documentElement.scrollWidth") <= width
    page.locator("details").evaluate_all("all => all.forEach(one => one.open = true)")
    assert Axe().run(page).response["violations"] == []
    assert page.evaluate("() => document.documentElement.scrollWidth") <= 320
    someone.must_have_stayed_here()


@pytest.mark.parametrize("path", PAGES)
def test_headings_are_in_order(path: str, reader: MakeReader) -> None:
    page = reader().open(f"/offenders/gary-flint{path}{DAY}")
    levels = page.locator("h1, h2, h3, h4").evaluate_all("all => all.map(one => Number(one.tagName[1]))")
    assert levels[0] == 1 and levels.count(1) == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))


def test_every_link_within_the_case_carries_both_clocks_and_the_control_changes_them(reader: MakeReader) -> None:
    page = reader("Plan author").open(f"/offenders/neil-frost{DAY}")
    hrefs = page.locator("a[href^='/offenders/']").evaluate_all("all => all.map(one => one.getAttribute('href'))")
    newest = [href for href in hrefs if "?" not in href]
    assert newest == ["/offenders/neil-frost"]
    shows = [href for href in hrefs if "?" in href and "/record?" not in href]
    asked = [parse_qs(urlsplit(href).query) for href in shows]
    assert all(one == {"asOf": ["2026-06-01"], "knownAt": ["2026-06-01T20:00:00Z"]} for one in asked)
    # What is done is done now: its links carry the day alone.
    does = [parse_qs(urlsplit(href).query) for href in hrefs if "/record?" in href]
    assert does and all(one["asOf"] == ["2026-06-01"] and "knownAt" not in one for one in does)
    assert "Sam Frost, age 17" in page.locator("main").inner_text()
    page.get_by_text("Another day, or what was known then").click()
    page.get_by_label("True on").fill("2026-06-02")
    follow(page.get_by_role("button", name="Show"))
    assert parse_qs(urlsplit(page.url).query) == {
        "asOf": ["2026-06-02"],
        "knownAt": ["2026-06-01T21:00"],
        "knownAtExactly": ["2026-06-01T20:00:00Z"],
    }
    assert "Nobody is found at risk in this view." in page.locator("main").inner_text()
    assert "21:00 on 1 June 2026" in page.locator("header").inner_text()


def test_the_address_of_an_earlier_view_shows_a_colleague_the_same(reader: MakeReader) -> None:
    page = reader("Plan author").open(f"/offenders/neil-frost{DAY}")
    page.get_by_text("Another day, or what was known then").click()
    page.get_by_label("True on").fill("2026-05-03")
    page.get_by_label("As known at (UK time)").fill("2026-05-20T12:00")
    follow(page.get_by_role("button", name="Show"))
    page.get_by_text("Another day, or what was known then").click()
    follow(page.get_by_role("link", name="Link to exactly this view"))
    address = page.url
    assert parse_qs(urlsplit(address).query) == {"asOf": ["2026-05-03"], "knownAt": ["2026-05-20T11:00:00Z"]}
    colleague = reader("Plan author").open(address.removeprefix(page.url.split("/offenders")[0]))
    for part in ("dl.facts", "main"):
        assert colleague.locator(part).inner_text() == page.locator(part).inner_text()
    assert "3 May 2026" in colleague.locator("dl.facts").inner_text()


def test_a_day_that_is_none_is_refused_in_words(reader: MakeReader) -> None:
    someone = reader()
    page = someone.open(f"/offenders/gary-flint{DAY}")
    page.get_by_text("Another day, or what was known then").click()
    page.get_by_label("True on").fill("1850-01-01")
    page.get_by_role("button", name="Show").click()
    assert page.url.endswith(f"/offenders/gary-flint{DAY}"), "The form itself says which days there are."
    for asked in ("asOf=someday", "asOf=1850-01-01", "knownAt=yesterday"):
        page.goto(f"{someone.site}/offenders/gary-flint?{asked}")
        assert re.search("must|Give the", page.locator("main").inner_text()) and "Flint" not in page.content()
        someone.must_be_accessible()
    follow(page.get_by_role("link", name="Start page"))
    expect(page).to_have_url(f"{someone.site}/")


def test_an_address_with_both_clocks_shows_the_same_to_the_letter(reader: MakeReader) -> None:
    someone = reader("Plan author")
    for path in PAGES:
        page = someone.open(f"/offenders/gary-flint{path}{DAY}")
        first = page.content()
        assert someone.open(f"/offenders/gary-flint{path}{DAY}").content() == first


@pytest.mark.parametrize(
    ("role", "cypher", "packs"), [("Analyst", True, 0), ("Panel member", False, 0), ("Plan author", False, 2)]
)
def test_links_are_there_for_the_roles_that_may_follow_them(
    role: str, cypher: bool, packs: int, reader: MakeReader
) -> None:
    page = reader(role).open(f"/offenders/gary-flint{DAY}")
    unfold(page)
    own = page.get_by_role("link", name="Cypher of “Child in the same household”")
    assert (own.count() > 0, page.get_by_role("link", name="Panel pack").count()) == (cypher, packs)
    if cypher:
        assert str(own.first.get_attribute("href")).startswith(
            "/offenders/gary-flint/patterns/child_same_household.cypher?asOf=2026-06-01"
        )


def test_each_of_forty_findings_leads_to_its_evidence(reader: MakeReader) -> None:
    page = reader(reduced_motion="reduce").open(f"/offenders/long{DAY}")
    ways = page.get_by_role("table", name="Who is at risk").get_by_role("link", name=re.compile("the evidence for"))
    assert ways.count() == 40
    ways.nth(39).click()
    assert page.locator("#finding-40").evaluate("e => e.getBoundingClientRect().top") < 900
    follow(page.get_by_role("link", name="Whom to tell", exact=True))
    assert "and 36 more" in page.locator("tr.candidate", has_text="Pat, partner").inner_text()


def test_what_a_panel_acts_on_fits_the_first_screen_for_four_at_risk(reader: MakeReader) -> None:
    page = reader("Plan author").open(f"/offenders/four{DAY}")
    page.set_viewport_size({"width": 1280, "height": 800})
    rows = at_risk(page)
    assert len(rows) == 4 and all("Hal Stone (landlord): " in row[4] for row in rows)
    assert sum("As above." in row[4] for row in rows) == 3, "Why somebody is not safe to tell is said once."
    box = page.get_by_role("table", name="Who is at risk").bounding_box()
    assert box and box["y"] + box["height"] < 800
    assert page.locator(".contents, .actions").count() == 0
    page.set_viewport_size({"width": 375, "height": 812})
    card = page.get_by_role("table", name="Who is at risk").locator("tbody tr").first.bounding_box()
    assert card and card["y"] < 812 and card["width"] <= 375


@pytest.mark.parametrize("script", [True, False])
def test_an_address_that_leads_into_a_folded_part_opens_it(script: bool, reader: MakeReader) -> None:
    page = reader(java_script_enabled=script, reduced_motion="reduce").open(f"/offenders/gary-flint{DAY}")
    page.goto(f"{page.url}#finding-2")
    expect(page.locator("#finding-2")).to_be_visible()
    page.goto(f"{page.url.partition('/offenders')[0]}/offenders/gary-flint/disclosure-candidates{DAY}#candidate-1")
    expect(page.locator("#candidate-1")).to_be_visible()
    expect(page.locator("#candidate-2")).not_to_be_visible()


def test_whom_to_tell_is_short_and_in_the_order_of_who_is_best_placed(reader: MakeReader) -> None:
    page = reader().open(f"/offenders/gary-flint/disclosure-candidates{DAY}")
    assert page.evaluate("() => document.documentElement.scrollHeight") < 1500
    names = [one.partition(",")[0] for one in page.locator("tr.candidate th").all_inner_texts()]
    assert names == ["Sue Barr", "Omar Said", "Kelderwick Council", "Priya Nair", "Lynn Flint"]
    assert "The fewest who cover all: Sue Barr (partner) and Omar Said" in page.locator("main").inner_text()
    page = reader().open(f"/offenders/four/disclosure-candidates{DAY}")
    names = page.locator("tr.candidate th").all_inner_texts()
    assert names == [
        "Ann Fourth, parent",
        "Kelderwick Council, children's services",
        "Kelderwick Council, housing options team, housing authority",
        "Towpath Homes, social landlord",
        "Hal Stone, landlord",
    ]


def test_the_pages_are_used_by_keyboard_alone_and_show_where_the_focus_is(reader: MakeReader) -> None:
    page = reader().open(f"/offenders/gary-flint/disclosure-candidates{DAY}")
    page.keyboard.press("Tab")
    assert page.evaluate("() => document.activeElement.textContent") == "Skip to the content"
    seen = set()
    for _ in range(80):
        page.keyboard.press("Tab")
        tag, words, outline = page.evaluate(
            "() => { const at = document.activeElement;"
            " return [at.tagName, at.textContent.trim(), getComputedStyle(at).outlineStyle]; }"
        )
        if tag == "BODY":
            break
        seen.add(words)
        assert outline == "solid", words
    else:
        pytest.fail("The keyboard does not come to the end of the page.")
    opened = {"Why, legal basis, what to say: Sue Barr", "Why not, and who instead: Lynn Flint"}
    assert {"Spreadsheet (CSV)", "Kit Barr, age 11", *opened} <= seen


def test_the_head_says_who_reads_and_leads_to_the_cases_to_the_workbench_and_out(reader: MakeReader) -> None:
    for path in (*PAGES, "/network", "/family"):
        page = reader().open(f"/offenders/gary-flint{path}{DAY}")
        expect(page.locator("header").get_by_text("panel-member@development, panel member")).to_be_visible()
        expect(page.get_by_role("link", name="Workbench")).to_have_count(0)
        follow(page.get_by_role("navigation", name="Service").get_by_role("link", name="Cases"))
        expect(page.get_by_label("Why are you opening it?")).to_be_visible()
    someone = reader("Analyst")
    page = someone.open(f"/offenders/gary-flint{DAY}")
    expect(page.get_by_role("link", name="Workbench")).to_have_attribute("href", "/workbench")
    follow(page.get_by_role("button", name="Sign out"))
    expect(page.get_by_role("heading", name="You are signed out")).to_be_visible()
    page.goto(f"{someone.site}/offenders/gary-flint{DAY}")
    expect(page.get_by_role("button", name="Analyst", exact=True)).to_be_visible()


def test_the_case_page_says_what_he_has_done(reader: MakeReader) -> None:
    page = reader().open(f"/offenders/gary-flint{DAY}")
    page.get_by_role("heading", name="Offending on record").click()
    offending = page.get_by_role("region", name="Offending on record").inner_text()
    assert "Child sexual offending, recorded as preferring boys aged 10 to 13 – since 6 November 2015" in offending
    assert "Sexual activity with a child – child sexual offending, committed between 1 June 2014" in offending
    assert "Convicted on 6 November 2015" in offending and "Kelderwick Crown Court: Court registers" in offending


@pytest.mark.parametrize("options", [{"forced_colors": "active"}, {"reduced_motion": "reduce"}])
@pytest.mark.parametrize("path", PAGES)
def test_at_400_percent_nothing_scrolls_sideways_and_every_control_can_be_used(
    path: str, options: dict[str, object], reader: MakeReader
) -> None:
    page = reader(width=320, **options).open(f"/offenders/gary-flint{path}{DAY}")
    assert page.evaluate("() => document.documentElement.scrollWidth") <= 320
    controls = page.locator("main a:visible, header a:visible, summary:visible, button:visible")
    boxes = [controls.nth(number).bounding_box() for number in range(controls.count())]
    assert boxes and all(box and box["x"] >= 0 and box["x"] + box["width"] <= 320 for box in boxes)
    page.get_by_text("Another day, or what was known then").click()
    page.get_by_label("True on").fill("2026-05-03")
    follow(page.get_by_role("button", name="Show"))
    assert "asOf=2026-05-03" in page.url
    assert page.evaluate("() => getComputedStyle(document.documentElement).scrollBehavior") == (
        "auto" if "reduced_motion" in options else "smooth"
    )


def _downloaded(page: Page, link: str) -> tuple[str, bytes]:
    """What a browser saves when its reader clicks on a link: under which name, and what."""
    with page.expect_download() as waiting:
        page.get_by_role("link", name=link, exact=True).click()
    return waiting.value.suggested_filename, Path(waiting.value.path()).read_bytes()


VIEW_LINE = "True on 1 June 2026 · as known at 21:00 on 1 June 2026 (UK time)"


def _must_be_marked(pages: list[str], user: str) -> None:
    """Every page of a PDF says its marking, its number, its view, and who had it made and when."""
    for number, words in enumerate(pages, 1):
        assert words.startswith("OFFICIAL-SENSITIVE") and words.endswith("OFFICIAL-SENSITIVE")
        assert f"Page {number} of {len(pages)}" in words
        assert VIEW_LINE in words and f"Made by {user} at " in words


def _must_be_marked_docx(written: Docx, user: str) -> None:
    for section in written.document.sections:
        head, foot = (" ".join(one.text for one in part.paragraphs) for part in (section.header, section.footer))
        assert head.startswith("OFFICIAL-SENSITIVE") and VIEW_LINE in head
        assert foot.endswith("OFFICIAL-SENSITIVE") and f"Made by {user} at " in foot and "Page 1 of 1" in foot


def test_the_list_is_saved_as_a_spreadsheet_for_word_and_as_pdf(reader: MakeReader) -> None:
    someone = reader()
    page = someone.open(f"/offenders/gary-flint/disclosure-candidates{DAY}")
    shown = [name.partition(",")[0] for name in page.locator("tr.candidate th").all_inner_texts()]
    name, content = _downloaded(page, "Spreadsheet (CSV)")
    assert name == "disclosure-candidates-gary-flint-2026-06-01.csv"
    rows = list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"))))
    assert [row["recipient"].partition(",")[0] for row in rows] == shown
    assert {(row["marking"], row["as_of"], row["known_at"]) for row in rows} == {
        ("OFFICIAL-SENSITIVE", "2026-06-01", "2026-06-01T20:00:00Z")
    }
    name, content = _downloaded(page, "Word")
    assert name == "disclosure-candidates-gary-flint-2026-06-01.docx"
    _must_be_marked_docx(Docx(content), "panel-member@development")
    name, content = _downloaded(page, "PDF")
    assert name == "disclosure-candidates-gary-flint-2026-06-01.pdf"
    _must_be_marked(pdf_pages(content), "panel-member@development")
    assert "Sue Barr" in Docx(_downloaded(page, "Word")[1]).text and "Sue Barr" in pdf_pages(content)[0]
    assert someone.troubles == []


def test_a_plan_author_saves_the_pack_for_word_and_as_pdf(reader: MakeReader) -> None:
    someone = reader("Plan author")
    page = someone.open(f"/offenders/gary-flint{DAY}")
    name, content = _downloaded(page, "Panel pack (Word)")
    assert name == "panel-pack-gary-flint-2026-06-01.docx"
    written = Docx(content)
    _must_be_marked_docx(written, "plan-author@development")
    wanted = [
        "Who is at risk",
        "Network picture",
        "Findings",
        "Whom to tell",
        "Decisions to take",
        "Evidence annex",
        "Seal",
    ]
    assert [one for one in written.headings if one in wanted] == wanted
    assert len(written.document.inline_shapes) == 2
    name, content = _downloaded(page, "Panel pack (PDF)")
    assert name == "panel-pack-gary-flint-2026-06-01.pdf"
    pages = pdf_pages(content)
    _must_be_marked(pages, "plan-author@development")
    assert "Sexual activity with a child" in pages[0]
    assert someone.troubles == []


@pytest.mark.parametrize("path", PAGES)
def test_a_print_is_marked_and_numbered_on_every_page_and_says_who_made_it(path: str, reader: MakeReader) -> None:
    page = reader().open(f"/offenders/gary-flint{path}{DAY}")
    pages = pdf_pages(page.pdf(format="A4", prefer_css_page_size=True))
    assert len(pages) > 1
    for number, words in enumerate(pages, 1):
        assert words.count("OFFICIAL-SENSITIVE") >= 2
        assert f"OFFICIAL-SENSITIVE · page {number} of {len(pages)}" in words
    assert "Printed by panel-member@development, panel member" in pages[0]
    assert not any("Sign out" in words or "Workbench" in words for words in pages)


@pytest.mark.parametrize("options", [{"forced_colors": "active"}, {"java_script_enabled": False}])
def test_in_high_contrast_and_without_script_standing_stands_in_words(
    options: dict[str, object], reader: MakeReader
) -> None:
    page = reader(**options).open(f"/offenders/gary-flint/disclosure-candidates{DAY}")
    assert "not safe to tell" in page.locator("tr.candidate", has_text="Lynn Flint, head teacher").inner_text()


def test_printing_opens_what_is_folded_and_leaves_out_the_buttons(reader: MakeReader) -> None:
    page = reader().open(f"/offenders/gary-flint/disclosure-candidates{DAY}")
    page.emulate_media(media="print")
    assert page.locator("details.path .chain").first.is_visible()
    assert not page.locator(".files").is_visible()
    assert not page.locator(".tabs").is_visible()
