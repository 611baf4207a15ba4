"""Random worlds, for hypothesis and without it. All of them are good bundles."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from random import Random

from hypothesis import strategies as st

from tests.oracle.motifs import MOTIFS, OFTEN
from tests.oracle.sketch import KNOWN_AT, LATER, VIEW_DAY, Sketch
from tests.oracle.world import World

DAYS = (VIEW_DAY, VIEW_DAY, VIEW_DAY, VIEW_DAY, date(2026, 2, 28), date(2026, 3, 1), date(2028, 2, 29))
INSTANTS = (KNOWN_AT, LATER)
Plan = Iterable[tuple[str, int]]
"""Names of motifs, each with the seed that it is drawn from."""


@dataclass(frozen=True)
class Drawn:
    """A world, the day to ask about (near whose limits its days lie) and the offenders to ask about."""

    world: World
    day: date
    offenders: tuple[str, ...]


def drawn(prefix: str, latitude: float, day: date, plan: Plan) -> Drawn:
    """The world that a plan makes."""
    sketch = Sketch(prefix, latitude, day, Random(0))
    for name, seed in plan:
        sketch.random = Random(seed)
        MOTIFS[name](sketch)
    return Drawn(sketch.world(), day, tuple(sketch.offenders))


def random_world(seed: int, prefix: str | None = None, latitude: float | None = None) -> Drawn:
    """A world from one seed; by default with a prefix and a latitude of its own, so that many fit into one store."""
    random = Random(seed)
    plan = [(random.choice(OFTEN), random.getrandbits(32)) for _ in range(random.randint(5, 16))]
    at = -80 + seed % 1600 / 10 if latitude is None else latitude
    return drawn(f"w{seed}" if prefix is None else prefix, at, random.choice(DAYS), plan)


def worlds(prefix: str = "w", latitude: float = 51.0) -> st.SearchStrategy[Drawn]:
    """Worlds of a few motifs, which hypothesis makes smaller by leaving motifs out."""
    motifs = st.tuples(st.sampled_from(OFTEN), st.integers(0, 2**32 - 1))
    return st.builds(
        lambda day, plan: drawn(prefix, latitude, day, plan),
        st.sampled_from(DAYS),
        st.lists(motifs, min_size=1, max_size=12),
    )
