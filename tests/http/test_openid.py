"""Signing in by OpenID Connect in a real browser, with a real provider, in production."""

from collections.abc import Iterator
from dataclasses import dataclass

import pytest
import pytest_asyncio
from playwright.sync_api import expect
from pydantic import SecretStr

from graph_service.importing.importer import import_bundle
from graph_service.local_neo4j.server import ConnectionDetails
from graph_service.settings import Environment, Settings
from graph_service.store.graph import Graph
from tests.browser import follow
from tests.conftest import empty
from tests.http.keycloak import CLIENT, PASSWORD, SECRET, Keycloak, running_keycloak
from tests.serving import Visitor, entries, free_listener, served
from tests.worlds import person, write_bundle

USERS = {
    "ana": {"role": ["PANEL_MEMBER"], "clearance": ["true"], "cases": ["o"]},
    "aud": {"role": ["AUDITOR"]},
    "nobody": {},
    "owner": {"role": ["OWNER"]},
}


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def world(graph: Graph, tmp_path_factory: pytest.TempPathFactory) -> Graph:
    """Two offenders, one of them in a case of Ana's."""
    await empty(graph)
    await import_bundle(
        graph,
        write_bundle(
            tmp_path_factory.mktemp("openid"),
            people=[
                person("o", given_names="Olaf", family_name="Vane"),
                person("q", given_names="Quentin", family_name="Vale"),
            ],
            offenders=[{"person_id": "o", "category": 1, "level": 2}, {"person_id": "q", "category": 1, "level": 2}],
        ),
    )
    return graph


@dataclass
class Site:
    address: str
    settings: Settings
    keycloak: Keycloak


@pytest.fixture(scope="module")
def site(world: Graph, neo4j_server: ConnectionDetails, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    with running_keycloak() as keycloak:
        listener = free_listener()
        address = f"http://127.0.0.1:{listener.getsockname()[1]}"
        keycloak.make_realm(address, USERS)
        settings = Settings(
            home=tmp_path_factory.mktemp("openid-home"),
            environment=Environment.PRODUCTION,
            oidc_issuer=keycloak.issuer,
            oidc_client_id=CLIENT,
            oidc_client_secret=SecretStr(SECRET),
        )
        with served(settings, neo4j_server, listener) as served_at:
            assert served_at == address
            yield Site(address, settings, keycloak)


def sign_in_there(visitor: Visitor, name: str) -> None:
    """Fill in the provider's own form."""
    visitor.page.locator("#username").fill(name)
    visitor.page.locator("#password").fill(PASSWORD)
    visitor.page.locator("#kc-login").click()


def test_a_user_comes_back_from_the_provider_to_the_page_he_wanted_with_his_role_clearance_and_cases(
    site: Site, visitor: Visitor
) -> None:
    visitor.page.goto(f"{site.address}/offenders/q/network?asOf=2026-06-01")
    assert visitor.page.url.startswith(f"{site.keycloak.issuer}/protocol/openid-connect/auth?")
    assert all(f"{part}=" in visitor.page.url for part in ("state", "nonce", "code_challenge"))
    sign_in_there(visitor, "ana")
    # The way leads over a page of ours, because a strict cookie is not sent on the way back from another site.
    expect(visitor.page.get_by_text("the case is not open to you")).to_be_visible()
    assert visitor.page.url == f"{site.address}/offenders/q/network?asOf=2026-06-01"
    begun, unseen = entries(site.settings)[-2:]
    assert (begun["action"], begun["user"], begun["role"], begun["cleared"]) == ("SIGN_IN", "ana", "PANEL_MEMBER", True)
    assert (unseen["outcome"], unseen["asked"]) == ("NOT_SHOWN", {"offenderId": ["q"]})
    visitor.page.goto(site.address)
    visitor.say_why()
    assert visitor.page.locator("tbody th").all_inner_texts() == ["Olaf Vane"]
    visitor.must_be_accessible()
    cookies = {cookie["name"]: cookie for cookie in visitor.context.cookies(site.address)}
    assert cookies["graph-service-session"]["sameSite"] == "Strict" and cookies["graph-service-session"]["httpOnly"]
    assert not any(name.startswith("graph-service-sign-in") for name in cookies)
    assert all(url.startswith((f"{site.address}/", f"{site.keycloak.address}/", "data:")) for url in visitor.asked)


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("nobody", "it gives you no role in this service"),
        ("owner", "it gives you no role in this service"),
    ],
)
def test_a_user_without_a_role_of_ours_is_refused_in_plain_words_and_put_on_record(
    name: str, words: str, site: Site, visitor: Visitor
) -> None:
    visitor.page.goto(f"{site.address}/sign-in")
    sign_in_there(visitor, name)
    expect(visitor.page.get_by_role("heading", level=1)).to_have_text("You are not signed in")
    expect(visitor.page.get_by_text(words)).to_be_visible()
    visitor.must_be_accessible()
    entry = entries(site.settings)[-1]
    assert (entry["action"], entry["outcome"], entry["user"]) == ("DENIED", "FORBIDDEN", name)
    assert not any(cookie["name"] == "graph-service-session" for cookie in visitor.context.cookies())
    visitor.page.goto(site.address)
    expect(visitor.page.get_by_role("link", name="Sign in")).to_be_visible()


def test_signing_out_ends_the_session_here_and_offers_to_end_the_provider_s(site: Site, visitor: Visitor) -> None:
    visitor.page.goto(f"{site.address}/sign-in")
    sign_in_there(visitor, "aud")
    expect(visitor.page.get_by_text("An auditor reads the log")).to_be_visible()
    follow(visitor.page.get_by_role("button", name="Sign out"))
    expect(visitor.page.get_by_role("heading", level=1)).to_have_text("You are signed out")
    visitor.must_be_accessible()
    assert not any(cookie["name"] == "graph-service-session" for cookie in visitor.context.cookies())
    follow(visitor.page.get_by_role("link", name="Sign out there as well"))
    follow(visitor.page.locator("#kc-logout"))
    # Back at the start page, and the provider asks for a password again.
    expect(visitor.page.get_by_role("link", name="Sign in")).to_be_visible()
    follow(visitor.page.get_by_role("link", name="Sign in"))
    expect(visitor.page.locator("#password")).to_be_visible()


def test_going_away_from_the_provider_and_coming_back_by_an_old_address_signs_nobody_in(
    site: Site, visitor: Visitor
) -> None:
    visitor.page.goto(f"{site.address}/sign-in")
    visitor.page.goto(f"{site.address}/sign-in/callback?code=stolen&state=of-another-browser")
    expect(visitor.page.get_by_text("was not begun in this browser")).to_be_visible()
    visitor.must_be_accessible()
    follow(visitor.page.get_by_role("link", name="Sign in again"))
    expect(visitor.page.locator("#username")).to_be_visible()
