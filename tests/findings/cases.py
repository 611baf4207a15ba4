"""Cases of the catalogue: a small world for each pattern and kind of alert, and what its changes must show.

A case file names the `pattern`, the `alert`, the `conflict` check or the `candidates`, a `world` (rows of a bundle, by file), what
it is `expect`ed to show, and `cases` that each change one thing: `set` changes cells of rows (found by id, or by person_id),
`add` adds rows, `remove` takes rows out (by id), `later` holds rows of a second import, which supersede those with their
ids, `view` changes the view. `expect` in a case is `nothing`, or what differs from the world's own expectation;
`exposures` is how many exposures by the pattern all subjects have together; `fulfilled_by` are the relationships off the path (ids)
that fulfil a condition. `suppressed_by` is the pattern that
suppresses the exposure; without it the exposure must not be suppressed. A blank (`null`) key takes the world's own
expectation back. The world as it stands is the first case.

Of the conflict check, `ties` (kind, and path where it matters), whether they are `recent`, and what the recipient `r`
has done are expected. Of an alert, `subject`, `path`, `count` (how many alerts of the kind there are), `conditions`
(those of orders that it touches) and `fulfilled_by` are expected, and `agencies`, those that all alerts of the kind name.

Of candidates everybody is expected who could be told, by id (`told`), or shared with, by name (`shared`): the `role`, others
(`also_as`), the `standing` and whom it `serves`, by which patterns; `gateways` where they matter; for subjects who is
`best_placed` and as what; and the minimum `cover`. Of a situation all `findings`, by subject the patterns, and the kinds of all
`alerts` are expected.

All cases of one folder are one import, and their `later` rows another: each case's ids get a prefix of their own, and
its coordinates a place of their own.
"""

from collections.abc import Iterable, Iterator, Mapping
from copy import deepcopy
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
import yaml

from graph_service.importing.importer import import_bundle
from graph_service.model.clock import View
from graph_service.model.records import Clearance
from graph_service.queries.view_session import ViewSession
from graph_service.settings import Settings
from graph_service.store.graph import Graph
from tests.worlds import write_bundle

FOLDER = Path(__file__).parent.parent / "cases" / "patterns"
ALERTS_FOLDER = FOLDER.parent / "alerts"
CONFLICTS_FOLDER = FOLDER.parent / "conflicts"
CANDIDATES_FOLDER = FOLDER.parent / "candidates"
SITUATIONS_FOLDER = FOLDER.parent / "situations"
CLOCK_WITHOUT_INDEX = "03N95"
"""The server remarks that no index serves a property chosen when a question is asked, which the clock is: none is meant to."""
_NAMED_BY = ("pattern", "alert", "conflict", "candidates", "situation")
_REFERENCES = (
    "id",
    "person_id",
    "from_id",
    "to_id",
    "source_id",
    "order_id",
    "subject_id",
    "building_id",
    "offender_id",
    "about_id",
)
_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
"""The one written in C where there is one: it reads all cases in a tenth of the time."""
_DEGREES_APART = 0.09
"""Of longitude, so that distances within a case stay as its file has them; kilometres at every latitude used."""


@dataclass(frozen=True)
class Case:
    """One world, changed in one thing, and what it must show: `pattern` is the id of
    a pattern or of the conflict check, or the kind of an alert.

    `expect` is None where it must show nothing.
    """

    pattern: str
    name: str
    prefix: str
    files: Mapping[str, list[dict[str, Any]]]
    later: Mapping[str, list[dict[str, Any]]]
    as_of: date
    known_at: datetime | None
    cleared: bool
    seals_victims: bool
    expect: Mapping[str, Any] | None

    def __str__(self) -> str:
        return f"{self.pattern}: {self.name}"

    def view_session(self, graph: Graph, settings: Settings) -> ViewSession:
        """The viewer of the case asking the store that holds it, at its view."""
        view = View.at(self.as_of, self.known_at)
        return ViewSession(graph, settings, view, Clearance(cleared=self.cleared, seals_victims=self.seals_victims))


