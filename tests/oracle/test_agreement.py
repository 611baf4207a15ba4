"""The service and the oracle answer alike, for every offender of a fixed set of random worlds.

`python -m tests.oracle --worlds 2000` compares many more.
"""

from pathlib import Path

from graph_service.graph import Graph
from graph_service.settings import Settings
from tests.oracle.agreement import Tally, disagreements, load
from tests.oracle.worlds import random_world

SEEDS = range(9_000_000, 9_000_024)


async def test_the_service_and_the_oracle_agree(module_store: Graph, settings: Settings, tmp_path: Path) -> None:
    worlds = [random_world(seed) for seed in SEEDS]
    await load(module_store, worlds, tmp_path)
    tally = Tally()
    found = await disagreements(module_store, settings, worlds, tally)
    assert found == [], "\n".join(map(str, found[:5]))
    assert tally.findings > 150 and tally.alerts > 50, "the worlds hold enough to compare"
