"""What one user may put into the log: so much of a question, so often."""

from datetime import timedelta
from hashlib import sha256

import httpx
import orjson
import pytest

from graph_service.audit.events import MOST_ASKED, MOST_ASKED_BYTES, MOST_TEXT
from graph_service.security.identity import Role
from graph_service.security.sessions import Sessions
from graph_service.security.tokens import LapsedIdentity, SignedTokens, Use
from tests.http.conftest import BROWSER, MakeService, Service, begin_sign_in, form_mark, sign_in

ONE = "query Q($id: ID!) { offender(id: $id) { id } }"


async def test_an_entry_keeps_little_of_a_large_question_and_a_digest_of_all_of_it(service: Service) -> None:
    long = "x" * 250_000
    await service.ask("query Q($id: ID!) { paths(fromId: $id, toId: $id) { id } }", variables={"id": long})
    await service.ask(f'query {"Q" * 200_000} {{ offender(id: "O-1") {{ id }} }}')
    first, second = service.entries()
    assert [len(orjson.dumps(entry)) < 2_000 for entry in (first, second)] == [True, True]
    assert first["asked"] == {"fromId": ["x" * MOST_TEXT + "…"], "toId": ["x" * MOST_TEXT + "…"]}
    assert first["askedDigest"] == sha256(orjson.dumps({"fromId": [long], "toId": [long]})).hexdigest()
    assert second["operation"] == "Q" * MOST_TEXT + "…"
    assert second["asked"] == {"id": ["O-1"]} and "askedDigest" not in second


async def test_an_entry_keeps_so_many_ids(service: Service) -> None:
    ids = [f"O-{number}" for number in range(45)]
    fields = " ".join(f'f{number}: offender(id: "{one}") {{ id }}' for number, one in enumerate(ids))
    await service.ask(f"{{ {fields} }}")
    await service.ask("query Q($id: ID!) { offender(id: $id) { id } }", variables={"id": ids * 9})
    first, second = service.entries()
    assert first["asked"]["id"] == ids and "askedDigest" not in first
    assert len(second["asked"]["id"]) <= MOST_ASKED


async def test_each_user_may_ask_so_often(make_service: MakeService) -> None:
    service = make_service(requests_per_minute=3)
    answers = [await service.ask(ONE, variables={"id": "O-1"}) for _ in range(8)]
    assert [answer.status_code for answer in answers] == [200] * 3 + [429] * 5
    assert answers[-1].json()["errors"][0]["extensions"]["code"] == "UNAVAILABLE"
    assert "data" not in answers[-1].json()
    # Somebody else is answered, and the log holds one refusal of them all.
    other = await service.ask(ONE, role=Role.PANEL_MEMBER, variables={"id": "O-1"})
    assert other.status_code == 200
    entries = service.entries()
    assert [(entry["user"], entry["action"]) for entry in entries] == [
        *[("analyst-1", "READ")] * 3,
        ("analyst-1", "DENIED"),
        ("panel_member-1", "READ"),
    ]
    assert entries[3]["operation"] == "rate"


async def test_a_reader_of_pages_is_told(make_service: MakeService) -> None:
    service = make_service(requests_per_minute=2)
    await sign_in(service)
    pages = [await service.client.get("/offenders/O-1/network", headers=BROWSER) for _ in range(3)]
    assert [page.status_code for page in pages] == [200, 200, 429]
    assert "more often than one user may" in pages[-1].text


async def test_one_question_that_names_very_many(service: Service) -> None:
    ids = {name: [f"{name}{number}" + "é\n" * 90 for number in range(300)] for name in "ab"}
    query = "query Q($a: ID!, $b: ID!) { paths(fromId: $a, toId: $b) { id } offender(id: $a) { id } }"
    await service.ask(query, variables=ids)
    (entry,) = service.entries()
    assert len(orjson.dumps(entry)) < MOST_ASKED_BYTES + 1_000
    assert entry["askedCount"] == {"fromId": 300, "toId": 300, "id": 300}
    everything = {"fromId": ids["a"], "id": ids["a"], "toId": ids["b"]}
    assert entry["askedDigest"] == sha256(orjson.dumps(everything, option=orjson.OPT_SORT_KEYS)).hexdigest()
    # Every argument is there with its first ids.
    assert {name: kept[0] for name, kept in entry["asked"].items()} == {
        "fromId": ids["a"][0],
        "toId": ids["b"][0],
        "id": ids["a"][0],
    }


