"""Random worlds are good bundles, and have enough in them to be worth comparing."""

from collections import Counter
from pathlib import Path

from hypothesis import given, settings

from graph_service.importing.batches import Stored
from graph_service.importing.checking import Checker
from graph_service.importing.problems import Problem
from graph_service.importing.reading import FileReader
from graph_service.model.clock import to_microseconds
from graph_service.model.columns import FILES
from tests.oracle.alerts import alerts
from tests.oracle.answer import findings
from tests.oracle.sketch import LATER
from tests.oracle.values import NUMBER_OF
from tests.oracle.world import Row, World, key
from tests.oracle.worlds import Drawn, random_world, worlds
from tests.worlds import write_bundle


def _problems(world: World, folder: Path, files: dict[str, list[Row]]) -> list[Problem]:
    """What the importer would say of a bundle on an empty store."""
    write_bundle(folder, **files)
    problems: list[Problem] = []
    checker = Checker(to_microseconds(world.imported_at), skip_invalid=False, problems=problems, warnings=[])
    for spec in FILES:
        path = folder / spec.name
        if path.exists():
            for batch in FileReader(path, spec, problems, []).batches(5_000):
                checker.check(spec, batch, Stored())
            for batch in checker.waiting(5_000):
                checker.check(spec, batch, Stored())
    return problems


def _latest(world: World) -> dict[str, list[Row]]:
    """The last version of every record, as one bundle."""
    return {file: [versions[-1] for versions in world.versions(file)] for file in world.rows}


def test_random_worlds_are_good_bundles(tmp_path: Path) -> None:
    for seed in range(150):
        world = random_world(seed).world
        for name, files in (("first", world.bundles()[0]), ("latest", _latest(world))):
            assert _problems(world, tmp_path / f"{seed}-{name}", files) == []


def test_later_versions_keep_their_ends_and_are_known_later() -> None:
    for seed in range(60):
        world = random_world(seed).world
        for file in world.rows:
            for versions in world.versions(file):
                ends = {(key(file, row), row.get("from_id"), row.get("to_id"), row.get("type")) for row in versions}
                assert len(ends) == 1
                assert all(row.get("recorded_at") for row in versions[1:])


def test_random_worlds_show_every_pattern_and_alert() -> None:
    seen: Counter[str] = Counter()
    subjects = asked = 0
    for seed in range(150):
        drawn = random_world(seed)
        for o in drawn.offenders:
            found = findings(drawn.world, o, drawn.day, LATER, True)
            asked += 1
            subjects += len(found)
            seen.update({exposure.pattern for finding in found for exposure in finding.exposures})
            seen.update(alert.kind for alert in alerts(drawn.world, o, drawn.day, LATER, True))
    patterns = NUMBER_OF.keys() | {"offender_cohabitation", "serial_partner", "notification_overdue"}
    assert {pattern for pattern in patterns if seen[pattern] < 3} == set()
    missed = {pattern for pattern, number in NUMBER_OF.items() if number >= 29}
    missed |= {"disputed_ending", "enquiry_gap", "victim_without_liaison"}
    assert {pattern for pattern in missed if seen[pattern] < 10} == set()
    assert subjects > asked


@settings(max_examples=20, deadline=None)
@given(worlds())
def test_hypothesis_draws_worlds_that_can_be_asked(drawn: Drawn) -> None:
    for o in drawn.offenders:
        for finding in findings(drawn.world, o, drawn.day, LATER, False):
            assert all(len(exposure.nodes) == len(exposure.links) + 1 for exposure in finding.exposures)
            assert all(exposure.nodes[0] == o for exposure in finding.exposures)
            assert all(exposure.nodes[-1] == finding.subject for exposure in finding.exposures)
