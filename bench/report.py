"""The tables of a run."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

import orjson

from bench.measure import Rounds, Sample
from bench.pages import FirstViews
from bench.plans import PlanCost
from bench.search import Found

PLAN_HEADINGS = ("plans of", "statement", "characters", "CPU s", "wall s", "warm ms")
SEARCH_HEADINGS = ("questions", "number", "found first", "among the first ten")
VIEW_HEADINGS = ("first view of", "cases", "median ms", "slowest ms", "goal met")
HEADINGS = ("goal", "what", "size", "ours", "raw", "ratio", "ours p50/p99 ms", "raw p50/p99 ms", "rounds", "goal met")


@dataclass(frozen=True, slots=True)
class Row:
    """One row: medians of both sides, the ratio, and the goal with whether it is met."""

    goal: str
    what: str
    size: str
    unit: str
    ours: Sample
    raw: Sample
    ratio: float
    rounds: int
    target: str
    met: bool

    @classmethod
    def of(cls, goal: str, what: str, size: str, unit: str, rounds: Rounds, target: str, *, met: bool) -> "Row":
        """The row of some rounds."""
        return cls(goal, what, size, unit, rounds.ours, rounds.raw, rounds.ratio, len(rounds.pairs), target, met)

    def cells(self) -> tuple[str, ...]:
        """The row as text."""
        return (
            self.goal,
            self.what,
            self.size,
            f"{self.ours.per_second:,.0f} {self.unit}",
            f"{self.raw.per_second:,.0f} {self.unit}",
            f"{self.ratio:.2f}",
            _times(self.ours),
            _times(self.raw),
            str(self.rounds),
            f"{'yes' if self.met else 'no'} ({self.target})",
        )


def _times(sample: Sample) -> str:
    if sample.p50_ms is None:
        return ""
    return f"{sample.p50_ms:.1f}" + ("" if sample.p99_ms is None else f" / {sample.p99_ms:.1f}")


def _table(headings: tuple[str, ...], lines: Sequence[tuple[str, ...]]) -> str:
    return "".join(f"| {' | '.join(line)} |\n" for line in (headings, ("---",) * len(headings), *lines))


@dataclass(frozen=True, slots=True)
class Report:
    """Everything a run has found."""

    rows: Sequence[Row]
    views: Sequence[FirstViews]
    plans: Sequence[PlanCost]
    found: Sequence[Found]
    notes: Sequence[str]

    def markdown(self) -> str:
        """The tables, and the notes under them."""
        tables = [
            _table(headings, found)
            for headings, found in (
                (HEADINGS, [row.cells() for row in self.rows]),
                (VIEW_HEADINGS, [view.cells() for view in self.views]),
                (SEARCH_HEADINGS, [one.cells() for one in self.found]),
                (PLAN_HEADINGS, [plan.cells() for plan in self.plans]),
            )
            if found
        ]
        return "\n".join(tables) + "".join(f"\n* {note}" for note in self.notes) + "\n"

    def write(self, file: Path) -> None:
        """Write it: as JSON where the file is named so, else as Markdown."""
        if file.suffix == ".json":
            file.write_bytes(orjson.dumps(asdict(self), option=orjson.OPT_INDENT_2))
        else:
            file.write_text(self.markdown(), encoding="utf-8")
