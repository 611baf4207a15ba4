"""Running the service: the store, the audit log and the web server, opened in order and closed in the opposite one."""

import asyncio
import contextlib
import gc
import signal
import socket
import subprocess
from collections.abc import AsyncIterator, Awaitable, Callable, Coroutine, Iterator
from dataclasses import dataclass
from typing import Any, Final, TypeVar

import structlog
import uvicorn
import uvloop
from starlette.types import ASGIApp

from graph_service.app import create_app
from graph_service.audit.log import AuditLog
from graph_service.errors import ComponentUnavailable
from graph_service.facts.receipts import write_notes_left
from graph_service.http.connections import connections_of
from graph_service.http.static_files import fetch_ahead
from graph_service.local_neo4j.archive import make_behind
from graph_service.local_neo4j.server import ConnectionDetails, running_neo4j
from graph_service.local_neo4j.watch import WatchedNeo4j, watched_neo4j
from graph_service.queries.planning import Preparation
from graph_service.schema.build import graphql_schema
from graph_service.settings import Environment, Settings
from graph_service.store.graph import Graph
from graph_service.store.migrations import migrate

_log = structlog.get_logger(__name__)
_T = TypeVar("_T")
_GRACE_S: Final = 5
_BACKLOG: Final = 2_048
# Objects that live as long as the process are set aside, and what an answer makes is looked at less often: on large
# answers the collector would otherwise walk the whole schema again and again.
_COLLECT_AFTER: Final = (25_000, 20, 50)


def connect(settings: Settings, details: ConnectionDetails) -> Graph:
    """The store that these details lead to."""
    return Graph.connect(
        details.uri,
        details.user,
        details.password,
        database=details.database,
        timeout_s=settings.query_timeout_s,
        pool_size=settings.pool_size,
    )


@dataclass(frozen=True, slots=True)
class OpenParts:
    """The store, with its schema up to date, and the audit log, for as long as a command needs them."""

    graph: Graph
    audit: AuditLog


@contextlib.asynccontextmanager
async def open_parts(settings: Settings) -> AsyncIterator[OpenParts]:
    """The parts a command needs to answer one question; the local Neo4j is started where it is not running."""
    with contextlib.closing(AuditLog(settings.home, settings.audit_anchor)) as audit:
        async with running_neo4j(settings) as details:
            graph = connect(settings, details)
            try:
                await migrate(graph)
                await write_notes_left(graph, audit)
                yield OpenParts(graph, audit)
            finally:
                await graph.close()


def bind(settings: Settings) -> socket.socket:
    """The socket to serve on, taken at once. Raises ComponentUnavailable where the port is taken."""
    family = socket.AF_INET6 if ":" in settings.host else socket.AF_INET
    listener = socket.socket(family, socket.SOCK_STREAM)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((settings.host, settings.port))
        listener.listen(_BACKLOG)
    except OSError as error:
        listener.close()
        raise ComponentUnavailable(
            f"Port {settings.port} on {settings.host} cannot be served on ({error.strerror}). "
            "Choose another with GRAPH_SERVICE_PORT, or stop what uses it."
        ) from None
    return listener


def address(listener: socket.socket) -> str:
    """The address at which a browser finds the service."""
    host, port = listener.getsockname()[:2]
    host = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(host, host)  # noqa: S104 - where to reach it, not where to bind
    return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"


async def serve(
    settings: Settings,
    listener: socket.socket,
    *,
    prepare: Callable[[Graph], Awaitable[None]] | None = None,
    on_ready: Callable[[], None],
) -> None:
    """Serve until SIGINT or SIGTERM. `prepare` runs once the store is there and before anything is answered.

    Raises ComponentUnavailable where a component cannot be started, or the local Neo4j cannot be brought back.
    """
    with _until_signal() as stop, contextlib.closing(listener), _ended_with_us() as makers:
        async with watched_neo4j(settings) as watched:
            with contextlib.closing(AuditLog(settings.home, settings.audit_anchor)) as audit:
                graph = connect(settings, watched.details)
                try:
                    await migrate(graph)
                    await write_notes_left(graph, audit)
                    if prepare is not None:
                        await prepare(graph)
                    if settings.environment is not Environment.PRODUCTION:
                        fetch_ahead(settings)
                    preparation = Preparation(graph, settings)
                    app = create_app(
                        settings,
                        graph=graph,
                        audit=audit,
                        schema=graphql_schema(),
                        preparing=lambda: preparation.waiting,
                    )
                    _settle_memory()
                    async with _behind(
                        preparation.keep(lambda: watched.restarts, lambda: makers.append(make_behind(settings)))
                    ):
                        await _run(app, settings, listener, stop, watched, on_ready)
                finally:
                    await graph.close()


