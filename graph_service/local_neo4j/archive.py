"""An archive of Neo4j's classes, loaded and linked beforehand: the server starts in about half the time with it.

`python -m graph_service.local_neo4j.archive CACHE` makes it, with a server of its own on an empty store, and keeps it beside the
downloads: the last one made, which fits one Java and one Neo4j. A service does that behind, once it has nothing else to prepare.
Whatever is wrong with an archive, the server starts as it would without: Java leaves out one that does not fit, and we one that
was damaged.
"""

import os
import signal
import subprocess
import sys
import tempfile
from pathlib import Path

from graph_service.errors import GraphServiceError
from graph_service.local_neo4j.artifacts import neo4j_jars
from graph_service.local_neo4j.guard import start_beside
from graph_service.local_neo4j.locks import FileLock
from graph_service.local_neo4j.server import LocalNeo4j, archive_file, is_whole, note_whole
from graph_service.settings import Settings, load_settings

_PATIENCE_S = 900.0
_HEAP_MB = 2_560
_LOWEST_PRIORITY = 19


def make_behind(settings: Settings) -> "subprocess.Popen[bytes] | None":
    """Have the archive made by a process of its own at the lowest priority, unless there is one. Ended early, it leaves nothing."""
    if settings.neo4j_uri is not None:
        return None
    try:
        if is_whole(archive_file(settings, neo4j_jars(settings))):
            return None
        return start_beside("graph_service.local_neo4j.archive", str(settings.cache.absolute()))
    except (GraphServiceError, OSError):
        return None  # it only makes starts faster


def make(settings: Settings) -> bool:
    """Make the archive; False where there is one, or somebody else is making it.

    Raises ComponentUnavailable where the server that it is made from does not start.
    """
    target = archive_file(settings, neo4j_jars(settings))
    turn = FileLock(target.parent / "archive.lock")
    try:
        if not turn.try_exclusive() or is_whole(target):
            return False
        with tempfile.TemporaryDirectory(prefix="graph-service-archive-") as folder:
            made = Path(folder) / "made.aot"
            own = settings.model_copy(
                update={
                    "home": Path(folder) / "home",
                    "neo4j_heap_mb": _HEAP_MB,
                    "neo4j_page_cache_mb": 64,
                    "neo4j_bolt_port": 0,
                    "neo4j_start_timeout_s": _PATIENCE_S,
                }
            )
            server = LocalNeo4j(own, java_options=(f"-XX:AOTCacheOutput={made}",))
            share = FileLock(server.files.users)
            try:
                server.join(share)
                server.leave(share, grace_s=_PATIENCE_S)  # Java writes the archive as it ends
            finally:
                share.close()  # and if we are ended before that, the guard of the server sees it
            if not made.exists():
                return False
            for older in target.parent.glob("*.aot*"):
                older.unlink(missing_ok=True)
            note_whole(made, target)
            return True
    finally:
        turn.close()


def main() -> int:
    """Make the archive in the cache folder that the one argument names, at the lowest priority; exit status 1 where that fails."""
    os.nice(_LOWEST_PRIORITY)
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))
    try:
        make(load_settings().model_copy(update={"cache": Path(sys.argv[1])}))
    except (GraphServiceError, OSError):
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
