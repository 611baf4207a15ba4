"""Signing in in development: the whole way by the service's own provider, and all that this provider refuses."""

from base64 import b64encode
from datetime import timedelta
from urllib.parse import parse_qs, urlencode, urlsplit

import httpx
import pytest

from graph_service.security.identity import Role
from graph_service.security.local_provider import AUTHORIZE, CLIENT_ID, DISCOVERY, END_SESSION, KEYS, TOKEN
from graph_service.security.openid import CALLBACK
from graph_service.security.sessions import Sessions
from graph_service.security.tokens import SignedTokens, Use
from tests.http.conftest import (
    BROWSER,
    MakeService,
    Service,
    begin_sign_in,
    choose,
    form_mark,
    leads_on_to,
    sign_in,
)

HERE = "http://127.0.0.1:8000"


def parameters(address: str) -> dict[str, str]:
    return {name: values[0] for name, values in parse_qs(urlsplit(address).query).items()}


def attempt_cookie(service: Service) -> tuple[str, str]:
    """The name and the value of the cookie that keeps the one sign-in under way."""
    (found,) = [one for one in service.client.cookies.jar if one.name.startswith("graph-service-sign-in-")]
    assert found.value is not None
    return found.name, found.value


async def come_back(service: Service, address: str, cookie: tuple[str, str]) -> httpx.Response:
    """Come back from the provider with this cookie and no other."""
    service.client.cookies.clear()
    return await service.client.get(address, headers=BROWSER | {"Cookie": "=".join(cookie)})


def must_have_signed_nobody_in(service: Service, answer: httpx.Response) -> None:
    assert answer.status_code == 401
    assert "You are not signed in" in answer.text
    assert "graph-service-session" not in answer.headers.get("set-cookie", "")
    assert not [entry for entry in service.entries() if entry["action"] == "SIGN_IN"]


@pytest.mark.parametrize("cleared", [False, True])
@pytest.mark.parametrize("role", list(Role))
async def test_each_role_signs_in_by_the_provider_with_clearance_or_without(
    service: Service, role: Role, cleared: bool
) -> None:
    page = await begin_sign_in(service, next="/workbench")
    assert page.startswith(f"{HERE}{AUTHORIZE}?")
    asked = parameters(page)
    assert (asked["response_type"], asked["code_challenge_method"]) == ("code", "S256")
    assert (asked["client_id"], asked["redirect_uri"]) == (CLIENT_ID, f"{HERE}{CALLBACK}")
    assert all(len(asked[name]) >= 20 for name in ("state", "nonce", "code_challenge"))
    back = await choose(service, page, role, **({"cleared": "yes"} if cleared else {}))
    assert back.startswith(f"{HERE}{CALLBACK}?")
    brought = parameters(back)
    assert brought.keys() == {"code", "state", "iss"}
    assert (brought["state"], brought["iss"]) == (asked["state"], f"{HERE}/development/openid")
    signed_in = await service.client.get(back, headers=BROWSER)
    assert (signed_in.status_code, leads_on_to(signed_in)) == (200, "/workbench")
    session = Sessions(service.settings.home).identity(service.client.cookies["graph-service-session"])
    user = f"{role.value.lower().replace('_', '-')}@development"
    assert (session.user, session.role, session.cleared, session.cases) == (user, role, cleared, None)
    (entry,) = service.entries()
    assert (entry["action"], entry["user"], entry["role"], entry["cleared"]) == ("SIGN_IN", user, role.value, cleared)


@pytest.mark.parametrize("host", ["127.0.0.1:8000", "localhost:9123", "[::1]:80"])
async def test_sign_in_shows_every_role_at_whichever_of_its_names_the_service_is_called(
    service: Service, host: str
) -> None:
    page = await service.client.get("/sign-in", headers={"Host": host})
    assert page.headers["location"].startswith(f"http://{host}{AUTHORIZE}?")
    shown = await service.client.get(page.headers["location"], headers={"Host": host})
    assert shown.status_code == 200
    assert all(f'value="{role.value}"' in shown.text for role in Role)
    assert "Cleared for handling C" in shown.text
    assert "form-action 'self'" in shown.headers["content-security-policy"]


async def test_a_public_address_is_where_the_provider_is(make_service: MakeService) -> None:
    service = make_service(public_url="https://service.example/")
    page = await begin_sign_in(service)
    assert page.startswith(f"https://service.example{AUTHORIZE}?")
    assert parameters(page)["redirect_uri"] == f"https://service.example{CALLBACK}"
    shown = await service.client.get(page, headers=BROWSER | {"Host": "service.example"})
    assert shown.status_code == 200


