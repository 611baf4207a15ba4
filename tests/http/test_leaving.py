"""Once a client has gone, nothing goes on in the store for it, and its connection serves others."""

import asyncio
import json
import socket
from collections.abc import AsyncIterator, Iterator
from typing import Any
from urllib.parse import urlsplit

import httpx
import pytest
import pytest_asyncio
from graphql import GraphQLResolveInfo

from graph_service.local_neo4j.server import ConnectionDetails
from graph_service.pages.exchange import Below, PageAddress, PageRequest, PageResponse
from graph_service.security.identity import Permission, Role
from graph_service.security.tokens import SignedTokens
from graph_service.settings import Settings
from graph_service.store.graph import Graph
from tests.http.conftest import make_schema
from tests.patience import PATIENCE_S
from tests.serving import ServedSite, entries, served
from tests.site import PURPOSE

MARK = "nobody waits for this"
SLOW = f"/* {MARK} */ UNWIND range(1, 1000000000) AS n WITH n WHERE n % 7 = 8 RETURN count(n) AS found"
RUNNING = (
    "SHOW TRANSACTIONS YIELD currentQuery, status WHERE currentQuery CONTAINS $mark AND NOT currentQuery CONTAINS 'SHOW' "
    "AND status = 'Running' RETURN count(*) AS running"
)
QUESTION = '{ offender(id: "O-1") { store } }'


async def slow_page(request: PageRequest) -> PageResponse | None:
    """A page that asks the store something that takes very long."""
    await request.session.graph.fetch(SLOW)
    return None


@pytest.fixture(scope="module")
def site(neo4j_server: ConnectionDetails, tmp_path_factory: pytest.TempPathFactory) -> Iterator[ServedSite]:
    """A service with few connections to the store, whose slow field and slow page ask it for very long."""
    schema = make_schema()

    async def store(_root: object, info: GraphQLResolveInfo) -> object:
        return await info.context.graph.fetch(SLOW)

    schema.type_map["Offender"].fields["store"].resolve = store  # type: ignore[attr-defined]
    page = PageAddress(Below.OFFENDERS, "/network", "networkPage", Permission.READ_CASE, slow_page)
    settings = Settings(home=tmp_path_factory.mktemp("site"), query_timeout_s=PATIENCE_S, pool_size=2)
    with served(settings, neo4j_server, schema=schema, addresses=(page,)) as address:
        yield ServedSite(address, settings)


@pytest_asyncio.fixture(loop_scope="session")
async def store(graph: Graph) -> AsyncIterator[Graph]:
    """The store, on which nothing is going on."""
    await must_become(graph, 0)
    yield graph


async def must_become(graph: Graph, wanted: int) -> None:
    """Wait until so many of the slow statements run in the store."""

    async with asyncio.timeout(PATIENCE_S):
        while (await graph.execute(RUNNING, {"mark": MARK}))[0]["running"] != wanted:
            pass


def headers(site: ServedSite) -> dict[str, str]:
    token = SignedTokens.of(site.settings).issue("ana", Role.ANALYST, minutes=60)
    return {"Authorization": f"Bearer {token}", **PURPOSE}


def sent(site: ServedSite, method: str, path: str, body: str = "", **more: str) -> socket.socket:
    """A connection on which a request was sent."""
    where = urlsplit(site.address)
    connection = socket.create_connection((where.hostname, where.port))
    lines = [f"{method} {path} HTTP/1.1", f"Host: {where.netloc}"]
    lines += [f"{name}: {value}" for name, value in (headers(site) | more).items()]
    if body:
        lines += ["Content-Type: application/json", f"Content-Length: {len(body)}"]
    connection.sendall("\r\n".join([*lines, "", body]).encode())
    return connection


def asked(site: ServedSite) -> socket.socket:
    """A slow question, asked."""
    return sent(site, "POST", "/graphql", json.dumps({"query": QUESTION}))


def opened(site: ServedSite) -> socket.socket:
    """A slow page, asked for."""
    return sent(site, "GET", "/offenders/O-1/network")


@pytest.mark.parametrize("begin", [asked, opened])
async def test_a_client_that_leaves_ends_its_statement(begin: Any, site: ServedSite, store: Graph) -> None:
    for _ in range(5):
        connection = begin(site)
        await must_become(store, 1)
        connection.close()
        await must_become(store, 0)
    # The two connections of the pool are free for the next.
    async with httpx.AsyncClient(base_url=site.address, timeout=PATIENCE_S) as client:
        assert (await client.get("/readyz")).json()["components"]["store"] is True
    told = [entry for entry in entries(site.settings) if entry["outcome"] == "ABANDONED"]
    assert len(told) >= 5
    assert {(entry["user"], entry["action"]) for entry in told} == {("ana", "READ")}


async def test_who_stays_is_answered(site: ServedSite) -> None:
    async with httpx.AsyncClient(base_url=site.address, timeout=PATIENCE_S) as client:
        for _ in range(3):
            answer = await client.post(
                "/graphql", json={"query": '{ offender(id: "O-1") { id } }'}, headers=headers(site)
            )
            assert answer.json() == {"data": {"offender": {"id": "O-1"}}}


async def test_a_client_that_leaves_in_the_midst_of_its_body(
    site: ServedSite, store: Graph, capfd: pytest.CaptureFixture[str]
) -> None:
    connection = sent(site, "POST", "/graphql", '{"query"', **{"X-Note": "half"})
    connection.close()
    connection = sent(site, "POST", "/graphql", "", **{"Content-Type": "application/json", "Content-Length": "900"})
    connection.sendall(b'{"query": "{')
    connection.close()
    await test_who_stays_is_answered(site)
    assert "Traceback" not in capfd.readouterr().err
