"""The pages: signing in, saying why, and the network picture; nothing of them works from another site."""

from typing import Any
from urllib.parse import urlencode

import pytest

from graph_service.security.identity import Role
from graph_service.security.local_provider import AUTHORIZE
from tests.http.conftest import BROWSER, MakeService, Service, form_mark, leads_on_to, sign_in
from tests.site import PURPOSE

NETWORK = "/offenders/O-1/network"


async def test_a_browser_is_led_from_sign_in_by_purpose_to_the_picture(service: Service) -> None:
    wanted = f"{NETWORK}?asOf=2026-06-01"
    first = await service.client.get(wanted, headers=BROWSER)
    assert (first.status_code, first.headers["location"]) == (
        303,
        "/sign-in?next=%2Foffenders%2FO-1%2Fnetwork%3FasOf%3D2026-06-01",
    )
    signed_in = await sign_in(service, next=wanted)
    assert (signed_in.status_code, leads_on_to(signed_in)) == (200, wanted)
    (cookie,) = [one for one in signed_in.headers.get_list("set-cookie") if one.startswith("graph-service-session=")]
    assert "HttpOnly" in cookie
    assert "SameSite=strict" in cookie
    asked = await service.client.get(wanted, headers=BROWSER)
    assert "Why are you opening it?" in asked.text
    assert "picture" not in asked.text
    given = await service.client.post(
        "/offenders/O-1/purpose",
        data={"form": await form_mark(service, wanted), "purpose": "panel of 3 June", "next": wanted},
        headers=BROWSER,
    )
    assert (given.status_code, given.headers["location"]) == (303, wanted)
    shown = await service.client.get(wanted, headers=BROWSER)
    assert "picture of O-1" in shown.text
    assert shown.headers["content-security-policy"].startswith("default-src 'none'; script-src 'self'")
    begun, read = service.entries()
    assert (begun["action"], begun["user"]) == ("SIGN_IN", "panel-member@development")
    assert (read["action"], read["purpose"], read["asked"]) == (
        "READ",
        "panel of 3 June",
        {"offenderId": ["O-1"]},
    )
    assert read["views"][0]["asOf"] == "2026-06-01"
    other_case = await service.client.get("/offenders/O-2/network", headers=BROWSER)
    assert "Why are you opening it?" in other_case.text


async def test_a_purpose_for_a_record_opens_that_record_alone(service: Service) -> None:
    await sign_in(service, Role.ANALYST)
    wanted = "/records/R-1/network?hops=3"
    assert "Why are you opening it?" in (await service.client.get(wanted, headers=BROWSER)).text
    data = {"form": await form_mark(service, wanted), "purpose": "a call of 2 June", "next": wanted}
    given = await service.client.post("/records/R-1/purpose", data=data, headers=BROWSER)
    assert (given.status_code, given.headers["location"]) == (303, wanted)
    assert "around R-1, hops 3" in (await service.client.get(wanted, headers=BROWSER)).text
    entry = service.entries()[-1]
    assert (entry["purpose"], entry["asked"], entry["disclosed"]) == (
        "a call of 2 June",
        {"id": ["R-1"]},
        ["R-1", "P-3"],
    )
    kept = service.client.cookies["graph-service-purpose"]
    for other in ("/records/O-1/network", "/offenders/R-1/network"):
        cookie = {
            "Cookie": f"graph-service-session={service.client.cookies['graph-service-session']}; graph-service-purpose={kept}"
        }
        assert "Why are you opening it?" in (await service.client.get(other, headers=BROWSER | cookie)).text


async def test_a_token_opens_the_picture_with_a_purpose(service: Service) -> None:
    headers = service.bearer(Role.PANEL_MEMBER)
    without = await service.client.get(NETWORK, headers=headers)
    assert without.status_code == 400
    assert without.json()["errors"][0]["extensions"]["code"] == "PURPOSE_REQUIRED"
    assert service.entries()[-1]["outcome"] == "PURPOSE_REQUIRED"
    shown = await service.client.get(NETWORK, headers=headers | PURPOSE)
    assert (shown.status_code, "picture of O-1" in shown.text) == (200, True)
    assert shown.headers["cache-control"] == "no-store"