def load_cases(folder: Path = FOLDER) -> list[Case]:
    """Every case of every pattern, or of what another folder holds."""
    cases: list[Case] = []
    for file in sorted(folder.glob("*.yaml")):
        text = yaml.load(file.read_text(encoding="utf-8"), _LOADER)
        first = {"name": "as it stands"}
        for case in (first, *text.get("cases", ())):
            cases.append(_case(text, case, len(cases)))
    return cases


def _case(text: Mapping[str, Any], case: Mapping[str, Any], number: int) -> Case:
    world = deepcopy(text["world"])
    for file, rows in case.get("set", {}).items():
        for identity, cells in rows.items():
            _row(world, file, identity).update(cells)
    for file, rows in case.get("add", {}).items():
        world.setdefault(file, []).extend(deepcopy(rows))
    for file, identities in case.get("remove", {}).items():
        for identity in identities:
            world[file].remove(_row(world, file, identity))
    view = case.get("view", {})
    expect = case.get("expect", {})
    prefix = f"{number}:"
    return Case(
        pattern=next(text[word] for word in _NAMED_BY if word in text),
        name=case["name"],
        prefix=prefix,
        files=_owned(world, prefix, number),
        later=_owned(case.get("later", {}), prefix, number),
        as_of=view.get("as_of", date(2026, 6, 1)),
        known_at=datetime.fromisoformat(view["known_at"]).astimezone(UTC) if "known_at" in view else None,
        cleared=view.get("cleared", True),
        seals_victims=view.get("seals_victims", False),
        expect=None if expect == "nothing" else {**text["expect"], **expect},
    )


def _row(world: Mapping[str, list[dict[str, Any]]], file: str, identity: str) -> dict[str, Any]:
    for row in world[file]:
        if identity in (row.get("id"), row.get("person_id") if "id" not in row else None):
            return row
    raise KeyError(f"{file} has no row {identity}")


def _owned(files: Mapping[str, list[dict[str, Any]]], prefix: str, number: int) -> dict[str, list[dict[str, Any]]]:
    return {file: [_own(row, prefix, number) for row in rows] for file, rows in files.items()}


def _own(row: Mapping[str, Any], prefix: str, number: int) -> dict[str, Any]:
    own = dict(row)
    for column in _REFERENCES:
        if own.get(column) is not None:
            own[column] = prefix + str(own[column])
    if own.get("longitude") is not None:
        own["longitude"] = round((float(own["longitude"]) + number * _DEGREES_APART + 180) % 360 - 180, 7)
    return own


def asked_for(request: pytest.FixtureRequest, every: Iterable[Case], *, by: str = "case") -> list[Case]:
    """Those cases that the tests of a module need that are to be run: the parameter `by` of a test is the case, or its pattern."""
    wanted = set()
    for item in request.session.items:
        given = getattr(getattr(item, "callspec", None), "params", {}).get(by)
        if item.path == request.path and given is not None:
            wanted.add(given.prefix if isinstance(given, Case) else given.id)
    return [case for case in every if (case.prefix if by == "case" else case.pattern) in wanted]


async def import_cases(graph: Graph, folder: Path, cases: Iterable[Case]) -> None:
    """Write all cases as one bundle, and what comes later as another, and import them."""
    every = list(cases)
    for name, bundles in (("first", [case.files for case in every]), ("later", [case.later for case in every])):
        files: dict[str, list[dict[str, Any]]] = {}
        for bundle in bundles:
            for file, rows in bundle.items():
                files.setdefault(file, []).extend(rows)
        if files:
            await import_bundle(graph, write_bundle(folder / name, **files))


def unprefixed(case: Case, identifiers: Iterator[str] | tuple[str, ...]) -> list[str]:
    """Ids as the case file names them."""
    return [identifier.removeprefix(case.prefix) for identifier in identifiers]
