"""The service and the oracle answer alike, for every offender of a fixed set of random worlds.

`python -m tests.oracle --worlds 2000` compares many more.
"""

from pathlib import Path

from hypothesis import HealthCheck, Phase, given
from hypothesis import settings as how
from hypothesis import strategies as st

from graph_service.graph import Graph
from graph_service.settings import Settings
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


# Eight worlds at a time, and none made smaller after a disagreement, because the store plans anew after each import. The
# same ones in every run.
@how(
    max_examples=3,
    deadline=None,
    derandomize=True,
    database=None,
    phases=[Phase.generate],
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(st.tuples(*(worlds(f"h{number}", 40.0 + number) for number in range(8))))
async def test_they_agree_on_what_hypothesis_draws(
    module_store: Graph, settings: Settings, tmp_path: Path, drawn: tuple[Drawn, ...]
) -> None:
    await empty(module_store)
    await load(module_store, drawn, tmp_path)
    found = await disagreements(module_store, settings, drawn, Tally())
    assert found == [], "\n".join(map(str, found[:5]))
