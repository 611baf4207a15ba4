"""Fixtures that every test may use: one real Neo4j for the whole run, in a home of its own."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from pydantic import SecretStr

from graph_service.local_neo4j.server import ConnectionDetails, running_neo4j
from graph_service.settings import Settings


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
        neo4j_uri=os.environ.get("GRAPH_SERVICE_TEST_NEO4J_URI"),
        neo4j_user=os.environ.get("GRAPH_SERVICE_TEST_NEO4J_USER", "neo4j"),
        neo4j_password=SecretStr(password) if password else None,
    )


@pytest.fixture(scope="session")
def neo4j_server(settings: Settings) -> Iterator[ConnectionDetails]:
    """A server that answers, started once and stopped after the last test."""
    with running_neo4j(settings) as details:
        yield details
