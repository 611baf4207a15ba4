"""`graph-service import`: what the operator sees. Cells' values are shown here and in the report, and nowhere else."""

import asyncio
import re
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

from rich.console import Console
from rich.progress import BarColumn, DownloadColumn, Progress, TextColumn, TimeRemainingColumn
from rich.table import Table

from graph_service.errors import ExitStatus, WrongUse
from graph_service.importing.importer import ImportResult, Report, import_bundle
from graph_service.importing.problems import BundleRefused, Problem, write_report
from graph_service.local_neo4j.server import ConnectionDetails, running_neo4j
from graph_service.model.characters import escaped, visible
from graph_service.settings import Settings
from graph_service.store.graph import Graph
from graph_service.store.migrations import migrate

_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f]")
_QUIET_S = 2.0


def run_import(
    settings: Settings,
    folder: Path,
    *,
    dry_run: bool = False,
    skip_invalid: bool = False,
    report: Path | None = None,
    output: Console | None = None,
    errors: Console | None = None,
) -> int:
    """Import `folder` into the store of `settings`, say what happened, and return the exit status.

    Errors of the bundle are listed on `errors` (default: the terminal's standard error) and, with `report`, written
    there as CSV. Other GraphServiceErrors are raised.
    """
    output = output or Console(highlight=False)
    errors = errors or Console(stderr=True, highlight=False)
    _write_report(report, ())
    try:
        with running_neo4j(settings) as details, _progress(output) as progress:
            result = asyncio.run(_import(settings, details, folder, dry_run, skip_invalid, progress))
    except BundleRefused as refused:
        _list(errors, "warning", refused.warnings)
        _list(errors, "error", refused.problems)
        errors.print(str(refused), markup=False, soft_wrap=True)
        _write_report(report, refused.problems)
        return ExitStatus.REFUSED
    _list(errors, "warning", result.warnings)
    _list(errors, "rejected", result.rejects)
    _write_report(report, result.rejects)
    report_to_terminal(result, output)
    return ExitStatus.DONE


async def _import(
    settings: Settings,
    details: ConnectionDetails,
    folder: Path,
    dry_run: bool,
    skip_invalid: bool,
    progress: Report,
) -> ImportResult:
    graph = Graph.connect(
        details.uri,
        details.user,
        details.password,
        database=details.database,
        timeout_s=settings.query_timeout_s,
        pool_size=settings.pool_size,
    )
    try:
        await migrate(graph)
        return await import_bundle(graph, folder, dry_run=dry_run, skip_invalid=skip_invalid, progress=progress)
    finally:
        await graph.close()


def report_to_terminal(result: ImportResult, output: Console) -> None:
    """The summary of an import: for each file, how many rows are new, changed, unchanged and rejected."""
    table = Table(box=None, pad_edge=False)
    table.add_column("file")
    for name in ("new", "changed", "unchanged", "rejected"):
        table.add_column(name, justify="right")
    for name, counts in result.counts.items():
        numbers = (counts.new, counts.changed, counts.unchanged, counts.rejected)
        table.add_row(name, *(f"{number:,}" for number in numbers))
    output.print(table)
    if result.dry_run:
        output.print("A dry run: nothing was written.")
    elif not result.written:
        output.print("The store holds all of this already: nothing was changed.")


def describe(problem: Problem) -> str:
    """A problem as one line for the terminal; characters that steer a terminal, or are not seen on it, are spelled out."""
    where = [problem.file]
    if problem.line:
        where.append(f"line {problem.line}")
    if problem.column:
        where.append(f"column {problem.column}")
    value = f': "{problem.value}"' if problem.value else ""
    text = f"{', '.join(where)}: {problem.problem}{value}. Expected {problem.expected}."
    return _CONTROL.sub(lambda found: escaped(found.group()), visible(text))


def _list(console: Console, what: str, problems: Iterable[Problem]) -> None:
    for problem in problems:
        console.print(f"{what}: {describe(problem)}", markup=False, soft_wrap=True)


def _write_report(path: Path | None, problems: Iterable[Problem]) -> None:
    if path is None:
        return
    try:
        write_report(path, problems)
    except OSError as error:
        raise WrongUse(f"The report {path} cannot be written: {error.strerror}.") from None


@contextmanager
def _progress(output: Console) -> Iterator[Report]:
    """A bar on a terminal, a plain line for each tenth elsewhere; nothing for what is done in two seconds."""
    if not output.is_terminal:
        yield _plain_progress(output)
        return
    columns = (TextColumn("{task.description}"), BarColumn(), DownloadColumn(), TimeRemainingColumn())
    with Progress(*columns, console=output, transient=True) as bar:
        task = bar.add_task("", total=None, visible=False)
        begun = time.monotonic()

        def show(file: str, done: int, total: int) -> None:
            late = time.monotonic() - begun > _QUIET_S
            bar.update(task, description=file, completed=done, total=total, visible=late)

        yield show


def _plain_progress(output: Console) -> Callable[[str, int, int], None]:
    begun = time.monotonic()
    shown = 0

    def show(file: str, done: int, total: int) -> None:
        nonlocal shown
        tenths = 10 * done // total if total else 10
        if tenths > shown and time.monotonic() - begun > _QUIET_S:
            shown = tenths
            output.print(f"{tenths * 10} % read, in {file}")

    return show