async def test_who_holds_what_is_good_no_more_does_not_use_up_what_its_user_may_ask(make_service: MakeService) -> None:
    service = make_service(requests_per_minute=5)
    claims = {"sub": "panel-member@development", "role": "PANEL_MEMBER", "cleared": False}
    over = SignedTokens.of(service.settings).seal(claims, Use.BEARER, timedelta(minutes=-1))
    for _ in range(10):
        asked = await service.client.get("/offenders/O-1/network", headers={"Authorization": f"Bearer {over}"})
        assert asked.status_code == 401
    await sign_in(service)
    old = service.client.cookies["graph-service-session"]
    await sign_in(service)
    other = httpx.AsyncClient(transport=service.client._transport, base_url=str(service.client.base_url))
    for _ in range(10):
        asked = await other.get("/offenders/O-1/network", headers={"Cookie": f"graph-service-session={old}"})
        assert asked.status_code == 401
    assert (await service.client.get("/offenders/O-1/network", headers=BROWSER)).status_code == 200


async def spend(service: Service) -> None:
    """Ask until no more may be asked."""
    while (await service.client.get("/", headers=BROWSER)).status_code != 429:
        pass


async def test_nobody_is_kept_from_signing_out(make_service: MakeService) -> None:
    service = make_service(requests_per_minute=3)
    await sign_in(service)
    session, data = service.client.cookies["graph-service-session"], {"form": await form_mark(service, "/")}
    await spend(service)
    before = len(service.entries())
    for _ in range(5):
        refused = await service.client.post("/sign-out", data={"form": "0" * 64}, headers=BROWSER)
        assert refused.status_code == 429
    assert len(service.entries()) == before
    assert (await service.client.post("/sign-out", data=data, headers=BROWSER)).status_code == 200
    with pytest.raises(LapsedIdentity):
        Sessions(service.settings.home).identity(session)


async def test_an_administrator_is_not_kept_from_ending_sessions(make_service: MakeService) -> None:
    service = make_service(requests_per_minute=3)
    await sign_in(service)
    session = service.client.cookies["graph-service-session"]
    service.client.cookies.clear()
    await sign_in(service, Role.ADMINISTRATOR)
    data = {"form": await form_mark(service, "/"), "user": "panel-member@development"}
    await spend(service)
    before = len(service.entries())
    answers = [(await service.client.post("/sessions/end", data=data, headers=BROWSER)).status_code for _ in range(4)]
    assert answers == [303, 429, 429, 429]
    assert [entry["outcome"] for entry in service.entries()[before:]] == ["STARTED", "OK"]
    with pytest.raises(LapsedIdentity):
        Sessions(service.settings.home).identity(session)


async def test_a_token_is_not_signed_out(service: Service) -> None:
    data = {"form": await form_mark(service, await begin_sign_in(service))}
    asked = await service.client.post("/sign-out", data=data, headers=service.bearer())
    assert asked.status_code == 400
    (entry,) = service.entries()
    assert (entry["action"], entry["outcome"], entry["operation"]) == ("DENIED", "BAD_USER_INPUT", "signOut")


async def test_a_session_that_has_ended_fills_no_log(make_service: MakeService) -> None:
    service = make_service(requests_per_minute=2)
    await sign_in(service)
    session = service.client.cookies["graph-service-session"]
    Sessions(service.settings.home).end(session)
    for _ in range(6):
        assert (await service.client.get("/offenders/O-1/network")).status_code == 401
    assert len([entry for entry in service.entries() if entry["action"] == "DENIED"]) == 2
