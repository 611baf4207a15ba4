"""Who sends slowly, or without end, holds no connection for ever."""

import socket
from collections.abc import Iterator
from urllib.parse import urlsplit

import httpx
import pytest

from graph_service.http.connections import MAX_HEAD, MAX_HEADERS
from graph_service.local_neo4j.server import ConnectionDetails
from graph_service.security.identity import Role
from graph_service.security.tokens import SignedTokens
from graph_service.settings import Settings
from tests.http.conftest import make_schema
from tests.patience import PATIENCE_S
from tests.serving import ServedSite, served

NOWHERE = ConnectionDetails("bolt://127.0.0.1:1", "neo4j", "none", "neo4j")
HEAD = b"GET /healthz HTTP/1.1\r\nHost: here\r\n"
POST = b"POST /graphql HTTP/1.1\r\nHost: here\r\nContent-Type: application/json\r\n"


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ServedSite]:
    """A service whose clients have little time; its store is never reached."""
    settings = Settings(home=tmp_path_factory.mktemp("site"), head_timeout_s=0.5, body_timeout_s=0.5)
    with served(settings, NOWHERE, schema=make_schema()) as address:
        yield ServedSite(address, settings)


def connected(site: ServedSite) -> socket.socket:
    """A connection to the service."""
    where = urlsplit(site.address)
    return socket.create_connection((where.hostname, where.port), timeout=PATIENCE_S)


def bearer(site: ServedSite) -> bytes:
    return b"Authorization: Bearer " + SignedTokens.of(site.settings).issue("ana", Role.ANALYST, minutes=60).encode()


def rest(connection: socket.socket) -> bytes:
    """All that still comes until the service closes the connection."""
    found = b""
    while more := connection.recv(65_536):
        found += more
    return found


def trickled(connection: socket.socket, piece: bytes) -> bytes:
    """Send a piece again and again until the service closes the connection, and return what it said."""
    connection.settimeout(0.05)
    found = b""
    for _ in range(int(PATIENCE_S / 0.05)):
        try:
            connection.sendall(piece)
            more = connection.recv(65_536)
            if not more:
                return found
            found += more
        except TimeoutError:
            continue
        except OSError:
            return found
    raise AssertionError("the connection is still open")


def status(answer: bytes) -> int:
    """The status of the first answer."""
    return int(answer.split(b" ")[1])


@pytest.mark.parametrize("begun", [b"", b"\r\n", b"G", HEAD, HEAD + b"X-Slow: 1"])
def test_a_head_that_does_not_end(site: ServedSite, begun: bytes) -> None:
    with connected(site) as connection:
        connection.sendall(begun)
        assert status(rest(connection)) == 408


def test_a_head_that_trickles(site: ServedSite) -> None:
    with connected(site) as connection:
        connection.sendall(HEAD)
        assert status(trickled(connection, b"X-More: 1\r\n")) == 408


def test_a_second_head_that_does_not_end(site: ServedSite) -> None:
    with connected(site) as connection:
        connection.sendall(HEAD + b"\r\n")
        assert status(connection.recv(65_536)) == 200
        connection.sendall(HEAD)
        assert status(rest(connection)) == 408


@pytest.mark.parametrize("length", [b"Content-Length: 900\r\n", b"Transfer-Encoding: chunked\r\n"])
def test_a_body_that_does_not_end(site: ServedSite, length: bytes) -> None:
    with connected(site) as connection:
        connection.sendall(POST + bearer(site) + b"\r\n" + length + b"\r\n")
        assert status(rest(connection)) == 408


def test_a_body_that_trickles(site: ServedSite) -> None:
    with connected(site) as connection:
        connection.sendall(POST + bearer(site) + b"\r\nContent-Length: 100000\r\n\r\n")
        assert status(trickled(connection, b" ")) == 408


def test_a_body_that_trickles_where_nobody_reads_it(site: ServedSite) -> None:
    with connected(site) as connection:
        connection.sendall(b"GET /healthz HTTP/1.1\r\nHost: here\r\nContent-Length: 100000\r\n\r\n")
        assert status(trickled(connection, b" ")) == 200


@pytest.mark.parametrize(
    "head",
    [
        HEAD + b"X-Long: " + b"x" * MAX_HEAD + b"\r\n\r\n",
        HEAD + b"X-Many: 1\r\n" * MAX_HEADERS + b"\r\n",
        b"GET /" + b"x" * MAX_HEAD + b" HTTP/1.1\r\n\r\n",
    ],
)
def test_a_head_that_is_too_large(site: ServedSite, head: bytes) -> None:
    with connected(site) as connection:
        connection.sendall(head)
        assert status(rest(connection)) == 431


def test_a_header_without_an_end(site: ServedSite) -> None:
    with connected(site) as connection:
        connection.sendall(HEAD + b"X-Long: ")
        assert status(trickled(connection, b"x" * 8_192)) == 431


def test_who_is_in_time_is_answered_again_and_again(site: ServedSite) -> None:
    with httpx.Client(base_url=site.address, headers={"X-Long": "x" * 20_000}, timeout=PATIENCE_S) as client:
        for _ in range(3):
            assert client.get("/healthz").status_code == 200
            body = {"query": "{ exposurePatterns }", "variables": {"pad": "x" * 200_000}}
            name, _, token = bearer(site).decode().partition(": ")
            assert client.post("/graphql", json=body, headers={name: token}).status_code == 200
