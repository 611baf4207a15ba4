"""A service that is killed while it records leaves nothing half done. `python -m tests.facts.killing` does it two hundred times."""

import asyncio
from pathlib import Path

from graph_service.local_neo4j.server import ConnectionDetails
from graph_service.store.graph import Graph
from tests.facts.killing import half_done, kill_services


async def test_nothing_is_half_done(empty_store: Graph, neo4j_server: ConnectionDetails, tmp_path: Path) -> None:
    acknowledged = await asyncio.to_thread(kill_services, tmp_path, neo4j_server, 4, 1)
    assert acknowledged
    assert await half_done(empty_store, tmp_path, acknowledged) == []
