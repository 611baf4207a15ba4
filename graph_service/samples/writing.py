"""Writing a bundle: one CSV file for each kind of row, with the columns that a bundle has."""

import csv
from collections.abc import Iterable, Mapping, Sequence
from contextlib import ExitStack
from pathlib import Path
from types import TracebackType
from typing import Any, Final, Self

from graph_service.errors import InputRefused
from graph_service.model.columns import FILES

_CLOCKS: Final = frozenset({"recorded_at", "superseded_at"})
COLUMNS: Final[Mapping[str, tuple[str, ...]]] = {
    spec.name.removesuffix(".csv"): tuple(
        column.name for column in spec.columns if spec.kind is None or column.name not in _CLOCKS
    )
    for spec in FILES
}
"""The files of a bundle and their columns in order; samples say of relationships alone when they were known."""


class BundleWriter:
    """Writes rows to the files of a bundle as they come; a file begins with its first row.

    Used as a context manager. Refuses a folder that already holds something, so that two bundles never mix.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._files = ExitStack()
        self._writers: dict[str, Any] = {}
        self.counts: dict[str, int] = {}
        """Rows written so far, by the name of the file without its ending."""

    def __enter__(self) -> Self:
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            occupied = any(self._folder.iterdir())
        except OSError as error:
            raise InputRefused(f"{self._folder} cannot be used as a folder: {error.strerror}.") from error
        if occupied:
            raise InputRefused(f"{self._folder} is not empty; expected a new or an empty folder.")
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._files.close()

    def write(self, name: str, rows: Iterable[Sequence[Any]]) -> None:
        """Append rows, cells in the order of `COLUMNS[name]`; None is a blank cell."""
        batch = rows if isinstance(rows, list) else list(rows)
        if not batch:
            return
        writer = self._writers.get(name)
        if writer is None:
            file = (self._folder / f"{name}.csv").open("w", encoding="utf-8", newline="")
            self._files.enter_context(file)
            writer = self._writers[name] = csv.writer(file, lineterminator="\n")
            writer.writerow(COLUMNS[name])
        writer.writerows(batch)
        self.counts[name] = self.counts.get(name, 0) + len(batch)
