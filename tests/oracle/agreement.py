"""Holds the service's answers against the oracle's, for every offender of random worlds, at two instants and both clearances."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
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
from tests.oracle.values import Alert, Exposure, Finding
from tests.oracle.world import IMPORTED_AT, merged
from tests.oracle.worlds import INSTANTS, Drawn
from tests.worlds import write_bundle

ABOUT_A_LINK = frozenset({"order_zone_breach", "notification_overdue"})


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
    questions: int = 0
    findings: int = 0
    exposures: int = 0
    alerts: int = 0

    def __str__(self) -> str:
        return ", ".join(f"{value:,} {name}" for name, value in vars(self).items())


async def load(graph: Graph, worlds: Iterable[Drawn], folder: Folder) -> None:
    """Import worlds side by side, version by version."""
    for stage, bundle in enumerate(merged(drawn.world for drawn in worlds)):
        await import_bundle(graph, write_bundle(folder / str(stage), **bundle), instant=IMPORTED_AT)


async def disagreements(graph: Graph, settings: Settings, worlds: Iterable[Drawn], tally: Tally) -> list[Disagreement]:
    """Ask both about every offender of loaded worlds; adds to `tally` what was compared."""
    found = []
    for drawn in worlds:
        tally.worlds += 1
        tally.offenders += len(drawn.offenders)
        for offender, known_at, cleared in questions(drawn):
            view = View.at(drawn.day, known_at)
            case = CaseReader(
                ViewSession(graph, settings, view, Clearance(cleared=cleared, seals_victims=False)), offender
            )
            answered = await case.findings()
            expected = oracle_findings(drawn.world, offender, drawn.day, known_at, cleared)
            service, oracle = {*map(_finding, answered)}, {*expected}
            order = [finding.subject.record.id for finding in answered]
            expected_order = [finding.subject for finding in expected]
            theirs = Counter(map(_alert, await case.alerts()))
            mine = Counter(map(_shown, oracle_alerts.alerts(drawn.world, offender, drawn.day, known_at, cleared)))
            tally.questions += 1
            tally.findings += len(oracle)
            tally.exposures += sum(len(finding.exposures) for finding in oracle)
            tally.alerts += mine.total()
            if service != oracle or theirs != mine or order != expected_order:
                only_service = (*(service - oracle), *(theirs - mine).elements())
                only_oracle = (*(oracle - service), *(mine - theirs).elements())
                if not only_service and not only_oracle:
                    only_service, only_oracle = tuple(order), tuple(expected_order)
                found.append(Disagreement(drawn, offender, known_at, cleared, only_service, only_oracle))
    return found


def questions(drawn: Drawn) -> Iterator[tuple[str, datetime, bool]]:
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


Shown = tuple[str, str | None, tuple[str, ...]]
"""An alert as it is compared: kind, subject, and what of its path the rules fix."""


def _fixed(kind: str, subject: str | None, links: tuple[str, ...]) -> Shown:
    if kind in ABOUT_A_LINK:
        return kind, subject, links[:1]
    return kind, subject, links if kind == "intelligence_to_develop" else ()


def _alert(alert: ServiceAlert) -> Shown:
    return _fixed(alert.kind, None if alert.subject is None else alert.subject.id, _steps(alert.path))


def _shown(alert: Alert) -> Shown:
    return _fixed(alert.kind, alert.subject, alert.links)
