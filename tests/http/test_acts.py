"""What is done for good is done whole, and is on record as it was done, though its client leaves as soon as it has asked."""

import asyncio
from typing import Any

import pytest
from starlette.types import Message

from graph_service.http.saved_queries import SavedQueries
from graph_service.security.identity import Role
from graph_service.security.sessions import Sessions
from graph_service.security.tokens import LapsedIdentity
from tests.http.conftest import BROWSER, Service, begin_sign_in, choose, form_mark, make_schema, sign_in
from tests.http.test_sessions import SESSION, identity


async def sent_and_left(service: Service, method: str, path: str, data: dict[str, str] | None = None) -> list[Message]:
    """What is answered to a client that leaves as soon as its request is whole."""
    request = service.client.build_request(method, path, data=data, headers=BROWSER)
    coming: list[Message] = [
        {"type": "http.request", "body": request.content, "more_body": False},
        {"type": "http.disconnect"},
    ]
    answered: list[Message] = []

    async def receive() -> Message:
        if not coming:
            await asyncio.Event().wait()
        return coming.pop(0)

    async def send(message: Message) -> None:
        answered.append(message)

    scope: dict[str, Any] = {
        "type": "http",
        "http_version": "1.1",
        "method": method,
        "scheme": request.url.scheme,
        "path": request.url.path,
        "raw_path": request.url.raw_path.partition(b"?")[0],
        "query_string": request.url.query,
        "headers": [(name.lower(), value) for name, value in request.headers.raw],
        "server": (request.url.host, request.url.port),
    }
    await service.app(scope, receive, send)
    return answered


def outcomes(service: Service, action: str) -> list[str]:
    """How what is on record of an action came out."""
    return [entry["outcome"] for entry in service.entries() if entry["action"] == action]


async def test_who_signs_out_and_closes_the_window_is_signed_out(service: Service) -> None:
    await sign_in(service)
    session, data = service.client.cookies[SESSION], {"form": await form_mark(service, "/")}
    assert await sent_and_left(service, "POST", "/sign-out", data) == []
    assert outcomes(service, "SIGN_OUT") == ["STARTED", "OK"]
    with pytest.raises(LapsedIdentity):
        Sessions(service.settings.home).identity(session)


async def test_sessions_that_an_administrator_ends(service: Service) -> None:
    ana = Sessions(service.settings.home).begin(identity("ana"))
    await sign_in(service, Role.ADMINISTRATOR)
    data = {"form": await form_mark(service, "/"), "user": "ana"}
    assert await sent_and_left(service, "POST", "/sessions/end", data) == []
    assert outcomes(service, "SIGN_OUT") == ["STARTED", "OK"]
    with pytest.raises(LapsedIdentity):
        Sessions(service.settings.home).identity(ana)


async def test_queries_that_are_saved_and_removed(service: Service) -> None:
    queries = SavedQueries(service.settings.home, make_schema())
    await sign_in(service, Role.ANALYST)
    data = {"form": await form_mark(service, "/"), "name": "Patterns", "query": "{ exposurePatterns }"}
    assert await sent_and_left(service, "POST", "/workbench/queries", data) == []
    (saved,) = await queries.all()
    data = {"form": data["form"], "number": str(saved.number)}
    assert await sent_and_left(service, "POST", "/workbench/queries/remove", data) == []
    assert await queries.all() == []
    assert [entry["operation"] for entry in service.entries() if entry["action"] == "SAVED_QUERY"] == [
        "saved",
        "removed",
    ]


async def test_who_leaves_while_he_signs_in_is_on_record_as_signed_in_only_if_he_is(service: Service) -> None:
    back = await choose(service, await begin_sign_in(service), Role.ANALYST)
    await sent_and_left(service, "GET", back)
    begun = Sessions(service.settings.home).open_ones()
    assert len(begun) == outcomes(service, "SIGN_IN").count("OK")
