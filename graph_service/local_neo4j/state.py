"""Which Neo4j server of a home is running, and the files by which commands of that home agree on it."""

import contextlib
import json
import time
from dataclasses import asdict, dataclass, replace
from pathlib import Path

import psutil

_SHOWS_ITS_COMMAND_LINE_S = 30.0


@dataclass(frozen=True, slots=True)
class HomeFiles:
    """Where the local Neo4j of a home keeps what."""

    home: Path

    @property
    def root(self) -> Path:
        """The folder of everything below; only its owner may look inside."""
        return self.home / "neo4j"

    @property
    def configuration(self) -> Path:
        """The folder with neo4j.conf."""
        return self.root / "conf"

    @property
    def data(self) -> Path:
        """The store and its transaction logs."""
        return self.root / "data"

    @property
    def logs(self) -> Path:
        """The server's logs."""
        return self.root / "logs"

    @property
    def console(self) -> Path:
        """What the server wrote while it started last."""
        return self.logs / "console.log"

    @property
    def arguments(self) -> Path:
        """The arguments Java was given; also what tells our server from another program of the same pid."""
        return self.configuration / "server.args"

    @property
    def password(self) -> Path:
        """The generated password."""
        return self.root / "password"

    @property
    def state(self) -> Path:
        """The state file."""
        return self.root / "server.json"

    @property
    def set_aside(self) -> Path:
        """The store that a restore under way has set aside."""
        return self.root / "set-aside"

    @property
    def mutex(self) -> Path:
        """Held by whoever starts, stops, backs up or restores."""
        return self.root / "server.lock"

    @property
    def users(self) -> Path:
        """Shared by every command that uses the server; held alone only when there is none."""
        return self.root / "users.lock"


@dataclass(frozen=True, slots=True)
class ServerState:
    """A server that was started: `keep` says that it outlives the commands that use it."""

    pid: int
    port: int
    keep: bool

    def write(self, files: HomeFiles) -> None:
        """Replace the state file in one step."""
        new = files.state.with_suffix(".new")
        new.write_text(json.dumps(asdict(self)), "utf-8")
        new.replace(files.state)

    def kept(self) -> "ServerState":
        """The same server, to outlive its users."""
        return replace(self, keep=True)

    def process(self, files: HomeFiles) -> psutil.Process | None:
        """The server's process, or None when it ended or its pid now belongs to another program."""
        try:
            process = psutil.Process(self.pid)
            # Not by the time it started: that follows the machine's clock, and moves when the clock is set.
            return process if f"@{files.arguments}" in _command_line(process) else None
        except psutil.Error:
            return None

    def stop(self, files: HomeFiles, *, grace_s: float) -> None:
        """Ask the server to end, insist when it does not, and forget it."""
        process = self.process(files)
        if process is not None:
            with contextlib.suppress(psutil.NoSuchProcess):
                process.terminate()
                try:
                    process.wait(grace_s)
                except psutil.TimeoutExpired:
                    process.kill()
                    process.wait(grace_s)
        files.state.unlink(missing_ok=True)


def _command_line(process: psutil.Process) -> list[str]:
    """What a process was started with; nothing once it has ended.

    A program that is only just being started has no command line yet, for longer on a busy machine: it is looked at again.
    """
    until = time.monotonic() + _SHOWS_ITS_COMMAND_LINE_S
    while process.status() != psutil.STATUS_ZOMBIE:
        line: list[str] = process.cmdline()
        if line or not process.exe() or time.monotonic() > until:
            return line
        time.sleep(0.01)
    return []


def last_state(files: HomeFiles) -> ServerState | None:
    """The server that was started last and not stopped by us: running, or dead without our doing."""
    try:
        record = json.loads(files.state.read_text("utf-8"))
        return ServerState(record["pid"], record["port"], record["keep"])
    except (OSError, ValueError, TypeError, KeyError):
        return None


def read_state(files: HomeFiles) -> ServerState | None:
    """The server of the state file, if it is running."""
    state = last_state(files)
    return state if state is not None and state.process(files) is not None else None
