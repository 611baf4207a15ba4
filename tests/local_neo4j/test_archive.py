"""The archive of classes: it makes a start faster, and whatever is wrong with it, the server starts."""

import hashlib
from pathlib import Path

import pytest

from graph_service.local_neo4j.archive import make
from graph_service.local_neo4j.artifacts import neo4j_jars
from graph_service.local_neo4j.server import archive_file, is_whole, running_neo4j
from graph_service.local_neo4j.state import HomeFiles
from graph_service.settings import Settings


@pytest.fixture
def own_cache(tmp_path: Path, settings: Settings) -> Settings:
    """Settings with a cache of its own, which holds the downloads of the other."""
    cache = tmp_path / "cache"
    cache.mkdir()
    (cache / "maven").symlink_to(settings.cache.absolute() / "maven")
    return settings.model_copy(
        update={"home": tmp_path / "home", "cache": cache, "neo4j_uri": None, "neo4j_heap_mb": 512}
    )


def _options(settings: Settings) -> str:
    """What Java was started with."""
    return HomeFiles(settings.home.absolute()).arguments.read_text("utf-8")


def test_it_is_made_once_and_the_next_start_uses_it(own_cache: Settings) -> None:
    archive = archive_file(own_cache, neo4j_jars(own_cache))
    assert not is_whole(archive)
    assert make(own_cache)
    assert is_whole(archive)
    assert not make(own_cache), "there is one"
    with running_neo4j(own_cache):
        assert f"-XX:AOTCache={archive}" in _options(own_cache)
    assert is_whole(archive), "the server started with it"


def test_one_that_java_cannot_use_does_not_keep_the_server_from_starting(own_cache: Settings) -> None:
    archive = archive_file(own_cache, neo4j_jars(own_cache))
    archive.parent.mkdir()
    archive.write_bytes(b"no archive" * 100_000)
    archive.with_suffix(".aot.sha256").write_text(hashlib.sha256(archive.read_bytes()).hexdigest())
    assert is_whole(archive)
    with running_neo4j(own_cache) as details:
        assert details.uri


def test_one_that_was_damaged_is_not_used(own_cache: Settings) -> None:
    archive = archive_file(own_cache, neo4j_jars(own_cache))
    archive.parent.mkdir()
    archive.write_bytes(b"archive")
    archive.with_suffix(".aot.sha256").write_text(hashlib.sha256(b"another").hexdigest())
    assert not is_whole(archive)
    with running_neo4j(own_cache):
        assert "AOTCache" not in _options(own_cache)
