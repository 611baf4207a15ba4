"""Whether the service is up, and whether it can answer."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass

from starlette.requests import Request
from starlette.responses import Response
from starlette.types import ASGIApp

from graph_service.audit.log import AuditLog
from graph_service.http.metrics import METRICS_TYPE, exposition, set_ready
from graph_service.http.wire import JsonAnswer
from graph_service.store.graph import Graph
from graph_service.store.migrations import migrations

_NEWEST = "MATCH (n:SchemaVersion) RETURN max(n.version) AS version"

Check = Callable[[], Awaitable[bool]]
"""Whether one component can do its part now."""


@dataclass(frozen=True, slots=True)
class Readiness:
    """The components that every answer needs; `preparing` names the statements that are still being planned behind."""

    graph: Graph
    audit: AuditLog
    preparing: Callable[[], Sequence[str]]

    async def components(self) -> Mapping[str, bool]:
        """Which of them can do their part now."""
        store = await self.graph.answers()
        return {
            "store": store,
            "schema": store and await self._is_migrated(),
            "audit": await self.audit.is_usable(),
        }

    async def _is_migrated(self) -> bool:
        newest = await self.graph.fetch(_NEWEST, timeout_s=2)
        return newest is not None and newest["version"] == max(one.version for one in migrations())


async def healthz(_request: Request) -> ASGIApp:
    """The process is there."""
    return JsonAnswer({"status": "ok"})


def readyz(readiness: Readiness) -> Callable[[Request], Awaitable[Response]]:
    """Every component answers; 503 names those that do not. What is still being prepared makes first answers slower, not wrong."""

    async def endpoint(_request: Request) -> Response:
        components = await readiness.components()
        ready = all(components.values())
        set_ready(ready)
        body: dict[str, object] = {"status": "ok" if ready else "unavailable", "components": components}
        body["preparing"] = list(readiness.preparing())
        return JsonAnswer(body, 200 if ready else 503)  # type: ignore[return-value]

    return endpoint


async def metrics(_request: Request) -> Response:
    """What Prometheus scrapes."""
    return Response(exposition(), headers={"content-type": METRICS_TYPE})
