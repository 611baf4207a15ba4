"""A store for the long comparisons, which are commands and no tests: a Neo4j of their own, gone when they end."""

import tempfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

from graph_service.local_neo4j.server import ConnectionDetails, running_neo4j
from graph_service.settings import Settings
from graph_service.store.graph import Graph
from graph_service.store.migrations import migrate

_PATIENCE_S = 120


@dataclass(frozen=True, slots=True)
class OwnStore:
    """The store, its schema up to date, how it is reached, the settings to ask it under, and a folder for bundles."""

    graph: Graph
    details: ConnectionDetails
    settings: Settings
    folder: Path


@asynccontextmanager
async def own_store(heap_mb: int) -> AsyncIterator[OwnStore]:
    """An empty store for as long as the block lasts."""
    with tempfile.TemporaryDirectory(prefix="graph-service-") as name:
        folder = Path(name)
        settings = Settings(
            home=folder / "home",
            neo4j_uri=None,
            neo4j_heap_mb=heap_mb,
            neo4j_page_cache_mb=256,
            query_timeout_s=_PATIENCE_S,
        )
        async with running_neo4j(settings) as details:
            graph = Graph.connect(
                details.uri,
                details.user,
                details.password,
                database=details.database,
                timeout_s=_PATIENCE_S,
                pool_size=10,
            )
            try:
                await migrate(graph)
                yield OwnStore(graph, details, settings, folder / "bundles")
            finally:
                await graph.close()