async def test_the_claims_have_the_names_of_the_settings(make_service: MakeService) -> None:
    service = make_service(
        oidc_user_claim="sub", oidc_role_claim="realm_access.roles", oidc_clearance_claim="https://x.example/cleared"
    )
    assert leads_on_to(await sign_in(service, Role.PLAN_AUTHOR, cleared="yes")) == "/"
    (entry,) = service.entries()
    assert (entry["user"], entry["role"], entry["cleared"]) == ("plan-author@development", "PLAN_AUTHOR", True)


@pytest.mark.parametrize(
    "place",
    [
        "https://elsewhere.example/",
        "//elsewhere.example",
        "///elsewhere.example",
        "////elsewhere.example",
        "//user@elsewhere.example",
        "/\\elsewhere.example",
        "\\\\elsewhere.example",
        "/\t/elsewhere.example",
        "/\n/elsewhere.example",
        "\t//elsewhere.example",
        " //elsewhere.example",
        "elsewhere.example",
        "javascript:alert(1)",
        "x:y",
    ],
)
async def test_sign_in_leads_nowhere_else(service: Service, place: str) -> None:
    assert leads_on_to(await sign_in(service, next=place)) == "/"


@pytest.mark.parametrize(
    "change",
    [
        {"verifier": "of-somebody-else-" * 3},
        {"redirect_uri": f"http://localhost:8000{CALLBACK}"},
        {"nonce": "of another sign-in"},
        {"state": "of another sign-in"},
    ],
    ids=lambda change: next(iter(change)),
)
async def test_a_sign_in_that_ends_otherwise_than_it_began_signs_nobody_in(
    service: Service, change: dict[str, str]
) -> None:
    page = await begin_sign_in(service)
    name, kept = attempt_cookie(service)
    back = await choose(service, page, Role.ANALYST)
    tokens = SignedTokens.of(service.settings)
    claims = tokens.unseal(kept, Use.SIGN_IN)
    answer = await come_back(service, back, (name, tokens.seal(claims | change, Use.SIGN_IN, timedelta(minutes=1))))
    must_have_signed_nobody_in(service, answer)
    # Whatever was wrong, the code is spent, except where nobody showed it to the provider.
    again = await come_back(service, back, (name, kept))
    assert again.status_code == (200 if "state" in change else 401)


async def test_a_code_is_good_once(service: Service) -> None:
    page = await begin_sign_in(service)
    cookie = attempt_cookie(service)
    back = await choose(service, page, Role.ANALYST)
    assert (await come_back(service, back, cookie)).status_code == 200
    again = await come_back(service, back, cookie)
    assert (again.status_code, "graph-service-session" in again.headers["set-cookie"]) == (401, False)
    assert len(service.entries()) == 1


async def test_an_answer_of_another_provider_or_without_a_code_signs_nobody_in(service: Service) -> None:
    page = await begin_sign_in(service)
    cookie = attempt_cookie(service)
    brought = parameters(await choose(service, page, Role.ANALYST))
    for change in ({"iss": "https://elsewhere.example"}, {"code": "guessed"}, {"code": ""}):
        answer = await come_back(service, f"{CALLBACK}?{urlencode(brought | change)}", cookie)
        must_have_signed_nobody_in(service, answer)


async def test_the_browser_that_began_must_end_the_sign_in(service: Service) -> None:
    back = await choose(service, await begin_sign_in(service), Role.ANALYST)
    service.client.cookies.clear()
    must_have_signed_nobody_in(service, await service.client.get(back, headers=BROWSER))


@pytest.mark.parametrize(
    "change",
    [
        {"redirect_uri": "https://elsewhere.example/sign-in/callback"},
        {"redirect_uri": f"http://localhost:8000{CALLBACK}"},
        {"redirect_uri": f"{HERE}{CALLBACK}/"},
        {"redirect_uri": None},
        {"client_id": "another"},
        {"response_type": "token"},
        {"code_challenge_method": "plain"},
        {"code_challenge_method": None},
        {"code_challenge": None},
        {"state": None},
        {"nonce": None},
        {"scope": "profile"},
    ],
    ids=str,
)
async def test_the_provider_offers_nobody_where_it_is_not_asked_as_it_must_be(
    service: Service, change: dict[str, str | None]
) -> None:
    page = await begin_sign_in(service)
    mark = await form_mark(service, page)
    asked = {name: value for name, value in (parameters(page) | change).items() if value is not None}
    wrong = f"{AUTHORIZE}?{urlencode(asked)}"
    shown = await service.client.get(wrong, headers=BROWSER)
    assert (shown.status_code, "ANALYST" in shown.text) == (400, False)
    chosen = await service.client.post(wrong, data={"form": mark, "role": "ANALYST"}, headers=BROWSER)
    assert (chosen.status_code, "location" in chosen.headers) == (400, False)


