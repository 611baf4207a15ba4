"""First views: how long a reader waits for each page of a case of the sample town, from a service that has just started."""

import asyncio
import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import Final

import httpx

from bench.surroundings import Service, connect, running_service
from graph_service.importing.importer import import_bundle
from graph_service.local_neo4j.server import ConnectionDetails
from graph_service.model.clock import View
from graph_service.model.records import Clearance
from graph_service.queries.offenders import list_offenders
from graph_service.queries.view_session import ViewSession
from graph_service.samples.town import TODAY, TOWN
from graph_service.settings import Settings
from graph_service.store.migrations import migrate

PAGES: Final[Mapping[str, str]] = {
    "case page": "",
    "list of whom to tell": "/disclosure-candidates",
    "network picture": "/network",
    "family picture": "/family",
}
"""The pages that are measured, by what follows the address of a case."""
LIMIT_MS: Final = 1_000


@dataclass(frozen=True, slots=True)
class FirstViews:
    """The first view of one page of every case of the town: its median and its slowest, from the request to the last byte."""

    page: str
    cases: int
    median_ms: float
    slowest_ms: float

    @property
    def met(self) -> bool:
        """Whether nobody waited longer than a second."""
        return self.slowest_ms <= LIMIT_MS

    def cells(self) -> tuple[str, ...]:
        """The row as text."""
        return (
            self.page,
            str(self.cases),
            f"{self.median_ms:.0f}",
            f"{self.slowest_ms:.0f}",
            f"{'yes' if self.met else 'no'} (each ≤ {LIMIT_MS:,} ms)",
        )


def first_views(details: ConnectionDetails, home: Path) -> tuple[FirstViews, ...]:
    """Load the town into an empty store, start the service, and open every page of every case once."""
    cases = asyncio.run(_load(details))
    with running_service(home, details) as service, httpx.Client(base_url=f"http://127.0.0.1:{service.port}") as client:
        return tuple(_of(client, service, page, path, cases) for page, path in PAGES.items())


async def _load(details: ConnectionDetails) -> tuple[str, ...]:
    """The ids of the offenders of the town, once it is loaded."""
    graph = connect(details)
    try:
        await migrate(graph)
        await import_bundle(graph, TOWN)
        session = ViewSession(graph, Settings(), View.at(TODAY), Clearance())
        found = await list_offenders(session, first=100, after=None, category=None, level=None, cases=None)
    finally:
        await graph.close()
    return tuple(person.id for person, _ in found.offenders)


def _of(client: httpx.Client, service: Service, page: str, path: str, cases: tuple[str, ...]) -> FirstViews:
    headers = dict(line.split(": ", 1) for line in service.headers().splitlines())
    times = []
    for case in cases:
        begun = time.perf_counter()
        answer = client.get(f"/offenders/{case}{path}", params={"asOf": TODAY.isoformat()}, headers=headers)
        times.append((time.perf_counter() - begun) * 1000)
        assert answer.status_code == 200 and answer.headers["content-type"].startswith("text/html"), answer.status_code
    return FirstViews(page, len(cases), median(times), max(times))