@pytest.mark.parametrize(
    ("path", "role", "status"),
    [
        ("/offenders/O-9/network", Role.ANALYST, 404),
        (NETWORK, Role.AUDITOR, 403),
        (NETWORK, Role.ADMINISTRATOR, 403),
        (f"{NETWORK}?asOf=yesterday", Role.ANALYST, 400),
        (f"{NETWORK}?knownAt=yesterday", Role.ANALYST, 400),
        (f"{NETWORK}?knownAt=2026-06-01T09:00:00", Role.ANALYST, 200),
        (f"{NETWORK}?knownAt=2026-06-01T09:00:00Z", Role.ANALYST, 200),
        (f"{NETWORK}?knownAt=8999-06-01T09:00:00Z", Role.ANALYST, 400),
        (f"{NETWORK}?knownAt=9999-12-31T23:59:59-12:00", Role.ANALYST, 400),
        (f"{NETWORK}?knownAt=0001-01-01T00:00:00%2B12:00", Role.ANALYST, 400),
        (f"{NETWORK}?asOf=8999-06-01", Role.ANALYST, 200),
    ],
)
async def test_what_the_picture_refuses(service: Service, path: str, role: Role, status: int) -> None:
    response = await service.client.get(path, headers=service.bearer(role) | PURPOSE)
    assert response.status_code == status


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ("asof=2026-06-01", "the parameter asof, which this page does not take. It takes: asOf, knownAt, hops."),
        ("asOf=2026-06-01&asOf=2026-06-02", "the parameter asOf more than once. It must say it once."),
        ("asOf=2026-06-01&step=2", "the parameter step, which this page does not take."),
        ("expand=O-1:PARENT_OF", "the parameter expand, which this page does not take."),
        ("Ann+Example=1", "a parameter, which this page does not take."),
        ("%3Cb%3E=1", "a parameter, which this page does not take."),
        ("knownAt=8999-06-01T09:00:00", "knownAt lies in the future. It must be an instant up to now"),
    ],
)
async def test_an_address_that_asks_for_what_its_page_does_not_show_is_refused_in_plain_words_and_put_on_record(
    service: Service, query: str, words: str
) -> None:
    response = await service.client.get(f"{NETWORK}?{query}", headers=service.bearer() | PURPOSE)
    assert response.status_code == 400
    assert words in response.json()["errors"][0]["message"]
    entry = service.entries()[-1]
    assert (entry["outcome"], entry["asked"], entry["operation"]) == (
        "BAD_USER_INPUT",
        {"offenderId": ["O-1"]},
        "networkPage",
    )
    assert "views" not in entry


async def test_without_an_identity_there_is_no_picture(service: Service) -> None:
    response = await service.client.get(NETWORK, headers=PURPOSE)
    assert response.status_code == 401
    assert response.json()["errors"][0]["extensions"]["code"] == "UNAUTHENTICATED"


async def test_a_closed_case_looks_like_none(make_service: MakeService) -> None:
    service = make_service(case_access="members")
    closed = await service.client.get(NETWORK, headers=service.bearer(Role.PANEL_MEMBER) | PURPOSE)
    missing = await service.client.get("/offenders/O-9/network", headers=service.bearer(Role.ANALYST) | PURPOSE)
    assert closed.status_code == missing.status_code == 404
    assert closed.json() == missing.json() == {"status": 404}
    for entry, record in zip(service.entries(), ("O-1", "O-9"), strict=True):
        assert (entry["action"], entry["outcome"], entry["asked"]) == ("READ", "NOT_SHOWN", {"offenderId": [record]})
        assert "disclosed" not in entry and entry["views"]
    opened = await service.client.get(NETWORK, headers=service.bearer(cases=["O-1"]) | PURPOSE)
    assert (opened.status_code, service.entries()[-1]["outcome"]) == (200, "OK")


