"""What must not change the findings does not, and what must end one does: on random worlds, through the real service."""

from __future__ import annotations

from collections.abc import Callable
from copy import deepcopy
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest

from graph_service.cases.reader import CaseReader
from graph_service.model.clock import View
from graph_service.model.findings import Finding as ServiceFinding
from graph_service.model.records import Clearance
from graph_service.queries.view_session import ViewSession
from graph_service.settings import Settings
from graph_service.store.graph import Graph
from tests.oracle.agreement import load
from tests.oracle.world import Row, World
from tests.oracle.worlds import INSTANTS, Drawn, random_world

SEEDS = range(9_100_000, 9_100_010)
FOUR_CENTURIES = 146_097
"""Days: the calendar, leap years and all, is the same again after as many."""
LEAST_REFUTED = 15


def _case(store: Graph, settings: Settings, day: date, offender: str) -> CaseReader:
    clearance = Clearance(cleared=True, seals_victims=False)
    return CaseReader(ViewSession(store, settings, View.at(day, INSTANTS[-1]), clearance), offender)


def _plain(findings: tuple[ServiceFinding, ...], prefix: str) -> list[object]:
    """Findings without the prefix of their world."""
    return [
        (
            finding.subject.record.id.removeprefix(prefix),
            finding.strength,
            finding.groups,
            [
                (
                    exposure.pattern.id,
                    [link.type if link.derived else link.id.removeprefix(prefix) for link in exposure.path.links],
                    exposure.strength,
                    exposure.timing,
                    exposure.suppressed_by,
                )
                for exposure in finding.exposures
            ],
        )
        for finding in findings
    ]


async def _answers(store: Graph, settings: Settings, drawn: Drawn, prefix: str) -> list[list[object]]:
    return [
        _plain(await _case(store, settings, drawn.day, offender).findings(), prefix) for offender in drawn.offenders
    ]


def _with(drawn: Drawn, rows: dict[str, list[Row]], day: date | None = None) -> Drawn:
    return replace(drawn, world=World(rows, drawn.world.imported_at), day=day or drawn.day)


def _and_a_stranger(drawn: Drawn, prefix: str) -> Drawn:
    rows = deepcopy(drawn.world.rows)
    rows.setdefault("people", []).append({"id": f"{prefix}-stranger", "date_of_birth": date(2015, 1, 1), "sex": "F"})
    rows.setdefault("addresses", []).append({"id": f"{prefix}-elsewhere", "kind": "DWELLING"})
    rows.setdefault("relationships", []).append(
        {
            "id": f"{prefix}-of-a-stranger",
            "type": "LIVES_AT",
            "from_id": f"{prefix}-stranger",
            "to_id": f"{prefix}-elsewhere",
        }
    )
    return _with(drawn, rows)


_MOMENTS = frozenset({"recorded_at", "superseded_at"})


def _later(drawn: Drawn) -> Drawn:
    """Every day of the world, and the view, moved by the same number of days; what was known when stays."""
    shift = timedelta(days=FOUR_CENTURIES)

    def moved(column: str, value: object) -> object:
        if column in _MOMENTS or not isinstance(value, date):
            return value
        return value + shift

    rows = {
        file: [{column: moved(column, value) for column, value in row.items()} for row in content]
        for file, content in drawn.world.rows.items()
    }
    return _with(drawn, rows, drawn.day + shift)  # type: ignore[arg-type]


VARIANTS: dict[str, Callable[[int], Drawn]] = {
    "b": lambda seed: random_world(seed, f"b{seed}"),
    "c": lambda seed: _and_a_stranger(random_world(seed, f"c{seed}"), f"c{seed}"),
    "d": lambda seed: _later(random_world(seed, f"d{seed}")),
}
"""The same world under other ids, with somebody in it whom nobody knows, and on other days."""


def _variant(name: str, seed: int) -> Drawn:
    """A variant in a place of its own, or it would be near another."""
    drawn = VARIANTS[name](seed)
    return replace(drawn, world=_moved_east(drawn.world, 1 + list(VARIANTS).index(name)))


def _plain_world(seed: int) -> Drawn:
    return random_world(seed, f"a{seed}")


@pytest.fixture(scope="module")
async def metamorphic_store(module_store: Graph, tmp_path_factory: pytest.TempPathFactory) -> Graph:
    """All worlds and their variants at once: after each load the server plans everything anew."""
    worlds = [drawn for seed in SEEDS for drawn in (_plain_world(seed), *(_variant(name, seed) for name in VARIANTS))]
    await load(module_store, worlds, tmp_path_factory.mktemp("worlds"))
    return module_store


@pytest.mark.parametrize("seed", SEEDS)
async def test_what_must_not_matter_does_not(seed: int, metamorphic_store: Graph, settings: Settings) -> None:
    """An unrelated person, other ids, and moving every day alike change nothing but what they name."""
    expected = await _answers(metamorphic_store, settings, _plain_world(seed), f"a{seed}")
    for name in VARIANTS:
        assert await _answers(metamorphic_store, settings, _variant(name, seed), f"{name}{seed}") == expected, name


def _moved_east(world: World, places: int) -> World:
    rows = deepcopy(world.rows)
    for content in rows.values():
        for row in content:
            if isinstance(row.get("longitude"), float):
                row["longitude"] = float(row["longitude"]) + places  # type: ignore[arg-type]
    return replace(world, rows=rows)


async def test_refuting_what_a_finding_depends_on_removes_it(
    metamorphic_store: Graph, settings: Settings, tmp_path: Path
) -> None:
    refuted: list[tuple[Drawn, str, str]] = []
    for seed in SEEDS:
        drawn, prefix = _plain_world(seed), f"a{seed}"
        for offender in drawn.offenders:
            case = _case(metamorphic_store, settings, drawn.day, offender)
            for finding in await case.findings():
                for link in await case.depends_on(finding):
                    own = f"f{len(refuted)}"
                    rows = {
                        file: [_renamed(row, prefix, own) for row in content]
                        for file, content in drawn.world.rows.items()
                    }
                    for row in rows["relationships"]:
                        if row["id"] == own + link.id.removeprefix(prefix):
                            row["status"] = "REFUTED"
                    world = _moved_east(World(rows, drawn.world.imported_at), 1 + len(VARIANTS) + len(refuted))
                    renamed = replace(drawn, world=world, offenders=(own + offender.removeprefix(prefix),))
                    refuted.append((renamed, own + finding.subject.record.id.removeprefix(prefix), link.type))
    assert len(refuted) >= LEAST_REFUTED, "there is enough to refute"
    await load(metamorphic_store, [drawn for drawn, _, _ in refuted], tmp_path / "refuted")
    for drawn, subject, kind in refuted:
        left = await _case(metamorphic_store, settings, drawn.day, drawn.offenders[0]).findings()
        assert subject not in [finding.subject.record.id for finding in left], kind


def _renamed(row: Row, prefix: str, own: str) -> Row:
    def renamed(value: object) -> object:
        return own + value.removeprefix(prefix) if isinstance(value, str) and value.startswith(prefix) else value

    return {column: renamed(value) for column, value in row.items()}  # type: ignore[misc]
