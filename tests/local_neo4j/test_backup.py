"""Backup and restore of a real store, and files that are no backups."""

import hashlib
import json
import shutil
import zipfile
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path

import pytest
from typer.testing import CliRunner

from graph_service.errors import InputRefused
from graph_service.local_neo4j import cli
from graph_service.local_neo4j.artifacts import NEO4J_VERSION
from graph_service.local_neo4j.backup import backup, restore
from graph_service.local_neo4j.server import ConnectionDetails, LocalNeo4j
from graph_service.local_neo4j.state import HomeFiles
from graph_service.local_neo4j.store import swap_in, undo
from graph_service.settings import Settings
from tests.local_neo4j.conftest import settings_of
from tests.local_neo4j.test_server import ask


def test_a_store_comes_back_from_its_backup(
    second_home: Settings, kept: ConnectionDetails, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One round by the commands: a running server, a refused file, and the store as it was."""
    file = tmp_path / "store.backup"
    acts: list[tuple[str, Path]] = []

    def recorder(settings: Settings, act: str, file: Path) -> AbstractContextManager[None]:
        acts.append((act, file))
        return nullcontext()

    monkeypatch.setattr(cli, "load_settings", lambda: second_home)
    app = cli.build_database_app(recorder)

    def command(*words: str) -> str:
        result = CliRunner().invoke(app, words, catch_exceptions=False)
        assert result.exit_code == 0
        return result.stdout

    server = LocalNeo4j(second_home)
    assert f"is running at {kept.uri}" in command("start")
    ask(kept, "CREATE (:Saved {name: 'before'})")
    assert str(file) in command("backup", str(file))
    assert file.stat().st_mode & 0o777 == 0o600
    assert kept.uri in command("status"), "it is back, at the port it had"
    ask(kept, "MATCH (s:Saved) SET s.name = 'after' CREATE (:Later)")

    damaged = tmp_path / "damaged"
    content = bytearray(file.read_bytes())
    content[len(content) // 2] ^= 0xFF
    damaged.write_bytes(content)
    with pytest.raises(InputRefused, match="is damaged"):
        restore(second_home, damaged)
    assert ask(kept, "MATCH (s:Saved) RETURN s.name") == "after"

    assert "is restored" in command("restore", str(file))
    assert ask(kept, "MATCH (s:Saved) RETURN s.name") == "before"
    assert ask(kept, "MATCH (l:Later) RETURN count(l)") == 0
    assert server.status().keep
    assert acts == [("backup", file), ("restore", file)]
    assert not list(server.files.root.glob("scratch-*"))


def test_a_dump_that_neo4j_cannot_load_leaves_the_store(
    second_home: Settings, kept: ConnectionDetails, tmp_path: Path
) -> None:
    dump = bytes(4096)
    values = {
        "format": "graph-service-backup",
        "format_version": 1,
        "neo4j_version": NEO4J_VERSION,
        "created_at": "2026-01-01T00:00:00+00:00",
        "dump_sha256": hashlib.sha256(dump).hexdigest(),
        "dump_size": len(dump),
    }
    file = tmp_path / "file"

    def write(**others: str) -> None:
        with zipfile.ZipFile(file, "w") as archive:
            archive.writestr("manifest.json", json.dumps({**values, **others}))
            archive.writestr("neo4j.dump", dump)

    write()
    ask(kept, "MERGE (:Unharmed)")
    with pytest.raises(InputRefused, match="Neo4j cannot load"):
        restore(second_home, file)
    assert ask(kept, "MATCH (u:Unharmed) RETURN count(u)") == 1
    write(neo4j_version="2099.01.0")
    with pytest.raises(InputRefused, match="newer graph-service"):
        restore(second_home, file)


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04 not really", b"id,name\n1,2\n"])
def test_a_file_that_is_no_backup_is_refused(tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "file"
    file.write_bytes(content)
    with pytest.raises(InputRefused, match="not a backup"):
        restore(settings_of(tmp_path / "home"), file)


def test_another_zip_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "file.zip"
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("manifest.json", "[]")
    with pytest.raises(InputRefused, match="not a backup"):
        restore(settings_of(tmp_path / "home"), file)


def test_names_that_cannot_be(tmp_path: Path) -> None:
    settings = settings_of(tmp_path / "home")
    with pytest.raises(InputRefused, match="cannot be read"):
        restore(settings, tmp_path / "nothing")
    (tmp_path / "there").touch()
    with pytest.raises(InputRefused, match="exists already"):
        backup(settings, tmp_path / "there")
    with pytest.raises(InputRefused, match="does not exist"):
        backup(settings, tmp_path / "no" / "file")
    with pytest.raises(InputRefused, match="no store"):
        backup(settings, tmp_path / "new")


@pytest.mark.parametrize("had_store", [True, False])
def test_a_restore_that_was_killed_is_undone(tmp_path: Path, had_store: bool) -> None:
    files = HomeFiles(tmp_path / "home")
    new = files.root / "scratch"
    for part in ("databases", "transactions"):
        (new / part / "neo4j").mkdir(parents=True)
        (new / part / "neo4j" / "new").touch()
        if had_store:
            (files.data / part / "neo4j").mkdir(parents=True)
            (files.data / part / "neo4j" / "old").touch()
    swap_in(files, new)
    assert (files.data / "transactions" / "neo4j" / "new").exists()
    undo(files)
    assert (files.data / "databases" / "neo4j" / "old").exists() is had_store
    assert not list(files.data.rglob("new"))
    undo(files)
    shutil.rmtree(files.root)
