"""Fixtures that every test may use: one real Neo4j for the whole run, in a home of its own."""

import os
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest
import pytest_asyncio
from playwright.sync_api import Browser
from pydantic import SecretStr

from graph_service.local_neo4j.server import ConnectionDetails, running_neo4j
from graph_service.settings import Settings
from graph_service.store.graph import Graph
from graph_service.store.migrations import migrate
from tests.browser import running_chromium


def pytest_configure(config: pytest.Config) -> None:
    """Refuse shards that would write over each other's data."""
    if os.environ.get("GRAPH_SERVICE_TEST_NEO4J_URI") and (getattr(config.option, "numprocesses", None) or 0) > 1:
        raise pytest.UsageError("One server of your own serves one shard: run the tests with make test SHARDS=0.")


FIRST_COMPILER_ALONE = ("-XX:TieredStopAtLevel=1",)
"""For a server that plans nearly everything it is asked once or twice: compiling for long use costs more than it saves."""

LONGEST_FIRST = (
    "tests/findings/test_patterns.py",
    "tests/test_cli.py",
    "tests/pages/",
    "tests/pictures/test_network_page.py",
    "tests/local_neo4j/",
    "tests/findings/",
    "tests/papers/",
    "tests/http/test_openid.py",
    "tests/oracle/",
)
"""Files that take long, so that no shard begins on one when the others are done; all others come after them."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with the files that take longest."""

    def rank(item: pytest.Item) -> int:
        return next(
            (number for number, name in enumerate(LONGEST_FIRST) if item.nodeid.startswith(name)), len(LONGEST_FIRST)
        )

    items.sort(key=rank)


@pytest.fixture(scope="session")
def settings(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """Settings of a temporary home; downloads stay in the user's cache.

    GRAPH_SERVICE_TEST_NEO4J_URI (and _USER, _PASSWORD) names a server to test against instead of the local one; its
    data is written over.
    """
    home: Path = tmp_path_factory.mktemp("home")
    password = os.environ.get("GRAPH_SERVICE_TEST_NEO4J_PASSWORD")
    return Settings(
        home=home,
        neo4j_heap_mb=1024,
        neo4j_page_cache_mb=256,
        query_timeout_s=60,
        neo4j_uri=os.environ.get("GRAPH_SERVICE_TEST_NEO4J_URI"),
        neo4j_user=os.environ.get("GRAPH_SERVICE_TEST_NEO4J_USER", "neo4j"),
        neo4j_password=SecretStr(password) if password else None,
    )


@pytest.fixture(scope="session")
def neo4j_server(settings: Settings) -> Iterator[ConnectionDetails]:
    """A server that answers, started once and stopped after the last test."""
    with running_neo4j(settings, java_options=FIRST_COMPILER_ALONE) as details:
        yield details


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def graph(neo4j_server: ConnectionDetails) -> AsyncIterator[Graph]:
    """The server's store, its schema up to date; what it holds is whatever the last test left."""
    store = Graph.connect(
        neo4j_server.uri,
        neo4j_server.user,
        neo4j_server.password,
        database=neo4j_server.database,
        timeout_s=60,
        pool_size=20,
    )
    await migrate(store)
    yield store
    await store.close()


@pytest_asyncio.fixture(loop_scope="session")
async def empty_store(graph: Graph) -> Graph:
    """The store with its schema and nothing else. A module that loads data once empties it with `empty` instead."""
    await empty(graph)
    return graph


async def empty(graph: Graph) -> None:
    """Delete every record and relationship; constraints, indexes and the schema's version stay."""
    await graph.execute(
        "MATCH (n) WHERE NOT n:SchemaVersion CALL (n) { DETACH DELETE n } IN TRANSACTIONS OF 10000 ROWS"
    )


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def module_store(graph: Graph) -> Graph:
    """The store with its schema and nothing else, for one module that loads its data once."""
    await empty(graph)
    return graph


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """A browser for the pages of a module."""
    with running_chromium() as chromium:
        yield chromium
