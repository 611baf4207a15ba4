"""The local Neo4j of one home: configured, started, waited for, stopped; and the store for as long as it is needed.

`running_neo4j(settings)` is what commands use. It attaches to GRAPH_SERVICE_NEO4J_URI where that is set, uses the
server that runs for the home, or starts one and stops it when the last command using it is done.
"""

import asyncio
import contextlib
import hashlib
import re
import secrets
import shutil
import socket
import subprocess
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType

import psutil
from neo4j import READ_ACCESS, Driver, GraphDatabase
from neo4j.exceptions import AuthError, ConfigurationError, DriverError, Neo4jError
from rich.console import Console

from graph_service.errors import ComponentUnavailable, InputRefused, WrongUse
from graph_service.local_neo4j.artifacts import NEO4J_VERSION, neo4j_jars, sha256_of
from graph_service.local_neo4j.guard import GRACE_S, start_guard, stop_if_unused
from graph_service.local_neo4j.java import java_home, launch, write_arguments
from graph_service.local_neo4j.locks import FileLock, exclusive, is_locked_by_another
from graph_service.local_neo4j.state import HomeFiles, ServerState, last_state, read_state
from graph_service.local_neo4j.store import undo
from graph_service.settings import Settings

LOCAL_DATABASE = "neo4j"
LOCAL_USER = "neo4j"

_SERVER_CLASS = "org.neo4j.server.Neo4jCommunity"
_ADMIN_CLASS = "org.neo4j.cli.AdminTool"
_ADMIN_HEAP_MB = 512
_LOOPBACK = "127.0.0.1"
_POLL_S = 0.05
_PORT_ATTEMPTS = 3
_MIB = 1024 * 1024
_SMALL_HEAP_MB = 2_048
_FIRST_HEAP_MB = 768


@dataclass(frozen=True, slots=True)
class ConnectionDetails:
    """All that a driver needs."""

    uri: str
    user: str
    password: str = field(repr=False)
    database: str

    @property
    def auth(self) -> tuple[str, str] | None:
        """What a driver takes as `auth`: nothing where the server asks for nothing."""
        return (self.user, self.password) if self.password else None


@dataclass(frozen=True, slots=True)
class ServerStatus:
    """What `database status` tells."""

    running: bool
    pid: int | None
    port: int | None
    keep: bool
    in_use: bool
    resident_mb: int | None
    store_mb: int