async def test_a_session_is_no_token_and_a_token_no_session(service: Service) -> None:
    await sign_in(service)
    session = service.client.cookies["graph-service-session"]
    response = await service.client.post(
        "/graphql", json={"query": "{ __typename }"}, headers={"Authorization": f"Bearer {session}"}
    )
    assert response.status_code == 401
    token = service.bearer()["Authorization"].removeprefix("Bearer ")
    service.client.cookies.clear()
    service.client.cookies.set("graph-service-session", token)
    assert (await service.client.get(NETWORK)).status_code == 401


async def test_a_purpose_kept_for_one_user_is_not_another_s(service: Service) -> None:
    await sign_in(service, Role.PANEL_MEMBER)
    await service.client.post(
        "/offenders/O-1/purpose", data={"form": await form_mark(service, NETWORK), "purpose": "why"}, headers=BROWSER
    )
    await sign_in(service, Role.PLAN_AUTHOR)
    assert "Why are you opening it?" in (await service.client.get(NETWORK, headers=BROWSER)).text


@pytest.mark.parametrize(
    ("place", "leads_to"),
    [
        ("/offenders/O-1", "/offenders/O-1"),
        ("/offenders/O-1/network?asOf=2026-06-01..", "/offenders/O-1/network?asOf=2026-06-01.."),
        ("/offenders/O-1/../O-2", "/"),
        ("/offenders/O-1/./../O-2/network", "/"),
        ("/offenders/O-1/..", "/"),
        ("/offenders/O-1/%2e%2E/O-2", "/"),
        ("/offenders/O-1/.%2e?asOf=2026-06-01", "/"),
        ("/offenders/O-1/..%2fO-2", "/"),
        ("/offenders/O-10", "/"),
    ],
)
async def test_a_purpose_leads_to_what_it_was_given_for_alone(service: Service, place: str, leads_to: str) -> None:
    await sign_in(service)
    data = {"form": await form_mark(service, NETWORK), "purpose": "panel of 3 June", "next": place}
    given = await service.client.post("/offenders/O-1/purpose", data=data, headers=BROWSER)
    assert (given.status_code, given.headers["location"]) == (303, leads_to)


@pytest.mark.parametrize("purpose", ["", "   ", "x" * 501])
async def test_a_purpose_must_say_something(service: Service, purpose: str) -> None:
    await sign_in(service)
    data = {"form": await form_mark(service, NETWORK), "purpose": purpose}
    response = await service.client.post("/offenders/O-1/purpose", data=data, headers=BROWSER)
    assert (response.status_code, 'role="alert"' in response.text) == (400, True)


async def test_sign_out(service: Service) -> None:
    await sign_in(service)
    await service.client.post("/sign-out", data={"form": await form_mark(service, "/")}, headers=BROWSER)
    assert (await service.client.get(NETWORK, headers=BROWSER)).headers["location"].startswith("/sign-in")


