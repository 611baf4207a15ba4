"""Holds the service's answers against the oracle's, for every offender of random worlds, at two instants and both clearances."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path as Folder

from graph_service.cases.reader import CaseReader
from graph_service.importing.importer import import_bundle
from graph_service.model.clock import View
from graph_service.model.findings import Alert as ServiceAlert
from graph_service.model.findings import Finding as ServiceFinding
from graph_service.model.records import Clearance, Path
from graph_service.queries.view_session import ViewSession
from graph_service.settings import Settings
from graph_service.store.graph import Graph
from tests.oracle import alerts as oracle_alerts
from tests.oracle.answer import findings as oracle_findings
from tests.oracle.telling.candidates import told as oracle_told
from tests.oracle.telling_agreement import Telling, cover_of, differences
from tests.oracle.values import Alert, Exposure, Finding
from tests.oracle.world import IMPORTED_AT, merged
from tests.oracle.worlds import INSTANTS, Drawn
from tests.worlds import write_bundle

ABOUT_A_LINK = frozenset({"order_zone_breach", "notification_overdue", "disputed_ending"})
FIXED_PATHS = frozenset({"intelligence_to_develop", "enquiry_gap", "victim_without_liaison"})


@dataclass(frozen=True)
class Disagreement:
    """One question that the two answer differently: what only the service says, and what only the oracle says."""

    world: Drawn
    offender: str
    known_at: datetime
    cleared: bool
    service_only: tuple[object, ...]
    oracle_only: tuple[object, ...]

    def __str__(self) -> str:
        lines = [f"{self.offender} on {self.world.day}, known at {self.known_at:%Y-%m-%d}, cleared: {self.cleared}"]
        lines += [f"  service: {one}" for one in self.service_only] + [f"  oracle:  {one}" for one in self.oracle_only]
        return "\n".join(lines)


@dataclass
class Tally:
    """What was compared."""

    worlds: int = 0
    offenders: int = 0
    possible: int = 0
    questions: int = 0
    findings: int = 0
    exposures: int = 0
    alerts: int = 0
    candidates: int = 0
    kinds: Counter[str] = field(default_factory=Counter)
    """How many exposures there are by each pattern, and how many alerts of each kind."""

    def __str__(self) -> str:
        return ", ".join(f"{value:,} {name}" for name, value in vars(self).items() if name != "kinds")

    def by_kind(self) -> str:
        """The patterns and kinds of alert that occurred, each with its number, the rarest first."""
        return ", ".join(f"{kind} {count:,}" for kind, count in reversed(self.kinds.most_common()))


async def load(graph: Graph, worlds: Iterable[Drawn], folder: Folder) -> None:
    """Import worlds side by side, version by version."""
    for stage, bundle in enumerate(merged(drawn.world for drawn in worlds)):
        await import_bundle(graph, write_bundle(folder / str(stage), **bundle), instant=IMPORTED_AT)


async def disagreements(
    graph: Graph, settings: Settings, worlds: Iterable[Drawn], tally: Tally, *, every: int = 1
) -> list[Disagreement]:
    """Ask both about every offender of loaded worlds; adds to `tally` what was compared. Whom to tell is compared where the
    findings and alerts agree.

    `every`: of all questions, only each so many-th is asked.
    """
    found = []
    for drawn in worlds:
        tally.worlds += 1
        tally.offenders += len(drawn.offenders)
        for question in questions(drawn):
            tally.possible += 1
            if tally.possible % every:
                continue
            offender, known_at, cleared = question
            view = View.at(drawn.day, known_at)
            clearance = Clearance(cleared=cleared, seals_victims=False)
            case = CaseReader(ViewSession(graph, settings, view, clearance), offender)
            tally.questions += 1
            said = await _findings_and_alerts(case, drawn, question, tally)
            if said is None:
                said = await _telling(case, drawn, question, tally)
            if said is not None:
                found.append(Disagreement(drawn, *question, *said))
    return found


Question = tuple[str, datetime, bool]
Said = tuple[tuple[object, ...], tuple[object, ...]]
"""What only the service says, and what only the oracle says."""


async def _findings_and_alerts(case: CaseReader, drawn: Drawn, question: Question, tally: Tally) -> Said | None:
    offender, known_at, cleared = question
    answered = await case.findings()
    expected = oracle_findings(drawn.world, offender, drawn.day, known_at, cleared)
    service, oracle = {*map(_finding, answered)}, {*expected}
    order = tuple(finding.subject.record.id for finding in answered)
    expected_order = tuple(finding.subject for finding in expected)
    theirs = Counter(map(_alert, await case.alerts()))
    mine = Counter(map(_shown, oracle_alerts.alerts(drawn.world, offender, drawn.day, known_at, cleared)))
    tally.findings += len(oracle)
    tally.exposures += sum(len(finding.exposures) for finding in oracle)
    tally.alerts += mine.total()
    tally.kinds.update(exposure.pattern for finding in oracle for exposure in finding.exposures)
    tally.kinds.update(alert[0] for alert in mine.elements())
    if service != oracle or theirs != mine:
        return (*(service - oracle), *(theirs - mine).elements()), (*(oracle - service), *(mine - theirs).elements())
    return None if order == expected_order else (order, expected_order)


async def _telling(case: CaseReader, drawn: Drawn, question: Question, tally: Tally) -> Said | None:
    offender, known_at, cleared = question
    told = oracle_told(drawn.world, offender, drawn.day, known_at, cleared)
    tally.candidates += len(told.candidates)
    proposed = Telling(offender.split("-")[0], await case.candidates())
    service, oracle = differences(proposed.candidates(), told)
    cover = cover_of(await case.minimum_cover())
    if cover != (told.cover, told.uncovered):
        service.append(f"cover: {sorted(cover[0])}, uncovered: {sorted(cover[1])}")
        oracle.append(f"cover: {sorted(told.cover)}, uncovered: {sorted(told.uncovered)}")
    best = proposed.best(await case.findings())
    for subject in sorted(best.keys() | told.best.keys()):
        if best.get(subject) != told.best.get(subject):
            service.append(f"best placed for {subject}: {best.get(subject)}")
            oracle.append(f"best placed for {subject}: {told.best.get(subject)}")
    return (tuple(service), tuple(oracle)) if service or oracle else None


def questions(drawn: Drawn) -> Iterator[Question]:
    """Every question about a world: offender, instant, clearance."""
    for offender in drawn.offenders:
        for known_at in INSTANTS:
            for cleared in (True, False):
                yield offender, known_at, cleared


def _steps(path: Path) -> tuple[str, ...]:
    return tuple(link.type if link.derived else link.id for link in path.links)


def _finding(finding: ServiceFinding) -> Finding:
    protected = finding.subject.protected
    return Finding(
        subject=finding.subject.record.id,
        kind="PERSON" if protected is None else protected.value,
        strength=finding.strength.value,
        groups=frozenset(group.value for group in finding.groups),
        exposures=frozenset(
            Exposure(
                pattern=exposure.pattern.id,
                links=_steps(exposure.path),
                nodes=tuple(node.id for node in exposure.path.nodes),
                strength=exposure.strength.value,
                timing=exposure.timing.value,
                suppressed_by=exposure.suppressed_by,
            )
            for exposure in finding.exposures
        ),
    )


Shown = tuple[str, str | None, tuple[str, ...], str | None]
"""An alert as it is compared: kind, subject, what of its path the rules fix, and the agency."""


def _fixed(kind: str, subject: str | None, links: tuple[str, ...], agency: str | None) -> Shown:
    if kind in ABOUT_A_LINK:
        return kind, subject, links[:1], agency
    return kind, subject, links if kind in FIXED_PATHS else (), agency


def _alert(alert: ServiceAlert) -> Shown:
    subject_id = None if alert.subject is None else alert.subject.id
    return _fixed(alert.kind, subject_id, _steps(alert.path), None if alert.agency is None else alert.agency.value)


def _shown(alert: Alert) -> Shown:
    return _fixed(alert.kind, alert.subject, alert.links, alert.agency)
