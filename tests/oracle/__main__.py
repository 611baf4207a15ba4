"""`python -m tests.oracle --worlds 2000`: the long comparison of the service with the oracle, on a Neo4j of its own."""

import argparse
import asyncio
import sys
import tempfile
from pathlib import Path

from graph_service.graph import Graph
from graph_service.local_neo4j.server import ConnectionDetails, running_neo4j
from graph_service.migrations import migrate
from graph_service.settings import Settings
from tests.conftest import empty
from tests.oracle.agreement import Tally, disagreements, load
from tests.oracle.worlds import random_world

_BATCH = 250
"""Worlds in the store at a time: the server plans anew after each load, and worlds this near in seed lie apart."""


async def _compare(details: ConnectionDetails, settings: Settings, first: int, count: int, folder: Path) -> int:
    graph = Graph.connect(
        details.uri, details.user, details.password, database=details.database, timeout_s=120, pool_size=10
    )
    tally, wrong = Tally(), 0
    try:
        await migrate(graph)
        for begin in range(first, first + count, _BATCH):
            await empty(graph)
            worlds = [random_world(seed) for seed in range(begin, min(begin + _BATCH, first + count))]
            await load(graph, worlds, folder / str(begin))
            for found in await disagreements(graph, settings, worlds, tally):
                wrong += 1
                print(found, flush=True)
            print(f"{tally}; {wrong} disagreement(s)", file=sys.stderr, flush=True)
    finally:
        await graph.close()
    return wrong


def main() -> int:
    """Compare, and say with the exit status whether the two agree."""
    parser = argparse.ArgumentParser(prog="python -m tests.oracle", description=__doc__)
    parser.add_argument("--worlds", type=int, default=2000)
    parser.add_argument("--seed", type=int, default=0, help="the first seed; each world has one of its own")
    wanted = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="graph-service-oracle-") as folder:
        settings = Settings(
            home=Path(folder) / "home", neo4j_uri=None, neo4j_heap_mb=1024, neo4j_page_cache_mb=256, query_timeout_s=120
        )
        with running_neo4j(settings) as details:
            wrong = asyncio.run(_compare(details, settings, wanted.seed, wanted.worlds, Path(folder) / "worlds"))
    return 1 if wrong else 0


if __name__ == "__main__":
    raise SystemExit(main())
