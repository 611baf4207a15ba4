"""Homes of their own for tests that start, stop and break servers."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from graph_service.local_neo4j.artifacts import neo4j_jars
from graph_service.local_neo4j.server import ConnectionDetails, LocalNeo4j
from graph_service.settings import Settings


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


def with_downloads(cache: Path, settings: Settings) -> Path:
    """A folder as the cache of a run, which holds the user's downloads and nothing else."""
    neo4j_jars(settings)
    cache.mkdir()
    (cache / "maven").symlink_to(settings.cache.absolute() / "maven")
    return cache


@pytest.fixture(scope="session")
def own_cache(settings: Settings, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The cache of this run. The archive of classes that a test makes there lets the servers of the others start faster."""
    return with_downloads(tmp_path_factory.mktemp("own") / "cache", settings)


@pytest.fixture(scope="session")
def second_home(own_cache: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Settings]:
    """A home beside the one of `neo4j_server`; see `kept`."""
    settings = settings_of(tmp_path_factory.mktemp("second"), cache=own_cache)
    yield settings
    LocalNeo4j(settings).stop()


@pytest.fixture
def kept(second_home: Settings) -> ConnectionDetails:
    """The second home's server, started as `database start` does, if it is not running already."""
    return LocalNeo4j(second_home).start()


@pytest.fixture(scope="session")
def third_home(own_cache: Path, tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """A home for tests after which no server is running. Its name needs care on a command line."""
    return settings_of(tmp_path_factory.mktemp("third") / "a höme", cache=own_cache)
