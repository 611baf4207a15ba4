"""A small process beside the server that stops it when the last of its users is gone, even if they were killed.

It waits for a lock that every user shares. The system releases the lock of a killed process, so this cannot be
missed, and it works where a signal on the death of a parent does not exist or names the wrong parent: the server
may have passed from the command that started it to another that found it running.
"""

import subprocess
import sys
from pathlib import Path

import graph_service
from graph_service.local_neo4j.locks import FileLock
from graph_service.local_neo4j.state import HomeFiles, read_state

GRACE_S = 60.0


def start_beside(module: str, *arguments: str) -> subprocess.Popen[bytes]:
    """Run a module of the service in a process of its own, which Ctrl-C in our terminal does not reach."""
    return subprocess.Popen(  # noqa: S603  (nothing in it comes from outside)
        [sys.executable, "-m", module, *arguments],
        cwd=Path(graph_service.__file__).parents[1],  # where the package is found, installed or not
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )


def start_guard(files: HomeFiles) -> subprocess.Popen[bytes]:
    """Start the guard of a home; the caller must hold its share of the users' lock already."""
    return start_beside("graph_service.local_neo4j.guard", str(files.home))


def stop_if_unused(files: HomeFiles, *, grace_s: float = GRACE_S) -> bool:
    """Stop the server unless it is to be kept or is in use; the caller holds the mutex. True when it was stopped."""
    state = read_state(files)
    if state is None or state.keep:
        return False
    users = FileLock(files.users)
    try:
        if not users.try_exclusive():
            return False
        state.stop(files, grace_s=grace_s)
        return True
    finally:
        users.close()


def watch_users(files: HomeFiles) -> None:
    """Wait until nobody uses the server, then stop it; returns when there is nothing left to guard."""
    try:
        # Opened before waiting, and never made: the home may be deleted as soon as its last user is gone.
        users = FileLock(files.users, create=False)
        mutex = FileLock(files.mutex, create=False)
    except FileNotFoundError:
        return
    while True:
        users.wait_exclusive()
        users.release()
        mutex.wait_exclusive()
        state = read_state(files)
        if state is None or state.keep or stop_if_unused(files):
            return  # which gives the locks back
        mutex.release()  # somebody came between the two locks: guard on


if __name__ == "__main__":
    watch_users(HomeFiles(Path(sys.argv[1])))
