"""The analyst's workbench by his path: questions in GraphiQL, examples, queries saved for others, and who is kept out."""

import json
import re
from importlib import resources
from pathlib import Path

import httpx
import pytest
import pytest_asyncio
from playwright.sync_api import Browser, expect

from graph_service.importing.importer import import_bundle
from graph_service.local_neo4j.server import ConnectionDetails
from graph_service.pages.workbench import EXAMPLES
from graph_service.security.identity import Role
from graph_service.security.tokens import SignedTokens
from graph_service.settings import Environment, Settings
from graph_service.store.graph import Graph
from tests.browser import follow
from tests.patience import PATIENCE_S
from tests.serving import ServedSite, Visitor, entries, served, session_of, visiting

PURPOSE = "call of 2 June – Łódź"


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def town(module_store: Graph) -> Graph:
    """The sample town."""
    await import_bundle(module_store, Path(str(resources.files("graph_service.samples") / "town")))
    return module_store


def enter(visitor: Visitor) -> None:
    """Sign in as an analyst and open the workbench from the start page."""
    visitor.sign_in("Analyst")
    visitor.say_why("the list")
    follow(visitor.page.get_by_role("link", name="Workbench"))
    visitor.say_why(PURPOSE)
    expect(visitor.page.locator(".graphiql-query-editor .CodeMirror")).to_be_visible()


def write(visitor: Visitor, query: str) -> None:
    """Put a query into the editor, as typing would."""
    visitor.page.locator(".graphiql-query-editor .CodeMirror").evaluate(
        "(editor, text) => editor.CodeMirror.setValue(text)", query
    )


def written(visitor: Visitor, part: str = ".graphiql-query-editor") -> str:
    """What an editor holds."""
    text: str = visitor.page.locator(f"{part} .CodeMirror").first.evaluate("(editor) => editor.CodeMirror.getValue()")
    return text


def must_all_have_names(visitor: Visitor) -> None:
    """Whatever the keyboard reaches in GraphiQL says what it is."""
    reached = visitor.page.locator("#graphiql :is(a[href], button, input, select, textarea, [tabindex='0']):visible")
    assert reached.count() > 5
    for one in reached.all():
        assert re.search(r'^- \w+ "[^"]+"', one.aria_snapshot()), one.evaluate("one => one.outerHTML")


def save(visitor: Visitor, name: str) -> None:
    visitor.page.get_by_label("Name", exact=True).fill(name)
    visitor.page.get_by_role("button", name="Save", exact=True).click()


def test_an_analyst_asks_by_an_example_and_the_log_says_why(visitor: Visitor, site: ServedSite) -> None:
    enter(visitor)
    expect(visitor.page.get_by_text(PURPOSE)).to_be_visible()
    visitor.must_be_accessible()
    visitor.page.get_by_role("button", name="Who is this?").click()
    visitor.page.get_by_role("button", name="Execute query").click()
    expect(visitor.page.locator(".result-window")).to_contain_text("gary-flint")
    visitor.must_be_accessible()
    entry = entries(site.settings)[-1]
    assert (entry["fields"], entry["purpose"], entry["channel"]) == (["search"], PURPOSE, "PAGE")
    assert "gary-flint" in entry["disclosed"]
    assert visitor.page.evaluate("localStorage.length + sessionStorage.length") == 0
    visitor.page.get_by_role("button", name="Show History").click()
    expect(visitor.page.locator(".graphiql-history-item").first).to_be_visible()
    visitor.must_be_accessible()
    visitor.page.get_by_role("button", name="Edit label").first.click()
    expect(visitor.page.get_by_label("Label of this query")).to_be_visible()
    visitor.must_be_accessible()
    must_all_have_names(visitor)
    visitor.page.get_by_role("button", name="Show Documentation Explorer").click()
    expect(visitor.page.get_by_text("Root Types")).to_be_visible()
    visitor.must_be_accessible()
    visitor.must_have_stayed_here()


def test_the_keyboard_leads_out_of_the_editor(visitor: Visitor) -> None:
    enter(visitor)
    visitor.page.get_by_label("Query", exact=True).focus()
    visitor.page.keyboard.press("Escape")
    assert visitor.page.evaluate("document.activeElement.getAttribute('aria-label')").startswith("Execute query")


@pytest.mark.parametrize("width", [375, 768])
def test_the_workbench_fits_narrow_screens(width: int, site: ServedSite, browser: Browser) -> None:
    with visiting(browser, site.address, width) as visitor:
        enter(visitor)
        assert visitor.page.evaluate("document.documentElement.scrollWidth") <= width
        visitor.must_be_accessible()


def test_every_example_is_answered(site: ServedSite) -> None:
    token = SignedTokens.of(site.settings).issue("ana", Role.ANALYST, minutes=10)
    headers = {"Authorization": f"Bearer {token}", "X-Purpose": "trying"}
    with httpx.Client(base_url=site.address, headers=headers, timeout=PATIENCE_S) as client:
        for example in EXAMPLES:
            body = {"query": example.text, "variables": json.loads(example.variables)}
            answer = client.post("/graphql", json=body).json()
            assert "errors" not in answer, example.title
            assert all(answer["data"].values()), example.title


