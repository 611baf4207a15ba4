"""`python -m bench`: measure the goals and print a table."""

import argparse
import asyncio
import sys
import tempfile
from pathlib import Path
from typing import Final

from bench import imports, pages, plans, reads, search
from bench.measure import Rounds, Sample
from bench.report import Report, Row
from bench.surroundings import SEED, SIZES, connect, empty
from graph_service.local_neo4j.server import ConnectionDetails, LocalNeo4j, running_neo4j
from graph_service.samples.synthetic.bundle import generate
from graph_service.settings import Settings
from graph_service.store.migrations import migrate

_GOALS: Final = ("G1", "G2", "G3", "G5")
_FIRST_VIEWS: Final = "pages"
_PLANS: Final = "plans"
_SEARCH: Final = "search"
_BY_SIZE: Final = (*_GOALS, _SEARCH)
_MEASURED: Final = (*_BY_SIZE, _FIRST_VIEWS, _PLANS)
_QUESTIONS: Final = {"findings": ("G1", "G2"), "nested": ("G3",)}
_WANTED_SHARE: Final = 0.6
_MOST_TIMES_RAW: Final = 3


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("--sizes", default="S,M", help=f"which of {','.join(SIZES)} (default: S,M)")
    parser.add_argument("--rounds", type=int, default=5, help="interleaved rounds of each comparison (default: 5)")
    parser.add_argument(
        "--seconds", type=float, default=3.0, help="how long each side is asked in a round (default: 3)"
    )
    parser.add_argument("--only", default=",".join(_MEASURED), help=f"which of {','.join(_MEASURED)}")
    parser.add_argument(
        "--import-limit", type=float, default=300.0, metavar="S", help="seconds after which no import round is begun"
    )
    parser.add_argument("--output", type=Path, help="write the table to this file too (.json, else Markdown)")
    wanted = parser.parse_args()
    wanted.sizes, wanted.only = wanted.sizes.split(","), wanted.only.split(",")
    if not set(wanted.sizes) <= SIZES.keys() or not set(wanted.only) <= set(_MEASURED) or wanted.rounds < 1:
        parser.error("unknown size or goal, or no round")
    return wanted


