"""`graph-service generate` and `graph-service convert …`: bundles that nobody has to write by hand.

Errors are raised: the command line that these are mounted in prints their sentence and sets the exit status.
"""

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn
from rich.table import Table

if TYPE_CHECKING:
    from graph_service.samples.pole import Fate

convert_app = typer.Typer(help="Make a bundle of data in another form.", no_args_is_help=True)


def generate_command(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="A new or an empty folder for the bundle.")],
    offenders: Annotated[int, typer.Option(help="How many offenders; some 30 records and 76 relationships for each.")],
    seed: Annotated[int, typer.Option(help="The same seed and number give the same bundle.")] = 1,
) -> None:
    """Write a synthetic bundle of realistic shape; all people in it are invented."""
    from graph_service.samples.synthetic.bundle import generate

    console = Console()
    if console.is_terminal:
        columns = (TextColumn("Making offenders"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
        with Progress(*columns, console=console, transient=True) as bar:
            task = bar.add_task("offenders", total=offenders)
            counts = generate(folder, offenders, seed, lambda done, _: bar.update(task, completed=done))
    else:
        counts = generate(folder, offenders, seed)
    links = counts.get("relationships", 0)
    typer.echo(f"{folder}: {sum(counts.values()) - links:,} records and {links:,} relationships")


@convert_app.command("pole")
def convert_pole_command(
    archive: Annotated[Path, typer.Argument(metavar="ZIP", help="The crime-investigation example graph, zipped CSV.")],
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="A new or an empty folder for the bundle.")],
) -> None:
    """Convert the published crime-investigation example graph, and say what became of everything in it."""
    from graph_service.samples.pole import convert_pole

    conversion = convert_pole(archive, folder)
    console = Console()
    console.print(_table("Nodes", conversion.nodes))
    console.print(_table("Relationships", conversion.relationships))
    for name, count in conversion.written.items():
        typer.echo(f"{folder / name}.csv: {count:,} rows")


def _table(title: str, fates: "Iterable[Fate]") -> Table:
    fates = tuple(fates)
    table = Table(title=title, title_justify="left", show_footer=True)
    table.add_column("what", footer="all")
    for heading in ("read", "converted", "folded", "left_out"):
        total = sum(getattr(fate, heading) for fate in fates)
        table.add_column(heading.replace("_", " "), footer=f"{total:,}", justify="right")
    table.add_column("how, or why not")
    for fate in fates:
        counts = (f"{count:,}" for count in (fate.read, fate.converted, fate.folded, fate.left_out))
        table.add_row(fate.name, *counts, fate.note)
    return table