def test_queries_are_saved_by_name_for_every_analyst_and_removed_by_who_saved_them(
    visitor: Visitor, site: ServedSite, browser: Browser
) -> None:
    enter(visitor)
    visitor.page.get_by_role("button", name="Who is this?").click()
    visitor.page.get_by_role("button", name="Execute query").click()
    expect(visitor.page.locator(".result-window")).to_contain_text("gary-flint")
    text = 'query Names($id: ID!) {\n  # about Gary Flint\n  person(id: $id, asOf: "2026-06-01") { name }\n}'
    write(visitor, text)
    save(visitor, "Somebody's name")
    expect(visitor.page.get_by_role("status")).to_have_text("Saved. Every analyst finds it in the list above.")
    expect(visitor.page.get_by_role("button", name="Somebody's name", exact=True)).to_be_visible()
    expect(visitor.page.get_by_text("Saved by you.")).to_be_visible()
    # What was written, its variables and the last answer are still there; what others see names nobody.
    assert written(visitor) == text
    assert "Gary Flynt" in written(visitor, ".graphiql-editor-tool")
    expect(visitor.page.locator(".result-window")).to_contain_text("gary-flint")
    assert "Gary" not in str(visitor.page.locator("#saved-list pre.text").text_content())
    visitor.must_be_accessible()
    entry = entries(site.settings)[-2]
    assert (entry["action"], entry["operation"], entry["user"]) == ("SAVED_QUERY", "saved", "analyst@development")
    with visiting(browser, site.address) as other:
        other.hold(session_of(site.settings, "ben", Role.ANALYST))
        other.page.goto(f"{site.address}/workbench")
        other.say_why("my own reasons")
        other.page.get_by_role("button", name="Somebody's name", exact=True).click()
        assert "person(id: $id" in written(other)
        expect(other.page.get_by_text("Saved by analyst@development.")).to_be_visible()
        assert other.page.get_by_role("button", name="Remove").count() == 0
        save(other, "Somebody's name")
        expect(other.page.get_by_role("status")).to_contain_text("Somebody else has saved a query by this name")
    visitor.page.get_by_role("button", name="Remove").click()
    expect(visitor.page.get_by_text("None yet.")).to_be_visible()
    expect(visitor.page.get_by_role("status")).to_have_text("Removed.")
    expect(visitor.page.get_by_role("heading", name="Saved queries")).to_be_focused()
    assert written(visitor) == text
    assert entries(site.settings)[-2]["operation"] == "removed"
    visitor.must_have_stayed_here()


def test_a_query_that_names_somebody_is_not_saved_and_not_lost(visitor: Visitor) -> None:
    enter(visitor)
    write(visitor, '{ person(id: "gary-flint") { name } }')
    save(visitor, "One man")
    expect(visitor.page.get_by_role("status")).to_contain_text("make it a variable")
    expect(visitor.page.locator(".graphiql-query-editor .CodeMirror")).to_be_visible()
    assert written(visitor) == '{ person(id: "gary-flint") { name } }'
    expect(visitor.page.get_by_label("Name", exact=True)).to_have_value("One man")
    visitor.must_be_accessible()
    expect(visitor.page.get_by_text("None yet.")).to_be_visible()


def test_a_session_that_has_ended_takes_nothing_of_what_is_written(visitor: Visitor) -> None:
    enter(visitor)
    write(visitor, "{ exposurePatterns { id } }")
    visitor.context.clear_cookies()
    save(visitor, "Catalogue")
    expect(visitor.page.get_by_role("status")).to_contain_text("your session has ended")
    assert written(visitor) == "{ exposurePatterns { id } }"
    visitor.must_be_accessible()


@pytest.mark.parametrize(
    ("role", "called"),
    [
        ("Panel member", "A panel member"),
        ("Plan author", "A plan author"),
        ("Auditor", "An auditor"),
        ("Administrator", "An administrator"),
    ],
)
def test_the_workbench_is_for_those_who_explore(role: str, called: str, visitor: Visitor) -> None:
    visitor.sign_in(role, at="/workbench")
    expect(visitor.page.get_by_text(f"{called} cannot search all records")).to_be_visible()
    visitor.must_be_accessible()


def test_in_production_graphiql_is_off_and_the_page_says_so(
    town: Graph, neo4j_server: ConnectionDetails, tmp_path: Path, browser: Browser
) -> None:
    settings = Settings(home=tmp_path, environment=Environment.PRODUCTION)
    with served(settings, neo4j_server) as address, visiting(browser, address) as visitor:
        visitor.hold(session_of(settings, "ana", Role.ANALYST))
        visitor.page.goto(f"{address}/workbench")
        visitor.say_why()
        expect(visitor.page.get_by_text("In production GraphiQL is off")).to_be_visible()
        assert visitor.page.locator("script").count() == 0
        visitor.must_be_accessible()
        assert httpx.get(f"{address}/static/graphiql/graphiql.min.js").status_code == 404
        visitor.must_have_stayed_here()


def test_where_graphiql_cannot_be_fetched_the_page_says_so_and_the_queries_are_there(
    town: Graph, neo4j_server: ConnectionDetails, tmp_path: Path, browser: Browser
) -> None:
    settings = Settings(home=tmp_path, cache=tmp_path / "cache", maven_mirror="http://127.0.0.1:9")
    with served(settings, neo4j_server) as address, visiting(browser, address) as visitor:
        visitor.hold(session_of(settings, "ana", Role.ANALYST))
        visitor.page.goto(f"{address}/workbench")
        visitor.say_why()
        expect(visitor.page.get_by_text("GraphiQL could not be fetched")).to_be_visible()
        expect(visitor.page.get_by_role("heading", name="Who might he harm, and by which path?")).to_be_visible()
        visitor.must_be_accessible()


def test_a_page_elsewhere_cannot_ask_with_a_readers_session(site: ServedSite) -> None:
    cookies = {"graph-service-session": session_of(site.settings, "ana", Role.ANALYST)}
    for where, status in (("same-origin", 200), ("same-site", 403), ("cross-site", 403)):
        answer = httpx.post(
            f"{site.address}/graphql",
            json={"query": "{ exposurePatterns { id } }"},
            headers={"Sec-Fetch-Site": where},
            cookies=cookies,
        )
        assert answer.status_code == status