class _Run:
    def __init__(self, wanted: argparse.Namespace, folder: Path) -> None:
        self._wanted = wanted
        self._folder = folder
        self._findings: dict[str, Rounds] = {}
        self.rows: list[Row] = []
        self.views: tuple[pages.FirstViews, ...] = ()
        self.plans: tuple[plans.PlanCost, ...] = ()
        self.found: tuple[search.Found, ...] = ()
        self.notes: list[str] = []

    def all(self) -> None:
        settings = Settings(home=self._folder / "neo4j", neo4j_uri=None, neo4j_heap_mb=12_288, neo4j_page_cache_mb=1024)
        if _PLANS in self._wanted.only:
            self.plans = plans.plan_costs()
            self.notes += plans.totals(self.plans)
        if _FIRST_VIEWS in self._wanted.only:
            with running_neo4j(settings) as details:
                asyncio.run(_fresh(details))
                self.views = pages.first_views(details, self._folder / "service-town")
            for one in self.views:
                _say(" | ".join(one.cells()))
        for size in self._wanted.sizes if set(_BY_SIZE) & set(self._wanted.only) else ():
            with running_neo4j(settings) as details:
                self._size(size, settings, details)
        self._growth()

    def _size(self, size: str, settings: Settings, details: ConnectionDetails) -> None:
        wanted, folder = self._wanted, self._folder
        bundle = folder / f"bundle-{size}"
        _say(f"{size}: {SIZES[size]:,} offenders …")
        rows = sum(generate(bundle, SIZES[size], SEED).values())
        asyncio.run(_fresh(details))
        bundles = imports.in_parts(bundle, folder / f"parts-{size}")
        first = asyncio.run(imports.load(details, bundles, rows))
        _say(f"{size}: loaded, {first.per_second:,.0f} rows/s")
        if "G5" in wanted.only:
            content = asyncio.run(imports.content(details, folder / f"content-{size}", rows))
            found = asyncio.run(
                imports.compare(details, bundles, content, rounds=wanted.rounds, limit_s=wanted.import_limit)
            )
            self._add("G5", "import", size, "rows/s", found, met=found.ratio >= _WANTED_SHARE)
        questions = [name for name, goals in _QUESTIONS.items() if set(goals) & set(wanted.only)]
        if questions:
            prepared = asyncio.run(reads.prepare(details))
            results = reads.compare(
                details,
                folder / f"service-{size}",
                prepared,
                questions,
                rounds=wanted.rounds,
                seconds=wanted.seconds,
            )
            self._add_reads(size, results)
            neo4j_mb = LocalNeo4j(settings).status().resident_mb
            self.notes.append(
                f"{size}: the first findings, with nothing planned, {results.first_findings_s:.1f} s; resident memory "
                f"of the service {results.service_mb} MiB, of Neo4j {neo4j_mb} MiB"
            )
            _say(self.notes[-1])
        if _SEARCH in wanted.only:
            self._search(size, details)

    def _search(self, size: str, details: ConnectionDetails) -> None:
        """G9, beside how many known answers are found: in a larger store that is harder, so the last size counts."""
        wanted = self._wanted
        results = search.measure(details, self._folder / f"search-{size}", rounds=wanted.rounds, seconds=wanted.seconds)
        self.found = results.found
        for one in results.found:
            _say(f"{size}: " + " | ".join(one.cells()))
        for text in results.missed:
            _say(f"{size}: not found, {text}")
        times = results.rounds.ours.p50_ms, results.rounds.raw.p50_ms
        assert times[0] is not None and times[1] is not None
        kept = times[0] <= _MOST_TIMES_RAW * times[1]
        row = Row.of("G9", "search", size, "/s", results.rounds, f"median ≤ {_MOST_TIMES_RAW} × raw fuzzy", met=kept)
        self.rows.append(row)
        _say(" | ".join(row.cells()))

    def _add_reads(self, size: str, results: reads.ReadResults) -> None:
        if "findings" in results.rounds:
            found = self._findings[size] = results.rounds["findings"]
            assert found.ours.p99_ms is not None
            assert found.raw.p99_ms is not None
            if "G1" in self._wanted.only:
                kept = found.ratio >= _WANTED_SHARE and found.ours.p99_ms <= 3 * found.raw.p99_ms
                self._add("G1", "findings, 8 clients", size, "/s", found, met=kept, more=", p99 ≤ 3 × raw")
        if "nested" in results.rounds:
            found = results.rounds["nested"]
            self._add("G3", "nested read, 16 clients", size, "/s", found, met=found.ratio >= _WANTED_SHARE)

    def _add(self, goal: str, what: str, size: str, unit: str, found: Rounds, *, met: bool, more: str = "") -> None:
        self.rows.append(Row.of(goal, what, size, unit, found, f"≥ {_WANTED_SHARE}{more}", met=met))
        _say(" | ".join(self.rows[-1].cells()))

    def _growth(self) -> None:
        """G2: how much slower the findings are on a larger store."""
        if "G2" not in self._wanted.only or len(self._findings) < 2:
            return
        small, large = (self._findings[size] for size in (self._wanted.sizes[0], self._wanted.sizes[-1]))
        assert small.ours.p50_ms and small.raw.p50_ms and large.ours.p50_ms and large.raw.p50_ms
        grown = Sample(large.ours.per_second, large.ours.p50_ms), Sample(large.raw.per_second, large.raw.p50_ms)
        ratio = large.ours.p50_ms / small.ours.p50_ms
        sizes = f"{self._wanted.sizes[-1]} / {self._wanted.sizes[0]}"
        row = Row("G2", "findings, median", sizes, "/s", *grown, ratio, len(large.pairs), "≤ 2", met=ratio <= 2)
        self.rows.append(row)
        self.notes.append(
            f"G2: the raw median is {large.raw.p50_ms / small.raw.p50_ms:.2f} times that of the smaller store"
        )


async def _fresh(details: ConnectionDetails) -> None:
    """An empty store with the schema."""
    graph = connect(details)
    try:
        await migrate(graph)
        await empty(graph)
    finally:
        await graph.close()


def _say(text: str) -> None:
    print(text, file=sys.stderr, flush=True)


def main() -> None:
    """Measure, print, write."""
    wanted = _arguments()
    with tempfile.TemporaryDirectory(prefix="graph-service-bench-") as folder:
        run = _Run(wanted, Path(folder))
        run.all()
    report = Report(run.rows, run.views, run.plans, run.found, run.notes)
    print(report.markdown())
    if wanted.output is not None:
        report.write(wanted.output)


if __name__ == "__main__":
    main()
