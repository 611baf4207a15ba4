"""Plans: the CPU that the server spends on planning each statement, on a store of the sample town and a server just started.

Every text is asked twice, about nobody. The first time the server plans it; each is planned on a machine already warmed by
those before it, so what counts is the sum. The second time tells what an answer costs without.
"""

import asyncio
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from typing import Final

import psutil

from bench.surroundings import connect
from graph_service.findings.patterns import patterns
from graph_service.importing.importer import import_bundle
from graph_service.local_neo4j.server import ConnectionDetails, LocalNeo4j, running_neo4j
from graph_service.model.clock import View
from graph_service.model.records import Clearance
from graph_service.queries.case import NONE_NEEDED
from graph_service.queries.planning import Planned, catalogue_texts, is_of_cases
from graph_service.queries.view_session import ViewSession
from graph_service.samples.town import TOWN
from graph_service.settings import Settings
from graph_service.store.graph import Graph
from graph_service.store.migrations import migrate

EACH_PATTERN: Final = "pattern on its own"
_HEAP_MB: Final = 4_096


@dataclass(frozen=True, slots=True)
class PlanCost:
    """What one text costs: the server's CPU for its first plan (s), and a later answer (ms)."""

    group: str
    name: str
    characters: int
    cpu_s: float
    wall_s: float
    warm_ms: float

    def cells(self) -> tuple[str, ...]:
        """The row as text."""
        return (
            self.group,
            self.name,
            f"{self.characters:,}",
            f"{self.cpu_s:.1f}",
            f"{self.wall_s:.1f}",
            f"{self.warm_ms:.1f}",
        )


def plan_costs() -> tuple[PlanCost, ...]:
    """Start a server of its own, load the town, and ask every text; then every pattern on its own."""
    with tempfile.TemporaryDirectory(prefix="graph-service-bench-") as folder:
        settings = Settings(home=Path(folder), neo4j_uri=None, neo4j_heap_mb=_HEAP_MB, neo4j_page_cache_mb=256)
        with running_neo4j(settings) as details:
            pid = LocalNeo4j(settings).status().pid
            assert pid is not None
            return asyncio.run(_costs(settings, details, psutil.Process(pid)))


async def _costs(settings: Settings, details: ConnectionDetails, server: psutil.Process) -> tuple[PlanCost, ...]:
    graph = connect(details)
    try:
        await migrate(graph)
        await import_bundle(graph, TOWN)
        return tuple([await _cost(graph, server, *one) for one in chain(_catalogue(settings), _alone(settings))])
    finally:
        await graph.close()


def _catalogue(settings: Settings) -> Iterator[tuple[str, Planned]]:
    for planned in catalogue_texts(settings):
        yield "findings and alerts" if is_of_cases(planned) else "other reads", planned


def _alone(settings: Settings) -> Iterator[tuple[str, Planned]]:
    session = ViewSession(None, settings, View.at(), Clearance())  # type: ignore[arg-type]
    given = session.parameters(offender_id="-", **NONE_NEEDED.parameters())
    for pattern in patterns():
        yield EACH_PATTERN, Planned(pattern.id, pattern.statement.text, given)


async def _cost(graph: Graph, server: psutil.Process, group: str, planned: Planned) -> PlanCost:
    cpu, begun = _cpu_s(server), time.perf_counter()
    await _ask(graph, planned)
    cost, wall = _cpu_s(server) - cpu, time.perf_counter() - begun
    again = time.perf_counter()
    await _ask(graph, planned)
    warm_ms = (time.perf_counter() - again) * 1000
    return PlanCost(group, planned.name, len(planned.text), cost, wall, warm_ms)


async def _ask(graph: Graph, planned: Planned) -> None:
    async for _ in graph.stream(planned.text, planned.parameters):
        pass


def _cpu_s(server: psutil.Process) -> float:
    times = server.cpu_times()
    return float(times.user + times.system)


def totals(costs: tuple[PlanCost, ...]) -> Iterator[str]:
    """One line for each group."""
    for group in dict.fromkeys(cost.group for cost in costs):
        mine = [cost for cost in costs if cost.group == group]
        cpu = sum(cost.cpu_s for cost in mine)
        yield f"{group}: {len(mine)} statements, {sum(one.characters for one in mine):,} characters, {cpu:.1f} CPU s"
