"""An import: the files of a bundle, read, judged and written in one transaction, all or nothing.

Each batch is judged and written while the next one is read in a thread beside it. Rows are written as they come; with
the first error writing stops, the rest is only judged, and in the end all of it is rolled back.
"""

import asyncio
from collections.abc import AsyncIterator, Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from graph_service.errors import InputRefused
from graph_service.importing.batches import Write
from graph_service.importing.checking import Checker
from graph_service.importing.headers import nearly
from graph_service.importing.judging import judge_rows
from graph_service.importing.problems import BundleRefused, Problem, shown
from graph_service.importing.reading import FileReader
from graph_service.importing.writing import ImportTransaction
from graph_service.model.clock import now, to_microseconds
from graph_service.model.columns import FILE_NAMES, FILES, FileSpec
from graph_service.store.graph import Graph

BATCH_ROWS = 5_000

Report = Callable[[str, int, int], None]
"""Told the file being read, and how many of how many bytes of the bundle are done."""


@dataclass(slots=True)
class FileCounts:
    """What became of the rows of one file. `changed` ones supersede, or end, what was known before."""

    new: int = 0
    changed: int = 0
    unchanged: int = 0
    rejected: int = 0


@dataclass(frozen=True, slots=True)
class ImportResult:
    """What an import did, or with `dry_run` would do. `rejects`: why rows were left out, with `skip_invalid` alone."""

    dry_run: bool
    instant: datetime
    counts: Mapping[str, FileCounts]
    warnings: tuple[Problem, ...]
    rejects: tuple[Problem, ...]

    @property
    def written(self) -> int:
        """How many rows are new or changed."""
        return sum(counts.new + counts.changed for counts in self.counts.values())


async def import_bundle(
    graph: Graph,
    folder: Path,
    *,
    dry_run: bool = False,
    skip_invalid: bool = False,
    instant: datetime | None = None,
    progress: Report | None = None,
) -> ImportResult:
    """Import the bundle in `folder`, whole or not at all.

    `dry_run` judges it against the store and writes nothing; `skip_invalid` leaves out rows with errors, and rows that
    refer to those. `instant` (aware; default: now) is the moment of the import.

    Raises BundleRefused with every error of the bundle, InputRefused where the folder is none or holds no bundle, and
    ComponentUnavailable where the store fails; the store is then as it was.
    """
    at = instant or now()
    paths = await asyncio.to_thread(_bundle_files, folder)
    run = _Import(paths, to_microseconds(at), skip_invalid=skip_invalid, progress=progress)
    run.report_unknown_files()
    async with graph.writing(timeout_s=0) as transaction:
        store = ImportTransaction(transaction, batch=BATCH_ROWS)
        await store.take_turn(to_microseconds(now()))
        await store.open()
        await run.all_files(store, writes=not dry_run)
        if run.problems and not skip_invalid:
            raise BundleRefused(run.problems, run.warnings)
        result = ImportResult(dry_run, at, run.counts, tuple(run.warnings), tuple(run.problems))
        await store.close()
        if result.written and not dry_run:
            counts = {name.removesuffix(".csv"): each.new + each.changed for name, each in run.counts.items()}
            await store.note_change(to_microseconds(at), {name: count for name, count in counts.items() if count})
    return result


def _bundle_files(folder: Path) -> dict[str, Path]:
    """The files of a folder by name. Raises InputRefused where there is no bundle."""
    if not folder.is_dir():
        raise InputRefused(f"{folder} is not a folder. Expected a folder with the CSV files of a bundle.")
    paths = {path.name: path for path in sorted(folder.iterdir()) if not path.is_dir()}
    if not FILE_NAMES & paths.keys():
        raise InputRefused(
            f"{folder} holds no file of a bundle. Expected one or more of {', '.join(sorted(FILE_NAMES))}."
        )
    return paths


@dataclass(slots=True)
class _Import:
    """One run: what is found out about the bundle as it is read."""

    paths: Mapping[str, Path]
    instant: int
    skip_invalid: bool
    progress: Report | None
    problems: list[Problem] = field(default_factory=list)
    warnings: list[Problem] = field(default_factory=list)
    counts: dict[str, FileCounts] = field(default_factory=dict)
    checker: Checker = field(init=False)
    _done: int = 0
    _total: int = 0

    def __post_init__(self) -> None:
        self.checker = Checker(
            self.instant, skip_invalid=self.skip_invalid, problems=self.problems, warnings=self.warnings
        )
        self._total = sum(self.paths[name].stat().st_size for name in FILE_NAMES & self.paths.keys())

    def report_unknown_files(self) -> None:
        """One warning for each file that is no part of a bundle; it says of which name its own nearly is."""
        expected = "one of " + ", ".join(spec.name for spec in FILES)
        for name in sorted(self.paths.keys() - FILE_NAMES):
            near = nearly(name, [spec.name for spec in FILES], ())
            problem = "the file is unknown and is left out" + (f"; its name is nearly {near}" if near else "")
            self.warnings.append(Problem(shown(name), 0, "", shown(name), problem, expected))

    async def all_files(self, store: ImportTransaction, *, writes: bool) -> None:
        """Judge every file, and write what is good for as long as all is good (or bad rows are skipped)."""
        for spec in FILES:
            if spec.name not in self.paths:
                continue
            counts = self.counts[spec.name] = FileCounts()
            pending: asyncio.Task[None] | None = None
            try:
                async for write in self._judged(spec, store):
                    new, changed = write.counts()
                    counts.new += new
                    counts.changed += changed
                    counts.unchanged += write.unchanged
                    if pending is not None:
                        await pending
                        pending = None
                    if writes and (self.skip_invalid or not self.problems):
                        pending = asyncio.create_task(store.write(write))
            finally:
                if pending is not None:
                    await pending
        self.checker.settle()
        if writes and (self.skip_invalid or not self.problems):
            await store.finish()

    async def _judged(self, spec: FileSpec, store: ImportTransaction) -> AsyncIterator[Write]:
        reader = FileReader(self.paths[spec.name], spec, self.problems, self.warnings)
        batches = reader.batches(BATCH_ROWS)
        while (rows := await asyncio.to_thread(next, batches, None)) is not None:
            yield await judge_rows(self.checker, store, spec, rows)
            if self.progress is not None:
                self.progress(spec.name, self._done + reader.position, self._total)
        self._done += reader.position
        waiting = self.checker.waiting(BATCH_ROWS)
        while (rows := next(waiting, None)) is not None:
            yield await judge_rows(self.checker, store, spec, rows)
        counts = self.counts[spec.name]
        counts.rejected = reader.rows - counts.new - counts.changed - counts.unchanged
