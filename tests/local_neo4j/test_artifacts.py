"""Fetching: from a small repository on loopback that serves real artifacts of the lock."""

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from graph_service.errors import CatalogueError, ComponentUnavailable
from graph_service.local_neo4j import artifacts as module
from graph_service.local_neo4j.artifacts import Artifact, fetch, neo4j_jars, parse_lock, read_lock
from graph_service.settings import Settings
from tests.local_neo4j.mirror import Mirror, serving


@pytest.fixture(scope="module")
def repository(settings: Settings) -> Path:
    """The cache, filled: its folders are those of a repository."""
    neo4j_jars(settings)
    return settings.cache / "maven"


@pytest.fixture
def mirror(repository: Path) -> Iterator[Mirror]:
    with serving(repository) as mirror:
        yield mirror


@pytest.fixture
def few() -> list[Artifact]:
    return sorted(read_lock(), key=lambda each: each.size)[-40:-28]


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "_FIRST_PAUSE_S", 0.01)


def _settings(tmp_path: Path, mirror: Mirror) -> Settings:
    return Settings(home=tmp_path / "home", cache=tmp_path / "cache", maven_mirror=mirror.uri + "/")


def test_the_lock_holds_neo4j_and_no_address() -> None:
    lock = read_lock()
    assert lock[0].path.startswith("org/neo4j/neo4j/2026.08.1/")
    assert len({each.path for each in lock}) == len(lock) > 200


def test_a_line_that_cannot_be_right_is_named() -> None:
    with pytest.raises(CatalogueError, match=r"x\.lock line 2"):
        parse_lock(f"# fine\n{'0' * 64} 12 ../../etc/passwd\n", "x.lock")


def test_files_come_whole_and_in_the_order_of_the_lock(
    tmp_path: Path, mirror: Mirror, few: list[Artifact], capfd: pytest.CaptureFixture[str]
) -> None:
    paths = fetch(few, _settings(tmp_path, mirror), what="Some jars")
    assert [path.stat().st_size for path in paths] == [each.size for each in few]
    told = capfd.readouterr().err
    assert "Fetching Some jars: 12 files" in told and "Fetched Some jars" in told
    asked = len(mirror.requests)
    assert fetch(few, _settings(tmp_path, mirror), what="Some jars") == paths
    assert len(mirror.requests) == asked, "what is there is not fetched again"


def test_a_corrupt_download_is_fetched_again(tmp_path: Path, mirror: Mirror, few: list[Artifact]) -> None:
    mirror.spoil = {few[0].path, few[5].path}
    paths = fetch(few, _settings(tmp_path, mirror), what="Some jars")
    assert len(mirror.requests) == len(few) + 2
    assert all(path.exists() for path in paths)


def test_a_cache_that_was_damaged_mends_itself(tmp_path: Path, mirror: Mirror, few: list[Artifact]) -> None:
    settings = _settings(tmp_path, mirror)
    damaged = fetch(few, settings, what="Some jars")[3]
    damaged.write_bytes(bytes(few[3].size))
    fetch(few, settings, what="Some jars")
    assert mirror.requests[len(few) :] == [(few[3].path, None)]


def test_a_repository_that_serves_something_else_is_refused(
    tmp_path: Path, mirror: Mirror, few: list[Artifact]
) -> None:
    mirror.always_spoil = True
    with pytest.raises(ComponentUnavailable, match="did not have the expected checksum"):
        fetch(few, _settings(tmp_path, mirror), what="Some jars")
    assert not list((tmp_path / "cache" / "maven").rglob("*.jar"))


def test_an_interrupted_download_goes_on_where_it_stopped(tmp_path: Path, mirror: Mirror, few: list[Artifact]) -> None:
    settings = _settings(tmp_path, mirror)
    mirror.cut_after = 100_000
    with pytest.raises(ComponentUnavailable, match=r"what was fetched is kept.*GRAPH_SERVICE_MAVEN_MIRROR"):
        fetch(few, settings, what="Some jars")
    held = {path.name: path.stat().st_size for path in (tmp_path / "cache").rglob("*.part")}
    assert sum(held.values()) > 80_000
    mirror.cut_after = None
    mirror.requests.clear()
    mirror.sent = 0
    fetch(few, settings, what="Some jars")
    assert mirror.sent == sum(each.size for each in few) - sum(held.values())
    assert sum(1 for _, wanted in mirror.requests if wanted) == sum(1 for size in held.values() if size)


def test_a_repository_without_ranges_sends_the_whole(tmp_path: Path, mirror: Mirror, few: list[Artifact]) -> None:
    settings = _settings(tmp_path, mirror)
    mirror.ranges = False
    part = settings.cache / "maven" / f"{few[0].path}.part"
    part.parent.mkdir(parents=True)
    part.write_bytes(b"something else")
    fetch(few[:1], settings, what="One jar")
    assert (mirror.folder / few[0].path).read_bytes() == part.with_suffix("").read_bytes()


def test_two_that_start_at_once_share_one_download(tmp_path: Path, mirror: Mirror, few: list[Artifact]) -> None:
    settings = _settings(tmp_path, mirror)
    threads = [threading.Thread(target=fetch, args=(few, settings), kwargs={"what": "Jars"}) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(path for path, _ in mirror.requests) == sorted(each.path for each in few)


def test_no_network_is_one_sentence_that_says_what_to_do(tmp_path: Path) -> None:
    settings = Settings(home=tmp_path, cache=tmp_path / "cache", maven_mirror="http://127.0.0.1:9")
    with pytest.raises(ComponentUnavailable) as caught:
        neo4j_jars(settings)
    said = str(caught.value)
    assert "Neo4j 2026.08.1 could not be fetched from http://127.0.0.1:9" in said
    assert "GRAPH_SERVICE_MAVEN_MIRROR" in said and "GRAPH_SERVICE_NEO4J_URI" in said
    assert caught.value.exit_status == 3


def test_a_file_that_the_repository_lacks_is_named(tmp_path: Path, mirror: Mirror) -> None:
    with pytest.raises(ComponentUnavailable, match=r"none-1\.jar: the server answered 404"):
        fetch([Artifact("0" * 64, 5, "no/none/1/none-1.jar")], _settings(tmp_path, mirror), what="A jar")


def test_a_cache_that_cannot_be_written_is_said(tmp_path: Path, few: list[Artifact]) -> None:
    (tmp_path / "cache").write_text("a file")
    with pytest.raises(ComponentUnavailable, match="could not be kept"):
        fetch(few, Settings(home=tmp_path, cache=tmp_path / "cache"), what="Some jars")
