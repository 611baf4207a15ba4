"""The service and the oracle answer alike, for every offender of a fixed set of random worlds.

`python -m tests.oracle --worlds 2000` compares many more.
"""

from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, given
from hypothesis import settings as how
from hypothesis import strategies as st

from graph_service.settings import Settings
from graph_service.store.graph import Graph
from tests.conftest import empty
from tests.oracle.agreement import Tally, disagreements, load
from tests.oracle.worlds import Drawn, random_world, worlds

SEEDS = range(9_000_000, 9_000_024)


async def test_the_service_and_the_oracle_agree(module_store: Graph, settings: Settings, tmp_path: Path) -> None:
    drawn = [random_world(seed) for seed in SEEDS]
    await load(module_store, drawn, tmp_path)
    tally = Tally()
    found = await disagreements(module_store, settings, drawn, tally)
    assert found == [], "\n".join(map(str, found[:5]))
    assert tally.findings > 150 and tally.alerts > 50, "the worlds hold enough to compare"


# Eight worlds at a time, and none made smaller after a disagreement, because the store plans anew after each import. Each
# draw has a folder of its own: a bundle written over another would keep the files that only the other has. The worlds are
# long to print; without the mark the warning of it would be the error, in place of what failed.
@pytest.mark.filterwarnings("ignore:Generating overly large repr")
@how(
    max_examples=3,
    deadline=None,
    derandomize=True,
    database=None,
    phases=[Phase.generate],
    print_blob=True,
    suppress_health_check=[HealthCheck.too_slow],
)
@given(st.tuples(*(worlds(f"h{number}", 40.0 + number) for number in range(8))))
async def test_they_agree_on_what_hypothesis_draws(
    module_store: Graph, settings: Settings, tmp_path_factory: pytest.TempPathFactory, drawn: tuple[Drawn, ...]
) -> None:
    await empty(module_store)
    await load(module_store, drawn, tmp_path_factory.mktemp("drawn"))
    found = await disagreements(module_store, settings, drawn, Tally())
    assert found == [], "\n".join(map(str, found[:5]))