@pytest.mark.parametrize(
    ("change", "status"),
    [
        ({"form": "0" * 64}, 403),
        ({"form": ""}, 403),
        ({"role": "OWNER"}, 400),
    ],
)
async def test_forms_from_elsewhere_are_refused(service: Service, change: dict[str, str], status: int) -> None:
    page = await begin_sign_in(service)
    data = {"form": await form_mark(service, page), "role": "ANALYST"} | change
    response = await service.client.post(page, data=data, headers=BROWSER)
    assert (response.status_code, "location" in response.headers) == (status, False)
    assert service.entries() == []


async def test_a_browser_that_says_a_form_came_from_another_site_is_believed(service: Service) -> None:
    page = await begin_sign_in(service)
    data = {"form": await form_mark(service, page), "role": "ANALYST"}
    for site, status in (("cross-site", 403), ("same-site", 403), ("same-origin", 303)):
        response = await service.client.post(page, data=data, headers={"Sec-Fetch-Site": site})
        assert response.status_code == status


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("GET", "/sign-in"),
        ("GET", CALLBACK),
        ("GET", DISCOVERY),
        ("GET", KEYS),
        ("POST", TOKEN),
        ("GET", AUTHORIZE),
        ("POST", AUTHORIZE),
        ("GET", END_SESSION),
    ],
)
async def test_signing_in_answers_to_its_own_name_alone(service: Service, method: str, path: str) -> None:
    response = await service.client.request(method, path, headers={"Host": "elsewhere.example", **BROWSER})
    assert response.status_code == 403


async def test_a_client_must_prove_its_secret(service: Service) -> None:
    back = await choose(service, await begin_sign_in(service), Role.ANALYST)
    form = {
        "grant_type": "authorization_code",
        "code": parameters(back)["code"],
        "redirect_uri": f"{HERE}{CALLBACK}",
        "client_id": CLIENT_ID,
        "client_secret": "a guess",
    }
    guess = "Basic " + b64encode(f"{CLIENT_ID}:a guess".encode()).decode()
    for headers in ({}, {"Authorization": guess}, {"Authorization": "Bearer a guess"}):
        response = await service.client.post(TOKEN, data=form, headers=headers)
        assert (response.status_code, response.json()) == (401, {"error": "invalid_client"})
        assert response.headers["www-authenticate"].startswith("Basic ")
    # Who cannot prove it does not spend the code of somebody else.
    assert (await service.client.get(back, headers=BROWSER)).status_code == 200


async def test_the_provider_publishes_what_it_is_and_only_the_public_part_of_its_key(service: Service) -> None:
    published = (await service.client.get(DISCOVERY)).json()
    assert published["issuer"] == f"{HERE}/development/openid"
    assert published["code_challenge_methods_supported"] == ["S256"]
    assert published["response_types_supported"] == ["code"]
    (key,) = (await service.client.get(urlsplit(published["jwks_uri"]).path)).json()["keys"]
    assert (key["kty"], key["alg"], "d" in key) == ("EC", "ES256", False)


async def test_after_signing_out_the_provider_leads_back_to_the_start_page_alone(service: Service) -> None:
    await sign_in(service)
    mark = await form_mark(service, "/offenders/O-1/network")
    page = await service.client.post("/sign-out", data={"form": mark}, headers=BROWSER)
    assert f'href="{HERE}{END_SESSION}?' in page.text
    asked = {"post_logout_redirect_uri": f"{HERE}/", "client_id": CLIENT_ID, "state": "s"}
    back = await service.client.get(END_SESSION, params=asked, headers=BROWSER)
    assert (back.status_code, back.headers["location"]) == (303, f"{HERE}/?state=s")
    for change in ({"post_logout_redirect_uri": "https://elsewhere.example/"}, {"client_id": "another"}):
        refused = await service.client.get(END_SESSION, params=asked | change, headers=BROWSER)
        assert (refused.status_code, "location" in refused.headers) == (400, False)


@pytest.mark.parametrize(
    "settings",
    [
        {"environment": "production", "token_key": "k" * 32},
        {
            "oidc_issuer": "https://provider.example",
            "oidc_client_id": "service",
            "oidc_client_secret": "hush",
        },
    ],
    ids=["in production", "with another provider"],
)
async def test_the_provider_is_for_development_without_another_one_alone(
    make_service: MakeService, settings: dict[str, str]
) -> None:
    service = make_service(**settings)
    for path in (DISCOVERY, KEYS, AUTHORIZE, END_SESSION):
        assert (await service.client.get(path, headers=BROWSER)).status_code == 404
    for path in (TOKEN, AUTHORIZE):
        assert (await service.client.post(path, headers=BROWSER)).status_code == 404
