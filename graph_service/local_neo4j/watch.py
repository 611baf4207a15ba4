"""Watch the local Neo4j while the service runs, and start it again when it dies.

It comes back at the same port, so drivers reconnect by themselves; Neo4j recovers what was committed from its
transaction logs.
"""

import asyncio
import time
from collections import deque
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from urllib.parse import urlsplit

import structlog

from graph_service.errors import ComponentUnavailable
from graph_service.local_neo4j.server import ConnectionDetails, LocalNeo4j, running_neo4j
from graph_service.settings import Settings

_POLL_S = 0.5
_BACK_OFF_S = (0.0, 1.0, 2.0, 4.0, 8.0)
_MOST_DEATHS = 5
_WITHIN_S = 600.0

_log = structlog.get_logger(__name__)


class WatchedNeo4j:
    """The store of a running service. A server of the user's own is not watched: it counts as healthy here."""

    def __init__(self, details: ConnectionDetails, server: LocalNeo4j | None) -> None:
        self.details = details
        self.healthy = True
        self.restarts = 0
        self.failure: ComponentUnavailable | None = None
        self._server = server
        self._gave_up = asyncio.Event()

    async def given_up(self) -> None:
        """Wait until the server cannot be brought back, and raise why; waits for ever while all is well."""
        await self._gave_up.wait()
        if self.failure is not None:
            raise self.failure

    async def watch(self) -> None:
        """Look after the server until cancelled, or until it cannot be brought back."""
        server = self._server
        if server is None:
            return
        port = urlsplit(self.details.uri).port or 0
        deaths: deque[float] = deque(maxlen=_MOST_DEATHS)
        while True:
            await asyncio.sleep(_POLL_S)
            if await asyncio.to_thread(server.is_running):
                self.healthy = True
                continue
            self.healthy = False
            _log.warning("neo4j_gone")
            try:
                if await self._bring_back(server, port):
                    self.restarts += 1
                    now = time.monotonic()
                    if len(deaths) == _MOST_DEATHS and now - deaths[0] < _WITHIN_S:
                        raise ComponentUnavailable(
                            f"The local Neo4j died {_MOST_DEATHS + 1} times within {_WITHIN_S / 60:.0f} minutes and is "
                            f"not started again; its logs are in {server.files.logs}."
                        )
                    deaths.append(now)
                self.healthy = True
                _log.info("neo4j_back", restarts=self.restarts)
            except ComponentUnavailable as error:
                self.healthy = False
                self.failure = error
                _log.error("neo4j_given_up", reason=str(error))
                self._gave_up.set()
                return

    async def _bring_back(self, server: LocalNeo4j, port: int) -> bool:
        """Try until it answers; False when another command had it running already, as after a backup."""
        for delay in _BACK_OFF_S:
            await asyncio.sleep(delay)
            try:
                return await asyncio.to_thread(server.start_again, port=port)
            except ComponentUnavailable as error:
                problem = error
                _log.warning("neo4j_not_back", reason=str(error))
        raise problem


@asynccontextmanager
async def watched_neo4j(settings: Settings) -> AsyncIterator[WatchedNeo4j]:
    """The store for as long as a service runs, looked after."""
    running = running_neo4j(settings)
    async with running as details:
        watched = WatchedNeo4j(details, running.server)
        watching = asyncio.create_task(watched.watch())
        try:
            yield watched
        finally:
            if running.server is not None:
                running.server.cancel()
            watching.cancel()
            with suppress(asyncio.CancelledError):
                await watching
