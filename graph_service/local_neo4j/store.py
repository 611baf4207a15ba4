"""Put another store in the place of a home's, so that it is either wholly there or not at all.

The old store is set aside first and thrown away last. What a killed restore left behind is undone by whoever takes
the home's mutex next.
"""

import shutil
from pathlib import Path

from graph_service.local_neo4j.state import HomeFiles

_PARTS = ("databases", "transactions")
_DATABASE = "neo4j"


def has_store(files: HomeFiles) -> bool:
    """Whether the home has a store at all."""
    return (files.data / "databases" / _DATABASE).is_dir()


def swap_in(files: HomeFiles, data: Path) -> None:
    """Set the store aside and put the one of another data folder, on the same file system, in its place."""
    aside = files.set_aside
    aside.mkdir(mode=0o700)
    for part in _PARTS:
        (aside / part).mkdir()
        _move(files.data / part / _DATABASE, aside / part / _DATABASE)
    (aside / "moved").touch()
    for part in _PARTS:
        (files.data / part).mkdir(parents=True, exist_ok=True)
        _move(data / part / _DATABASE, files.data / part / _DATABASE)


def undo(files: HomeFiles) -> None:
    """Put the store back that was set aside, if there is one."""
    aside = files.set_aside
    if not aside.exists():
        return
    if (aside / "moved").exists():
        for part in _PARTS:
            shutil.rmtree(files.data / part / _DATABASE, ignore_errors=True)
    for part in _PARTS:
        _move(aside / part / _DATABASE, files.data / part / _DATABASE)
    shutil.rmtree(aside)


def settle(files: HomeFiles, bin_folder: Path) -> None:
    """Keep the new store: one rename, after which nothing can be undone by half."""
    files.set_aside.replace(bin_folder / "before")


def _move(source: Path, target: Path) -> None:
    if source.exists():
        source.replace(target)