@pytest.mark.parametrize(
    "path", ["/", "/sign-in", AUTHORIZE, NETWORK, "/graphql", "/healthz", "/nothing", "/static/pages.css"]
)
async def test_every_answer_is_guarded(service: Service, path: str) -> None:
    headers: dict[str, Any] = (await service.client.get(path, headers=BROWSER)).headers  # type: ignore[assignment]
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "no-referrer"
    assert "frame-ancestors 'none'" in headers["content-security-policy"]
    assert "unsafe-inline" not in headers["content-security-policy"]
    assert len(headers["x-correlation-id"]) == 24


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("GET", "/nonsense", 404),
        ("GET", "/offenders", 404),
        ("GET", "/offenders/O-1/nonsense", 404),
        ("GET", "/static/nonsense.css", 404),
        ("GET", "/sign-out", 405),
        ("GET", "/offenders/O-1/purpose", 405),
        ("POST", NETWORK, 405),
    ],
)
async def test_where_there_is_no_page_a_browser_is_told_so_by_a_page_and_a_program_by_json(
    service: Service, method: str, path: str, status: int
) -> None:
    page = await service.client.request(method, path, headers=BROWSER)
    assert (page.status_code, page.headers["content-type"]) == (status, "text/html; charset=utf-8")
    assert 'href="/"' in page.text and path not in page.text
    assert page.headers["content-security-policy"].startswith("default-src 'none'; script-src 'self'")
    for headers in ({}, {"Accept": "application/json"}, BROWSER | service.bearer()):
        answer = await service.client.request(method, path, headers=headers)
        assert (answer.status_code, answer.json()) == (status, {"status": status})
        assert answer.headers.get("allow") == page.headers.get("allow")


async def test_a_form_that_is_sent_after_its_session_says_that_it_has_ended(service: Service) -> None:
    await sign_in(service)
    data = {"form": await form_mark(service, "/"), "text": "Ann"}
    del service.client.cookies["graph-service-session"]
    late = await service.client.post("/cases/search", data=data, headers=BROWSER)
    assert late.status_code == 401
    assert "Your session has ended." in late.text and "Bearer" not in late.text


async def test_the_address_of_the_search_leads_to_the_list_where_it_is_opened_by_itself(service: Service) -> None:
    answer = await service.client.get("/cases/search", headers=BROWSER)
    assert (answer.status_code, answer.headers["location"]) == (303, "/")


@pytest.mark.parametrize(
    ("query", "place"),
    [
        ("?asOf=2026-06-01", "/?asOf=2026-06-01"),
        ("?asOf=2026-06-01&state=of-signing-out", "/?asOf=2026-06-01"),
        ("?state=of-signing-out", None),
        ("", None),
    ],
)
async def test_who_signs_in_from_the_start_page_comes_to_the_list_that_its_address_asked_for(
    service: Service, query: str, place: str | None
) -> None:
    start = await service.client.get(f"/{query}", headers=BROWSER)
    wanted = "/sign-in" if place is None else f"/sign-in?{urlencode({'next': place})}"
    assert f'<a href="{wanted}">Sign in</a>' in start.text


@pytest.mark.parametrize(
    ("query", "words"),
    [
        (
            "?categroy=3",
            "the parameter categroy, which this page does not take. It takes: asOf, category, level, after.",
        ),
        ("?asOf=soon", "Give the day as 2026-06-01"),
    ],
)
async def test_a_list_that_is_asked_for_by_what_it_does_not_take(service: Service, query: str, words: str) -> None:
    refused = await service.client.get(f"/{query}", headers=service.bearer() | PURPOSE)
    assert (refused.status_code, words in refused.json()["errors"][0]["message"]) == (400, True)


async def test_how_the_service_is(service: Service) -> None:
    assert (await service.client.get("/healthz")).json() == {"status": "ok"}
    ready = await service.client.get("/readyz")
    assert ready.status_code == 503
    assert ready.json()["components"] == {"store": False, "schema": False, "audit": True}
    await service.client.get("/offenders/Ann-Example/network")
    metrics = (await service.client.get("/metrics")).text
    assert 'graph_service_requests_total{route="/offenders/{id}/…",status="401"}' in metrics
    assert "Ann" not in metrics


async def test_static_files_are_kept_by_their_digest(service: Service) -> None:
    from graph_service.pictures.static import static_url

    kept = await service.client.get(static_url("network.css"))
    assert "immutable" in kept.headers["cache-control"]
    assert (await service.client.get("/static/network.css?v=old")).headers["cache-control"] == "no-cache"
    assert (await service.client.get("/static/../app.py")).status_code == 404
