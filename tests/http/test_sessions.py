"""A session ends for whoever holds its cookie: by signing out, by time, by an administrator, and by signing in anew."""

import os
import sqlite3
import subprocess
import sys
import threading
from contextlib import closing
from datetime import timedelta
from pathlib import Path
from typing import Any

import httpx
import pytest

from graph_service.audit.export import select
from graph_service.errors import Unauthenticated
from graph_service.model.clock import now
from graph_service.security.identity import Identity, Role
from graph_service.security.sessions import Sessions
from graph_service.security.tokens import LapsedIdentity
from tests.http.conftest import BROWSER, MakeService, Service, begin_sign_in, choose, form_mark, sign_in
from tests.patience import PATIENCE_S

SESSION = "graph-service-session"
HTTPS = "https://cases.example"


def identity(user: str = "ana", minutes: float = 5, **more: Any) -> Identity:
    """Somebody who has just signed in."""
    return Identity(user, Role.ANALYST, False, now() + timedelta(minutes=minutes), **more)


async def who_has_copied(service: Service, cookie: str) -> httpx.Response:
    """What a copy of a session's cookie is answered, in another browser."""
    asked = httpx.AsyncClient(transport=service.client._transport, base_url=str(service.client.base_url))
    query = {"query": "{ exposurePatterns }"}
    return await asked.post("/graphql", json=query, headers={"Cookie": f"{SESSION}={cookie}"})


def command(home: Path, *words: str) -> subprocess.CompletedProcess[str]:
    """Run a command in a home."""
    return subprocess.run(
        [sys.executable, "-m", "graph_service.cli", *words],
        env={**os.environ, "GRAPH_SERVICE_HOME": str(home)},
        capture_output=True,
        text=True,
        timeout=PATIENCE_S,
        check=False,
    )


async def test_signing_out_ends_the_session_of_a_copied_cookie(service: Service) -> None:
    await sign_in(service)
    copied = service.client.cookies[SESSION]
    assert (await who_has_copied(service, copied)).status_code == 200
    data = {"form": await form_mark(service, "/")}
    await service.client.post("/sign-out", data=data, headers=BROWSER)
    assert (await who_has_copied(service, copied)).status_code == 401
    entry = service.entries()[-1]
    assert (entry["user"], entry["action"], entry["outcome"]) == (
        "panel-member@development",
        "DENIED",
        "UNAUTHENTICATED",
    )


async def test_signing_in_anew_ends_the_session_before(service: Service) -> None:
    await sign_in(service)
    before = service.client.cookies[SESSION]
    await sign_in(service, Role.ANALYST)
    assert service.client.cookies[SESSION] != before
    assert (await who_has_copied(service, before)).status_code == 401


async def test_a_session_outlives_the_service_but_not_its_time(make_service: MakeService, tmp_path: Path) -> None:
    good = Sessions(tmp_path).begin(identity(cases=frozenset({"O-1", "a\nb"})))
    over = Sessions(tmp_path).begin(identity(minutes=-1))
    service = make_service()
    assert (await who_has_copied(service, good)).status_code == 200
    assert (await who_has_copied(service, over)).status_code == 401
    assert service.entries()[-1]["user"] == "ana"
    assert Sessions(tmp_path).identity(good).cases == frozenset({"O-1", "a\nb"})


async def test_an_administrator_ends_the_sessions_of_a_user(service: Service) -> None:
    sessions = Sessions(service.settings.home)
    ana, ben = sessions.begin(identity("ana")), sessions.begin(identity("ben"))
    listed = command(service.settings.home, "session", "list").stdout
    assert "ana  ANALYST" in listed and "ben  ANALYST" in listed
    ended = command(service.settings.home, "session", "end", "--user", "ana")
    assert (ended.returncode, ended.stdout) == (0, "One session has been ended.\n")
    assert (await who_has_copied(service, ana)).status_code == 401
    assert (await who_has_copied(service, ben)).status_code == 200
    told = [entry for entry in select(service.settings.home, begin=None, end=None) if entry["channel"] == "COMMAND"]
    assert [(entry["action"], entry["outcome"], entry["details"]) for entry in told] == [
        ("SIGN_OUT", "STARTED", {"command": "session end", "of": "ana"}),
        ("SIGN_OUT", "OK", {"command": "session end", "of": "ana"}),
    ]
    assert command(service.settings.home, "session", "end").returncode == 2
    assert command(service.settings.home, "session", "end", "--all").returncode == 0
    assert (await who_has_copied(service, ben)).status_code == 401
    assert command(service.settings.home, "session", "list").stdout == "Nobody is signed in.\n"


async def test_an_administrator_ends_them_on_a_page(service: Service) -> None:
    ana = Sessions(service.settings.home).begin(identity("ana"))
    await sign_in(service, Role.ANALYST)
    data = {"form": await form_mark(service, "/"), "user": "ana"}
    refused = await service.client.post("/sessions/end", data=data, headers=BROWSER)
    assert (refused.status_code, service.entries()[-1]["outcome"]) == (403, "FORBIDDEN")
    assert "Who is signed in" not in (await service.client.get("/workbench", headers=BROWSER)).text
    await sign_in(service, Role.ADMINISTRATOR)
    page = (await service.client.get("/", headers=BROWSER)).text
    assert "Who is signed in" in page and "the sessions of ana" in page
    data = {"form": await form_mark(service, "/"), "user": "ana"}
    ended = await service.client.post("/sessions/end", data=data, headers=BROWSER)
    assert (ended.status_code, ended.headers["location"]) == (303, "/")
    assert (await who_has_copied(service, ana)).status_code == 401
    told = [entry for entry in service.entries() if entry.get("operation") == "endSessions"]
    assert [(entry["role"], entry["action"], entry["outcome"], entry.get("details")) for entry in told] == [
        ("ANALYST", "DENIED", "FORBIDDEN", None),
        ("ADMINISTRATOR", "SIGN_OUT", "STARTED", {"of": "ana"}),
        ("ADMINISTRATOR", "SIGN_OUT", "OK", {"of": "ana"}),
    ]
    for user in (" ", "ana"):
        data = {"form": await form_mark(service, "/"), "user": user}
        assert (await service.client.post("/sessions/end", data=data, headers=BROWSER)).status_code == 400


