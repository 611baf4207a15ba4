"""`python -m tests.oracle --worlds 2000`: the long comparison of the service with the oracle, on a Neo4j of its own."""

import argparse
import asyncio
import sys

from tests.conftest import empty
from tests.oracle.agreement import Tally, disagreements, load
from tests.oracle.worlds import random_world
from tests.own_store import own_store

_BATCH = 250
"""Worlds in the store at a time: the server plans anew after each load, and worlds this near in seed lie apart."""


async def _compare(first: int, count: int, every: int) -> int:
    tally, wrong = Tally(), 0
    async with own_store(heap_mb=1024) as store:
        for begin in range(first, first + count, _BATCH):
            await empty(store.graph)
            worlds = [random_world(seed) for seed in range(begin, min(begin + _BATCH, first + count))]
            await load(store.graph, worlds, store.folder / str(begin))
            for found in await disagreements(store.graph, store.settings, worlds, tally, every=every):
                wrong += 1
                print(found, flush=True)
            print(f"{tally}; {wrong} disagreement(s)", file=sys.stderr, flush=True)
    print(f"By kind: {tally.by_kind()}", file=sys.stderr, flush=True)
    return wrong


def main() -> int:
    """Compare, and say with the exit status whether the two agree."""
    parser = argparse.ArgumentParser(prog="python -m tests.oracle", description=__doc__)
    parser.add_argument("--worlds", type=int, default=2000)
    parser.add_argument("--seed", type=int, default=0, help="the first seed; each world has one of its own")
    parser.add_argument(
        "--every", type=int, default=1, help="ask each so many-th question; an odd number asks at all views"
    )
    wanted = parser.parse_args()
    return 1 if asyncio.run(_compare(wanted.seed, wanted.worlds, wanted.every)) else 0


if __name__ == "__main__":
    raise SystemExit(main())
