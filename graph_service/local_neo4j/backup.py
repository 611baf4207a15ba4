"""Backup and restore of the local store.

A backup is a zip file with a manifest and Neo4j's own dump. It holds the store alone: the audit log stays with its
home. A restore checks the whole file, loads it beside the store, and only then puts it in the store's place.
"""

import hashlib
import json
import os
import shutil
import tempfile
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import IO, Literal

from graph_service.errors import ComponentUnavailable, InputRefused
from graph_service.local_neo4j.artifacts import NEO4J_VERSION
from graph_service.local_neo4j.server import LOCAL_DATABASE, LocalNeo4j, write_configuration
from graph_service.local_neo4j.state import HomeFiles
from graph_service.local_neo4j.store import has_store, settle, swap_in, undo
from graph_service.settings import Settings

_FORMAT: Literal["graph-service-backup"] = "graph-service-backup"
_FORMAT_VERSION = 1
_MANIFEST = "manifest.json"
_DUMP = f"{LOCAL_DATABASE}.dump"
_CHUNK = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a backup says of itself."""

    format: str
    format_version: int
    neo4j_version: str
    created_at: str
    dump_sha256: str
    dump_size: int


def backup(settings: Settings, file: Path) -> Manifest:
    """Write the store to a new file; a running server is down while it is dumped and then back at its port."""
    file = file.absolute()
    if file.exists():
        raise InputRefused(f"{file} exists already; name a new file.")
    if not file.parent.is_dir():
        raise InputRefused(f"The folder {file.parent} does not exist.")
    server = LocalNeo4j(settings)
    if not has_store(server.files):
        raise InputRefused(f"There is no store in {settings.home} to back up.")
    with _scratch(server.files) as scratch:
        with server.offline() as offline:
            dump = ("database", "dump", LOCAL_DATABASE, f"--to-path={scratch}", "--overwrite-destination=true")
            problem = offline.admin(*dump)
            if problem is not None:
                # A store whose server was killed must be recovered first, which a start does.
                offline.prove()
                problem = offline.admin(*dump)
        if problem is not None:
            raise ComponentUnavailable(f"The store could not be dumped: {problem}.")
        dumped = scratch / _DUMP
        with dumped.open("rb") as source:
            digest = hashlib.file_digest(source, "sha256").hexdigest()
        manifest = Manifest(
            _FORMAT,
            _FORMAT_VERSION,
            NEO4J_VERSION,
            datetime.now(UTC).isoformat(timespec="seconds"),
            digest,
            dumped.stat().st_size,
        )
        _write(file, manifest, dumped)
    return manifest


def restore(settings: Settings, file: Path) -> Manifest:
    """Put the store of a backup in the place of the home's; whatever fails, the store is as before."""
    server = LocalNeo4j(settings)
    with _opened(file) as archive:
        manifest = _read_manifest(archive, file)
        server.prepare()
        with _scratch(server.files) as scratch:
            _extract(archive, manifest, scratch / _DUMP, file)
            data = scratch / "data"
            conf = write_configuration(scratch / "conf", data, scratch / "logs")
            problem = server.load(scratch, conf)
            if problem is not None or not (data / "databases" / LOCAL_DATABASE).is_dir():
                raise InputRefused(f"Neo4j cannot load {file} ({problem or 'nothing came of it'}).")
            with server.offline() as offline:
                swap_in(server.files, data)
                try:
                    offline.prove()
                except BaseException:
                    offline.stop()
                    undo(server.files)
                    raise
                settle(server.files, scratch)
    return manifest


@contextmanager
def _scratch(files: HomeFiles) -> Iterator[Path]:
    """A folder on the file system of the store, so that what is loaded there can be moved in with a rename."""
    folder = Path(tempfile.mkdtemp(prefix="scratch-", dir=files.root))
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _write(file: Path, manifest: Manifest, dump: Path) -> None:
    part = file.with_name(f".{file.name}.{os.getpid()}.part")
    try:
        part.touch(mode=0o600)  # a backup holds everything the store holds
        with zipfile.ZipFile(part, "w", zipfile.ZIP_STORED) as archive:  # the dump is compressed already
            archive.writestr(_MANIFEST, json.dumps(asdict(manifest), indent=2))
            archive.write(dump, _DUMP)
        with part.open("rb") as written:
            os.fsync(written.fileno())
        part.replace(file)
    except OSError as error:
        raise InputRefused(f"{file} cannot be written: {error.strerror or error}.") from error
    finally:
        part.unlink(missing_ok=True)


@contextmanager
def _opened(file: Path) -> Iterator[zipfile.ZipFile]:
    try:
        archive = zipfile.ZipFile(file)
    except zipfile.BadZipFile as error:
        raise _no_backup(file) from error
    except OSError as error:
        raise InputRefused(f"{file} cannot be read: {error.strerror}.") from error
    with archive:
        yield archive


def _read_manifest(archive: zipfile.ZipFile, file: Path) -> Manifest:
    try:
        with archive.open(_MANIFEST) as source:
            manifest = Manifest(**json.loads(source.read(_CHUNK)))
        known = manifest.format == _FORMAT and set(archive.namelist()) == {_MANIFEST, _DUMP}
        version = tuple(map(int, manifest.neo4j_version.split(".")))
        newer = manifest.format_version > _FORMAT_VERSION or version > tuple(map(int, NEO4J_VERSION.split(".")))
    except (KeyError, TypeError, ValueError, AttributeError, zipfile.BadZipFile, OSError) as error:
        raise _no_backup(file) from error
    if not known:
        raise _no_backup(file)
    if newer:
        raise InputRefused(
            f"{file} was written by a newer graph-service (Neo4j {manifest.neo4j_version}); restore it with that one."
        )
    return manifest


def _extract(archive: zipfile.ZipFile, manifest: Manifest, target: Path, file: Path) -> None:
    digest = hashlib.sha256()
    try:
        with archive.open(_DUMP) as source, target.open("wb") as sink:
            for chunk in _chunks(source):
                digest.update(chunk)
                sink.write(chunk)
    except (zipfile.BadZipFile, EOFError) as error:
        raise _damaged(file) from error
    if digest.hexdigest() != manifest.dump_sha256:
        raise _damaged(file)


def _chunks(source: IO[bytes]) -> Iterator[bytes]:
    while chunk := source.read(_CHUNK):
        yield chunk


def _no_backup(file: Path) -> InputRefused:
    return InputRefused(f"{file} is not a backup that graph-service wrote; the store is as it was.")


def _damaged(file: Path) -> InputRefused:
    return InputRefused(f"{file} is damaged: its content does not match its checksum; the store is as it was.")