async def test_what_cannot_be_ended_is_not_said_to_have_ended(service: Service) -> None:
    await sign_in(service)
    session = service.client.cookies[SESSION]
    data = {"form": await form_mark(service, "/")}
    with closing(sqlite3.connect(service.settings.home / "sessions" / "sessions.sqlite3")) as somebody_else:
        somebody_else.execute("BEGIN IMMEDIATE")
        refused = await service.client.post("/sign-out", data=data, headers=BROWSER)
        ended = command(service.settings.home, "session", "end", "--all")
    assert (refused.status_code, ended.returncode) == (503, 3)
    assert Sessions(service.settings.home).identity(session).user == "panel-member@development"
    told = [(one["channel"], one["outcome"]) for one in service.entries() if one["action"] == "SIGN_OUT"]
    assert told == [("PAGE", "STARTED"), ("PAGE", "UNAVAILABLE"), ("COMMAND", "STARTED"), ("COMMAND", "UNAVAILABLE")]


async def test_the_service_answers_others_while_it_waits_for_the_file(
    service: Service, monkeypatch: pytest.MonkeyPatch
) -> None:
    threads: list[threading.Thread] = []
    with_file = Sessions._with_file

    def watched(self: Sessions, work: Any) -> Any:
        threads.append(threading.current_thread())
        return with_file(self, work)

    monkeypatch.setattr(Sessions, "_with_file", watched)
    await sign_in(service)
    await sign_in(service, Role.ADMINISTRATOR)
    data = {"form": await form_mark(service, "/"), "user": "administrator@development"}
    assert (await service.client.post("/sessions/end", data=data, headers=BROWSER)).status_code == 303
    await sign_in(service)
    data = {"form": await form_mark(service, "/")}
    assert (await service.client.post("/sign-out", data=data, headers=BROWSER)).status_code == 200
    assert threads and threading.current_thread() not in threads


def test_a_session_has_room_for_any_number_of_cases(tmp_path: Path) -> None:
    cases = frozenset(f"a-rather-long-id-{number}" for number in range(5_000))
    sessions = Sessions(tmp_path)
    assert sessions.identity(sessions.begin(identity(cases=cases))).cases == cases


def test_the_file_of_sessions_opens_none(tmp_path: Path) -> None:
    sessions = Sessions(tmp_path)
    secret = sessions.begin(identity())
    folder = tmp_path / "sessions"
    assert folder.stat().st_mode & 0o077 == 0
    kept = b"".join(file.read_bytes() for file in folder.iterdir())
    assert secret.encode() not in kept
    for file in folder.iterdir():
        file.unlink()
    with pytest.raises(Unauthenticated):
        sessions.identity(secret)


def test_a_session_that_has_ended_says_whose_it_was(tmp_path: Path) -> None:
    sessions = Sessions(tmp_path)
    secret = sessions.begin(identity())
    sessions.end(secret)
    with pytest.raises(LapsedIdentity) as caught:
        sessions.identity(secret)
    assert (caught.value.user, caught.value.role) == ("ana", Role.ANALYST)


async def test_over_https_cookies_are_of_this_host_alone(make_service: MakeService) -> None:
    service = make_service(public_url=HTTPS)
    service.client.base_url = httpx.URL(HTTPS)
    back = await choose(service, await begin_sign_in(service, next="/offenders/O-1/network"), Role.PANEL_MEMBER)
    answer = await service.client.get(back, headers=BROWSER)
    assert answer.status_code == 200, answer.text
    page = "/offenders/O-1/network"
    data = {"form": await form_mark(service, page), "purpose": "panel of 3 June", "next": page}
    given = await service.client.post("/offenders/O-1/purpose", data=data, headers=BROWSER)
    shown = await service.client.get(page, headers=BROWSER)
    assert "picture of O-1" in shown.text
    set_ = [cookie for one in (answer, given, shown) for cookie in one.headers.get_list("set-cookie")]
    names = {cookie.partition("=")[0] for cookie in set_}
    assert {f"__Host-{SESSION}", "__Host-graph-service-form", "__Secure-graph-service-purpose"} <= names
    assert all(name.startswith(("__Host-", "__Secure-")) for name in names)
    for cookie in set_:
        words = {word.strip() for word in cookie.split(";")[1:]}
        assert {"Secure", "HttpOnly"} <= words
        assert not any(word.startswith("Domain") for word in words)
        assert "Path=/" in words or not cookie.startswith("__Host-")
    plain = {"Cookie": f"{SESSION}={service.client.cookies[f'__Host-{SESSION}']}"}
    bare = httpx.AsyncClient(transport=service.client._transport, base_url=HTTPS)
    assert (await bare.post("/graphql", json={"query": "{ exposurePatterns }"}, headers=plain)).status_code == 401
