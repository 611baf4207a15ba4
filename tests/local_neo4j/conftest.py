"""Homes of their own for tests that start, stop and break servers."""

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from graph_service.local_neo4j.server import ConnectionDetails
from graph_service.settings import Settings

HomeSettings = Callable[..., Settings]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Where the run attaches to a server, the tests of the local one are left out."""
    if os.environ.get("GRAPH_SERVICE_TEST_NEO4J_URI"):
        skip = pytest.mark.skip(reason="the run attaches to a server of its own")
        for item in items:
            if Path(__file__).parent in item.path.parents:
                item.add_marker(skip)


def settings_of(home: Path, **others: object) -> Settings:
    """Settings of a small server in a home."""
    return Settings.model_validate(
        {"home": home, "neo4j_heap_mb": 512, "neo4j_page_cache_mb": 64, "neo4j_uri": None, **others}
    )


@pytest.fixture(scope="session")
def second_home(tmp_path_factory: pytest.TempPathFactory, neo4j_server: ConnectionDetails) -> Settings:
    """A home beside the one of `neo4j_server`, whose server tests may start and stop."""
    return settings_of(tmp_path_factory.mktemp("second"))