@contextlib.asynccontextmanager
async def _behind(work: Coroutine[Any, Any, None]) -> AsyncIterator[None]:
    """`work` goes on behind for as long as the block lasts; what goes wrong in it harms nothing else."""
    task = asyncio.create_task(work)
    task.add_done_callback(lambda done: None if done.cancelled() or done.exception() is None else _log_failed())
    try:
        yield
    finally:
        task.cancel()
        with contextlib.suppress(asyncio.CancelledError, Exception):
            await task


@contextlib.contextmanager
def _ended_with_us() -> "Iterator[list[subprocess.Popen[bytes] | None]]":
    """Processes that are put into the list end with the block."""
    processes: list[subprocess.Popen[bytes] | None] = []
    try:
        yield processes
    finally:
        for process in processes:
            if process is not None and process.poll() is None:
                process.terminate()
                process.wait()


def _log_failed() -> None:
    _log.error("preparation_failed")


def web_server_config(app: ASGIApp, settings: Settings) -> uvicorn.Config:
    """How the web server serves the application."""
    return uvicorn.Config(
        app,
        http=connections_of(settings),
        ws="none",
        lifespan="off",
        log_config=None,
        access_log=False,
        server_header=False,
        timeout_graceful_shutdown=_GRACE_S,
    )


async def _run(
    app: ASGIApp,
    settings: Settings,
    listener: socket.socket,
    stop: "_Stop",
    watched: WatchedNeo4j,
    on_ready: Callable[[], None],
) -> None:
    server = _Server(web_server_config(app, settings))
    serving = asyncio.create_task(server.serve(sockets=[listener]))
    given_up = asyncio.create_task(watched.given_up())
    stopped = asyncio.create_task(stop.requested())
    try:
        await asyncio.wait((serving, asyncio.create_task(server.up.wait())), return_when=asyncio.FIRST_COMPLETED)
        on_ready()
        await asyncio.wait((serving, given_up, stopped), return_when=asyncio.FIRST_COMPLETED)
    finally:
        server.should_exit = True
        stopped.cancel()
        await serving
    if given_up.done():
        given_up.result()
    given_up.cancel()


class _Stop:
    """A wish to stop: asks the server to finish once it serves, and breaks off whatever comes before."""

    def __init__(self, task: "asyncio.Task[Any]") -> None:
        self._task = task
        self._event = asyncio.Event()
        self._gently = False

    async def requested(self) -> None:
        """Wait until somebody wishes to stop; from now on nothing is broken off."""
        self._gently = True
        await self._event.wait()

    def __call__(self) -> None:
        """Wish to stop."""
        self._event.set()
        if not self._gently:
            self._task.cancel()

    def is_wished(self) -> bool:
        """Whether somebody did."""
        return self._event.is_set()


@contextlib.contextmanager
def _until_signal() -> Iterator[_Stop]:
    """SIGINT and SIGTERM end the block in peace."""
    loop, task = asyncio.get_running_loop(), asyncio.current_task()
    assert task is not None
    stop = _Stop(task)
    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, stop)
    try:
        yield stop
    except asyncio.CancelledError:
        if not stop.is_wished():
            raise
        task.uncancel()
    finally:
        for number in (signal.SIGINT, signal.SIGTERM):
            loop.remove_signal_handler(number)


def _settle_memory() -> None:
    gc.collect()
    gc.freeze()
    gc.set_threshold(*_COLLECT_AFTER)


class _Server(uvicorn.Server):
    """Says when it is up, and leaves signals to the service, which has more to close than the web server."""

    def __init__(self, config: uvicorn.Config) -> None:
        super().__init__(config)
        self.up = asyncio.Event()

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        self.up.set()

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield


def run(work: Coroutine[Any, Any, _T]) -> _T:
    """Run the service's event loop until `work` is done."""
    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        return runner.run(work)