@dataclass(frozen=True, slots=True)
class Memory:
    """The memory the server may take, in MiB."""

    heap_mb: int
    page_cache_mb: int

    @classmethod
    def of(cls, settings: Settings) -> "Memory":
        """The settings, or shares of the machine. An import is one transaction, which the heap must hold; it grows as needed."""
        total = machine_memory_mb()
        heap = settings.neo4j_heap_mb or min(max(512, total // 2), 12_288)
        page_cache = settings.neo4j_page_cache_mb or min(max(64, total // 16), 2048)
        if heap + page_cache > total:
            raise ComponentUnavailable(
                f"The local Neo4j is to take {heap} MiB of heap and {page_cache} MiB of page cache, but this machine "
                f"has {total} MiB; set GRAPH_SERVICE_NEO4J_HEAP_MB and GRAPH_SERVICE_NEO4J_PAGE_CACHE_MB lower."
            )
        return cls(heap, page_cache)


def machine_memory_mb() -> int:
    """The machine's memory, or the container's where that is less."""
    total = int(psutil.virtual_memory().total)
    for limit in ("/sys/fs/cgroup/memory.max", "/sys/fs/cgroup/memory/memory.limit_in_bytes"):
        with contextlib.suppress(OSError, ValueError):
            total = min(total, int(Path(limit).read_text("ascii")))
    return total // _MIB


class LocalNeo4j:
    """The server of one home."""

    def __init__(self, settings: Settings, *, java_options: tuple[str, ...] = ()) -> None:
        """`java_options` come with those of the service, and no archive of classes is used with them."""
        if settings.neo4j_uri is not None:
            raise WrongUse(
                "GRAPH_SERVICE_NEO4J_URI names a server of your own, so there is no local Neo4j to act on; unset it, "
                "or use that server's own tools."
            )
        self._settings = settings
        self._java_options = java_options
        self._cancelled = threading.Event()
        self.files = HomeFiles(settings.home.absolute())

    # -- what commands ask for -------------------------------------------------------------------------------

    def start(self) -> ConnectionDetails:
        """Start the server to stay until `stop`; one that runs already is made to stay."""
        with self._locked_with_jars() as jars:
            state = read_state(self.files)
            if state is None:
                return self._launch(jars, keep=True)
            state.kept().write(self.files)
            return self._details_when_it_answers(state)

    def stop(self) -> bool:
        """Stop the server; False when none was running. Refused while another command is using it."""
        if not self.files.root.exists():
            return False
        with self._locked():
            state = read_state(self.files)
            if state is None:
                self.files.state.unlink(missing_ok=True)
                return False
            if self.in_use():
                raise InputRefused(
                    "The local Neo4j is in use by another graph-service command of this home; stop that first."
                )
            state.stop(self.files, grace_s=GRACE_S)
            return True

    def status(self) -> ServerStatus:
        """What runs, where, and how large it is."""
        state = read_state(self.files)
        process = state.process(self.files) if state is not None else None
        resident = None
        if process is not None:
            with contextlib.suppress(psutil.Error):
                resident = process.memory_info().rss // _MIB
        # An entry may vanish while it is looked at: the server tidies its logs.
        size = 0
        for path in self.files.data.rglob("*"):
            with contextlib.suppress(OSError):
                size += path.lstat().st_blocks * 512
        return ServerStatus(
            running=process is not None,
            pid=state.pid if state and process else None,
            port=state.port if state and process else None,
            keep=bool(state and process and state.keep),
            in_use=process is not None and self.in_use(),
            resident_mb=resident,
            store_mb=size // _MIB,
        )

    def in_use(self) -> bool:
        """Whether a command of this home is using the server."""
        if not self.files.users.exists():
            return False
        users = FileLock(self.files.users)
        try:
            return not users.try_exclusive()
        finally:
            users.close()

    # -- what running_neo4j, the watcher and backup build on ---------------------------------------------------

    def join(self, share: FileLock, *, port: int | None = None) -> ConnectionDetails:
        """Use the running server, or start one to last as long as somebody shares the lock."""
        with self._locked_with_jars() as jars:
            share.wait_shared()  # before the guard starts, which would find no user otherwise
            try:
                state = read_state(self.files)
                if state is None:
                    return self._launch(jars, keep=False, port=port)
                return self._details_when_it_answers(state)
            except BaseException:
                share.release()
                raise

    def leave(self, share: FileLock, *, grace_s: float = GRACE_S) -> None:
        """Be done with the server; the last to leave stops it, unless it is to stay. It has `grace_s` to end by itself."""
        with self._locked():
            share.release()
            stop_if_unused(self.files, grace_s=grace_s)

    def is_running(self) -> bool:
        """Whether the server's process is there; cheap enough to ask twice a second."""
        return read_state(self.files) is not None

    def start_again(self, *, port: int) -> bool:
        """Start a server that died at the port that drivers know; False when another command did so already."""
        with self._locked_with_jars() as jars:
            if self.is_running():
                return False
            before = last_state(self.files)
            self._launch(jars, keep=before is not None and before.keep, port=port)
            return True

    @contextmanager
    def offline(self) -> Iterator["OfflineNeo4j"]:
        """Hold the store with no server on it; one that was running is back, at its port, afterwards."""
        with self._locked_with_jars() as jars:
            before = read_state(self.files)
            if before is not None:
                before.stop(self.files, grace_s=GRACE_S)
            offline = OfflineNeo4j(self, jars, before)
            try:
                yield offline
            finally:
                offline.end()

    def prepare(self) -> None:
        """Make the folders of the home, and undo what a killed restore left behind."""
        with self._locked():
            pass

    def load(self, folder: Path, configuration: Path) -> str | None:
        """Load the dump in a folder into the store of another configuration; None when it succeeded."""
        return self.admin(
            neo4j_jars(self._settings),
            "database",
            "load",
            LOCAL_DATABASE,
            f"--from-path={folder}",
            "--overwrite-destination=true",
            configuration=configuration,
        )

    def cancel(self) -> None:
        """Give up a start that another thread is waiting for."""
        self._cancelled.set()

    def launch(self, jars: list[Path], before: ServerState | None) -> None:
        """Start the server as it was before; the caller holds the store."""
        if before is None:
            self._launch(jars, keep=True)
        else:
            self._launch(jars, keep=before.keep, port=before.port)

    def admin(self, jars: list[Path], *arguments: str, configuration: Path | None = None) -> str | None:
        """Run the offline administration; None when it succeeded, else the last telling line it wrote."""
        conf = configuration or write_configuration(self.files.configuration, self.files.data, self.files.logs)
        argument_file = conf / "admin.args"
        write_arguments(argument_file, jars, _ADMIN_CLASS, arguments, [f"-Xmx{_ADMIN_HEAP_MB}m"])
        output = conf / "admin.log"
        try:
            with output.open("wb") as sink:
                process = launch(
                    argument_file,
                    folder=self.files.root,
                    output=sink,
                    extra={"NEO4J_HOME": str(self.files.root), "NEO4J_CONF": str(conf)},
                )
                try:
                    status = process.wait()
                except BaseException:
                    process.kill()
                    process.wait()
                    raise
        finally:
            argument_file.unlink()  # it may have held the password
        return None if status == 0 else _telling_line(output)

    # -- inside --------------------------------------------------------------------------------------------------

    @contextmanager
    def _locked(self) -> Iterator[None]:
        try:
            self.files.root.mkdir(parents=True, exist_ok=True, mode=0o700)
            self.files.root.chmod(0o700)
            for folder in (self.files.configuration, self.files.data, self.files.logs):
                folder.mkdir(exist_ok=True, mode=0o700)
        except OSError as error:
            raise ComponentUnavailable(
                f"The folder {self.files.root} cannot be made: {error.strerror}; set GRAPH_SERVICE_HOME to another."
            ) from error
        with exclusive(self.files.mutex):
            try:
                self._undo_unfinished_restore()
                yield
            except OSError as error:
                raise ComponentUnavailable(
                    f"The local Neo4j cannot use {error.filename or self.files.root}: {error.strerror or error}."
                ) from error

    def _undo_unfinished_restore(self) -> None:
        # We hold the mutex, so whoever was restoring was killed; perhaps while a server was trying the new store.
        if self.files.set_aside.exists():
            state = read_state(self.files)
            if state is not None:
                state.stop(self.files, grace_s=GRACE_S)
            undo(self.files)

    @contextmanager
    def _locked_with_jars(self) -> Iterator[list[Path]]:
        # The download has a lock of its own, shared by all homes; this home is not blocked meanwhile.
        jars = neo4j_jars(self._settings)
        with self._locked():
            yield jars

    def _launch(self, jars: list[Path], *, keep: bool, port: int | None = None) -> ConnectionDetails:
        wanted = port or self._settings.neo4j_bolt_port
        with _telling(f"Starting Neo4j {NEO4J_VERSION}"):
            memory = Memory.of(self._settings)
            if is_locked_by_another(self.files.data / "databases" / "store_lock"):
                raise self._store_locked()
            self._ensure_password(jars)
            for attempt in range(1, _PORT_ATTEMPTS + 1):
                chosen = wanted or _free_port()
                if not _is_free(chosen):
                    raise _port_taken(chosen)
                try:
                    return self._launch_at(chosen, jars, memory, keep=keep)
                except _PortTaken:
                    # Somebody was quicker between our looking and Neo4j's taking it.
                    if wanted or attempt == _PORT_ATTEMPTS:
                        raise _port_taken(chosen) from None
        raise AssertionError("the loop returns or raises")

    def _launch_at(self, port: int, jars: list[Path], memory: Memory, *, keep: bool) -> ConnectionDetails:
        archive = archive_file(self._settings, jars)
        if self._java_options or not is_whole(archive):
            return self._launch_java(port, jars, memory, self._java_options, keep=keep)
        try:
            return self._launch_java(port, jars, memory, (f"-XX:AOTCache={archive}",), keep=keep)
        except _PortTaken:
            raise
        except ComponentUnavailable:
            if self._cancelled.is_set():
                raise
            # What only makes a start faster may not make it fail.
            archive.unlink(missing_ok=True)
            return self._launch_java(port, jars, memory, (), keep=keep)

    def _launch_java(
        self, port: int, jars: list[Path], memory: Memory, more: tuple[str, ...], *, keep: bool
    ) -> ConnectionDetails:
        conf = write_configuration(self.files.configuration, self.files.data, self.files.logs, port, memory)
        write_arguments(
            self.files.arguments,
            jars,
            _SERVER_CLASS,
            ["--console-mode", f"--home-dir={self.files.root}", f"--config-dir={conf}"],
            [
                *_heap_options(memory.heap_mb),
                *more,
                # Better to end and be started again than to limp on without memory.
                "-XX:+ExitOnOutOfMemoryError",
                f"-XX:ErrorFile={self.files.logs}/java_error_%p.log",
            ],
        )
        with self.files.console.open("wb") as sink:
            process = launch(self.files.arguments, folder=self.files.root, output=sink)
        _reap(process)
        state = ServerState(process.pid, port, keep)
        try:
            state.write(self.files)
            if not keep:
                _reap(start_guard(self.files))
            return self._details_when_it_answers(state)
        except BaseException:
            process.kill()
            process.wait()
            self.files.state.unlink(missing_ok=True)
            raise

    def _details_when_it_answers(self, state: ServerState) -> ConnectionDetails:
        details = ConnectionDetails(f"bolt://{_LOOPBACK}:{state.port}", LOCAL_USER, self._password(), LOCAL_DATABASE)
        until = time.monotonic() + self._settings.neo4j_start_timeout_s
        while not _accepts(state.port) or not _answers(details):
            if self._cancelled.is_set():
                raise ComponentUnavailable("The start of the local Neo4j was given up.")
            if state.process(self.files) is None:
                raise self._died()
            if time.monotonic() > until:
                raise ComponentUnavailable(
                    f"The local Neo4j did not answer within {self._settings.neo4j_start_timeout_s:g} s; its log is "
                    f"{self.files.console}, and GRAPH_SERVICE_NEO4J_START_TIMEOUT_S allows it longer."
                )
            time.sleep(_POLL_S)
        return details

    def _died(self) -> ComponentUnavailable:
        """Turn what the server wrote before it ended into one sentence."""
        text = _tail(self.files.console)
        if re.search(r"Address already in use|BindException", text):
            return _PortTaken("The port of the local Neo4j was taken while it started.")
        if re.search(r"locked by another process|FileLockException|store_lock|Unable to obtain lock", text):
            return self._store_locked()
        if re.search(r"insufficient memory|Could not reserve enough space|[Cc]annot allocate memory|heap size", text):
            return ComponentUnavailable(
                "There is too little memory to start the local Neo4j; free some, or set GRAPH_SERVICE_NEO4J_HEAP_MB "
                "and GRAPH_SERVICE_NEO4J_PAGE_CACHE_MB lower."
            )
        line = _telling_line(self.files.console)
        said = f"it said: {line}" if line else "it said nothing, as when the system ends it for want of memory"
        return ComponentUnavailable(f"The local Neo4j ended while starting ({said}); its log is {self.files.console}.")

    def _store_locked(self) -> ComponentUnavailable:
        return ComponentUnavailable(
            f"The store in {self.files.data} is locked by another process: a Neo4j that this home did not start is "
            "running on it; stop that one first."
        )

    def _password(self) -> str:
        try:
            return self.files.password.read_text("ascii").strip()
        except OSError as error:
            raise ComponentUnavailable(
                f"The password of the local Neo4j cannot be read from {self.files.password}: {error.strerror}."
            ) from error

    def _ensure_password(self, jars: list[Path]) -> None:
        """Generate the password before the first start; afterwards the store knows it and it must be there."""
        if (self.files.data / "databases" / "system").exists():
            self._password()
            return
        if not self.files.password.exists():
            self.files.password.touch(mode=0o600)
        if not self._password():
            self.files.password.write_text(secrets.token_hex(32) + "\n", "ascii")
        problem = self.admin(jars, "dbms", "set-initial-password", self._password())
        if problem is not None:
            raise ComponentUnavailable(f"The local Neo4j could not be given a password: {problem}.")


class OfflineNeo4j:
    """The store of a home while no server is on it."""

    def __init__(self, server: LocalNeo4j, jars: list[Path], before: ServerState | None) -> None:
        self._server = server
        self._jars = jars
        self._before = before

    def admin(self, *arguments: str) -> str | None:
        """Run the offline administration; None when it succeeded, else the last telling line it wrote."""
        self.stop()
        return self._server.admin(self._jars, *arguments)

    def prove(self) -> None:
        """Start the server on the store, and so recover it; raises when it cannot be opened."""
        self._server.launch(self._jars, self._before)

    def stop(self) -> None:
        """Stop what `prove` started."""
        state = read_state(self._server.files)
        if state is not None:
            state.stop(self._server.files, grace_s=GRACE_S)

    def end(self) -> None:
        """Leave a server running if, and only if, there was one before."""
        if self._before is None:
            self.stop()
        elif read_state(self._server.files) is None:
            self._server.launch(self._jars, self._before)


def archive_file(settings: Settings, jars: list[Path]) -> Path:
    """Where the archive of classes for this Java and these jars is, or would be; see `graph_service.local_neo4j.archive`."""
    modules = java_home() / "lib" / "modules"
    known = modules.stat()
    fits = "\n".join([str(modules), str(known.st_size), str(known.st_mtime_ns), *map(str, jars)])
    return settings.cache / "java" / f"neo4j-{NEO4J_VERSION}-{hashlib.sha256(fits.encode()).hexdigest()[:16]}.aot"


def is_whole(archive: Path) -> bool:
    """Whether an archive is there, as it was made."""
    try:
        return _digest_file(archive).read_text("ascii") == sha256_of(archive)
    except (OSError, ValueError):
        return False


def note_whole(made: Path, archive: Path) -> None:
    """Put an archive that has just been made in its place."""
    archive.parent.mkdir(parents=True, exist_ok=True)
    unfinished = archive.with_suffix(".part")
    shutil.copyfile(made, unfinished)
    _digest_file(archive).write_text(sha256_of(unfinished), "ascii")
    unfinished.replace(archive)


def _digest_file(archive: Path) -> Path:
    return archive.with_suffix(".aot.sha256")


def _heap_options(heap_mb: int) -> tuple[str, ...]:
    """How the heap is kept. A small one costs least with the simplest collector, which takes no processor from questions; what a
    large import took is given back by one that works beside them. Planning makes much that is soon garbage: neither starts small.
    """
    size = (f"-Xmx{heap_mb}m", f"-Xms{min(heap_mb, _FIRST_HEAP_MB)}m")
    if heap_mb <= _SMALL_HEAP_MB:
        return (*size, "-XX:+UseSerialGC")
    return (*size, "-XX:+UseG1GC", "-XX:G1PeriodicGCInterval=60000")


def write_configuration(folder: Path, data: Path, logs: Path, port: int = 0, memory: Memory | None = None) -> Path:
    """Write neo4j.conf: loopback and bolt only, nothing sent out, and no query text or parameter in a log."""
    lines = {
        "server.directories.data": data,
        "server.directories.logs": logs,
        "server.default_listen_address": _LOOPBACK,
        "server.default_advertised_address": _LOOPBACK,
        "server.bolt.enabled": "true",
        "server.bolt.tls_level": "DISABLED",
        "server.bolt.listen_address": f"{_LOOPBACK}:{port}",
        "server.bolt.advertised_address": f"{_LOOPBACK}:{port}",
        "server.http.enabled": "false",
        "server.https.enabled": "false",
        "server.config.strict_validation.enabled": "true",
        "dbms.security.auth_enabled": "true",
        "dbms.security.allow_csv_import_from_file_urls": "false",
        "dbms.usage_report.enabled": "false",
        "server.fleet_discovery.enabled": "false",
        "dbms.fleet_manager.enabled": "false",
        "client.allow_telemetry": "false",
        "db.query.default_language": "CYPHER_25",
        "db.logs.query.enabled": "OFF",
        "db.logs.query.parameter_logging_enabled": "false",
        "db.logs.query.obfuscate_literals": "true",
        # The server would wait ten seconds at each stop for connections that nobody is going to make.
        "internal.dbms.bolt.netty_server_shutdown_quiet_period_duration": "0s",
        # Half a gigabyte of empty transaction logs for each home otherwise.
        "db.tx_log.preallocate": "false",
    }
    if memory is not None:
        lines["server.memory.heap.max_size"] = f"{memory.heap_mb}m"
        lines["server.memory.pagecache.size"] = f"{memory.page_cache_mb}m"
    folder.mkdir(parents=True, exist_ok=True)
    text = "# Written anew at every start; settings of graph-service are environment variables.\n"
    text += "".join(f"{name}={value}\n" for name, value in lines.items())
    (folder / "neo4j.conf").write_text(text, "utf-8")
    return folder


class running_neo4j:  # noqa: N801  (read as a verb: `with running_neo4j(settings) as details`)
    """The store for as long as a block needs it, as a plain or an asynchronous context manager.

    Attaches to `settings.neo4j_uri` where that is set; else uses the server that runs for the home; else starts one,
    which the last of the commands using it stops.
    """

    def __init__(self, settings: Settings, *, java_options: tuple[str, ...] = ()) -> None:
        """`java_options` are those of `LocalNeo4j`, for a server that this starts."""
        self._settings = settings
        self._server = LocalNeo4j(settings, java_options=java_options) if settings.neo4j_uri is None else None
        self._share: FileLock | None = None

    @property
    def server(self) -> LocalNeo4j | None:
        """The local server, or None when attached to another."""
        return self._server

    def __enter__(self) -> ConnectionDetails:
        if self._server is None:
            return _attached(self._settings)
        try:
            self._server.files.root.mkdir(parents=True, exist_ok=True, mode=0o700)
            share = FileLock(self._server.files.users)
        except OSError as error:
            raise ComponentUnavailable(
                f"The folder {self._settings.home} cannot be used: {error.strerror}; set GRAPH_SERVICE_HOME to another."
            ) from error
        try:
            details = self._server.join(share)
        except BaseException:
            share.close()
            raise
        self._share = share
        return details

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        share, self._share = self._share, None
        if share is not None and self._server is not None:
            try:
                self._server.leave(share)
            finally:
                share.close()

    async def __aenter__(self) -> ConnectionDetails:
        entering = asyncio.create_task(asyncio.to_thread(self.__enter__))
        try:
            return await asyncio.shield(entering)
        except asyncio.CancelledError:
            # The thread goes on regardless: have it give up, and undo what it did.
            if self._server is not None:
                self._server.cancel()
            with contextlib.suppress(Exception):
                await entering
            await asyncio.to_thread(self.__exit__, None, None, None)
            raise

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await asyncio.shield(asyncio.to_thread(self.__exit__, kind, error, trace))


class _PortTaken(ComponentUnavailable):
    """The port went to another program."""


def _port_taken(port: int) -> ComponentUnavailable:
    return ComponentUnavailable(
        f"Port {port} is already taken by another program; set GRAPH_SERVICE_NEO4J_BOLT_PORT to a free one, or leave "
        "it unset."
    )


def _reap(process: "subprocess.Popen[bytes]") -> None:
    """Take note of the end of a process that may well outlive us, so that it does not linger as a zombie."""
    threading.Thread(target=process.wait, name=f"reap-{process.pid}", daemon=True).start()


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind((_LOOPBACK, 0))
        port: int = probe.getsockname()[1]
        return port


def _is_free(port: int) -> bool:
    with socket.socket() as probe:
        # As a server does it: a port whose last connections are still winding down counts as free.
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((_LOOPBACK, port))
            probe.listen()
        except OSError:
            return False
    return True


def _accepts(port: int) -> bool:
    with socket.socket() as probe:
        probe.settimeout(1)
        return probe.connect_ex((_LOOPBACK, port)) == 0


def _answers(details: ConnectionDetails) -> bool:
    """Whether the server answers a query; a password it does not know is an error, not a reason to wait."""
    try:
        with _driver(details) as driver:
            _ask(driver, details.database)
    except AuthError as error:
        raise ComponentUnavailable(
            "The local Neo4j does not accept the password that is kept for it; the store and the password file of "
            "this home do not belong together."
        ) from error
    except (DriverError, Neo4jError, OSError):
        return False
    return True


def _attached(settings: Settings) -> ConnectionDetails:
    password = settings.neo4j_password.get_secret_value() if settings.neo4j_password else ""
    details = ConnectionDetails(settings.neo4j_uri or "", settings.neo4j_user, password, settings.neo4j_database)
    try:
        with _driver(details) as driver:
            _ask(driver, details.database)
    except (ConfigurationError, ValueError) as error:
        raise WrongUse("GRAPH_SERVICE_NEO4J_URI is not the address of a Neo4j server.") from error
    except AuthError as error:
        raise ComponentUnavailable(
            f"Neo4j at {details.uri} refused GRAPH_SERVICE_NEO4J_USER and GRAPH_SERVICE_NEO4J_PASSWORD."
        ) from error
    except Neo4jError as error:
        raise ComponentUnavailable(
            f"Neo4j at {details.uri} does not serve the database {details.database} ({error.code})."
        ) from error
    except (DriverError, OSError) as error:
        raise ComponentUnavailable(f"Neo4j at {details.uri} cannot be reached.") from error
    return details


def _driver(details: ConnectionDetails) -> Driver:
    return GraphDatabase.driver(
        details.uri,
        auth=details.auth,
        connection_timeout=5.0,
        connection_acquisition_timeout=10.0,
        telemetry_disabled=True,
    )


def _ask(driver: Driver, database: str) -> None:
    with driver.session(database=database, default_access_mode=READ_ACCESS) as session:
        session.run("RETURN 1").consume()


def _tail(file: Path, size: int = 64 * 1024) -> str:
    try:
        return file.read_bytes()[-size:].decode("utf-8", "replace")
    except OSError:
        return ""


def _telling_line(file: Path) -> str:
    """The last line that says what went wrong; start-up output holds no data of the store."""
    lines = [line.strip() for line in _tail(file).splitlines() if line.strip()]
    for pattern in (r"^Caused by: ", r"\bERROR\b|^Error|Exception: ", r""):
        for line in reversed(lines):
            if re.search(pattern, line) and not line.startswith("at "):
                said = re.sub(r"^(Caused by: )?([\w$]+\.)+[\w$]+: ", "", line)
                return said[:300].rstrip(".")
    return ""


@contextmanager
def _telling(what: str) -> Iterator[None]:
    console = Console(stderr=True, highlight=False, soft_wrap=True)
    if console.is_terminal:
        with console.status(what):
            yield
    else:
        console.print(what)
        yield
