"""The archive of classes: it makes a start faster, and whatever is wrong with it, the server starts."""

import hashlib
from pathlib import Path

import pytest

from graph_service.local_neo4j.archive import make
from graph_service.local_neo4j.artifacts import neo4j_jars
from graph_service.local_neo4j.server import archive_file, is_whole, running_neo4j
from graph_service.local_neo4j.state import HomeFiles
from graph_service.settings import Settings
from tests.local_neo4j.conftest import with_downloads


@pytest.fixture
def spoilt(tmp_path: Path, settings: Settings, third_home: Settings) -> Settings:
    """Settings with a cache of their own, for archives that are not as they should be."""
    return third_home.model_copy(update={"cache": with_downloads(tmp_path / "cache", settings)})


def _options(settings: Settings) -> str:
    """What Java was started with."""
    return HomeFiles(settings.home.absolute()).arguments.read_text("utf-8")


def test_it_is_made_once_and_the_next_start_uses_it(third_home: Settings) -> None:
    archive = archive_file(third_home, neo4j_jars(third_home))
    assert not is_whole(archive)
    assert make(third_home)
    assert is_whole(archive)
    assert not make(third_home), "there is one"
    with running_neo4j(third_home):
        assert f"-XX:AOTCache={archive}" in _options(third_home)
    assert is_whole(archive), "the server started with it"


def test_one_that_java_cannot_use_does_not_keep_the_server_from_starting(spoilt: Settings) -> None:
    archive = archive_file(spoilt, neo4j_jars(spoilt))
    archive.parent.mkdir()
    archive.write_bytes(b"no archive" * 100_000)
    archive.with_suffix(".aot.sha256").write_text(hashlib.sha256(archive.read_bytes()).hexdigest())
    assert is_whole(archive)
    with running_neo4j(spoilt) as details:
        assert details.uri


def test_one_that_was_damaged_is_not_used(spoilt: Settings) -> None:
    archive = archive_file(spoilt, neo4j_jars(spoilt))
    archive.parent.mkdir()
    archive.write_bytes(b"archive")
    archive.with_suffix(".aot.sha256").write_text(hashlib.sha256(b"another").hexdigest())
    assert not is_whole(archive)
    with running_neo4j(spoilt):
        assert "AOTCache" not in _options(spoilt)
