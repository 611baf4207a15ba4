"""A world: the rows of bundles, with every version that a record was ever given in."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime

from tests.worlds import FILES, Cell

Row = dict[str, Cell]
Key = tuple[Cell, ...]

IMPORTED_AT = datetime(2025, 6, 1, tzinfo=UTC)
ALWAYS = datetime(1, 1, 1, tzinfo=UTC)
NEVER = datetime(9999, 12, 31, tzinfo=UTC)

_REFERENCES = (
    "source_id",
    "person_id",
    "building_id",
    "order_id",
    "subject_id",
    "offender_id",
    "about_id",
    "from_id",
    "to_id",
)
_IDENTITY = {
    "offenders": ("person_id", "category"),
    "profiles": ("person_id", "profile", "valid_from"),
    "assessments": ("person_id", "tool", "assessed_on"),
}


@dataclass(frozen=True)
class World:
    """Rows by file name, without `.csv`. Rows about the same record are its versions, the earliest first.

    Every relationship has an id. `imported_at`: the moment at which all of it is imported.
    """

    rows: dict[str, list[Row]] = field(default_factory=dict)
    imported_at: datetime = IMPORTED_AT

    def versions(self, file: str) -> Iterator[list[Row]]:
        """The rows of a file, those about the same record together."""
        records: dict[Key, list[Row]] = {}
        for row in self.rows.get(file, ()):
            records.setdefault(key(file, row), []).append(row)
        yield from records.values()

    def live(self, file: str, known_at: datetime, is_open: Callable[[Row], bool] = lambda _: True) -> Iterator[Row]:
        """What was known of a file at `known_at`: at most one version of each record, none that is refuted.

        A version that is not open is not there, so it ends none either.
        """
        blank = self.imported_at if file == "relationships" else ALWAYS
        for every in self.versions(file):
            versions = list(filter(is_open, every))
            for row, later in zip(versions, [*versions, None][1:], strict=True):
                known_to = instant(row, "superseded_at") or NEVER
                if later is not None:
                    known_to = min(known_to, instant(later, "recorded_at") or self.imported_at)
                known_from = instant(row, "recorded_at") or blank
                if known_from <= known_at < known_to and row.get("status") != "REFUTED":
                    yield row

    def bundles(self) -> list[dict[str, list[Row]]]:
        """The bundles to import one after the other so that every version is superseded by the next."""
        stages: list[dict[str, list[Row]]] = []
        for file in FILES:
            for versions in self.versions(file):
                for stage, row in enumerate(versions):
                    while len(stages) <= stage:
                        stages.append({})
                    stages[stage].setdefault(file, []).append(row)
        return stages

    def smaller(self) -> Iterator[World]:
        """The same world without one of its rows (and what refers to it), to find what a difference hangs on."""
        for file in reversed(FILES):
            for position in range(len(self.rows.get(file, ()))):
                rows = {name: list(content) for name, content in self.rows.items()}
                del rows[file][position]
                yield World(_without_dangling(rows), self.imported_at)


def merged(worlds: Iterable[World]) -> list[dict[str, list[Row]]]:
    """The bundles of many worlds as one list of bundles, to import them side by side."""
    stages: list[dict[str, list[Row]]] = []
    for world in worlds:
        for stage, bundle in enumerate(world.bundles()):
            while len(stages) <= stage:
                stages.append({})
            for file, rows in bundle.items():
                stages[stage].setdefault(file, []).extend(rows)
    return stages


def key(file: str, row: Row) -> Key:
    """What identifies a row's record."""
    return tuple(row.get(column) for column in _IDENTITY.get(file, ("id",)))


def instant(row: Row, column: str) -> datetime | None:
    """An instant, given as one or as text."""
    value = row.get(column)
    if value is None or value == "":
        return None
    moment = value if isinstance(value, datetime) else datetime.fromisoformat(str(value))
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def _without_dangling(rows: dict[str, list[Row]]) -> dict[str, list[Row]]:
    """Leave out rows that refer to a record that is no longer there, until none does."""
    while True:
        ids = {row.get("id") for content in rows.values() for row in content}
        kept = {
            file: [row for row in content if all(row[column] in ids for column in _REFERENCES if row.get(column))]
            for file, content in rows.items()
        }
        if kept == rows:
            return kept
        rows = kept
