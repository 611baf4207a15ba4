"""`graph-service screen`: the findings and alerts of every managed offender, one row for each; and their rates, for monitoring.

Rates by ethnicity and sex tell whether findings fall unevenly, which the law asks agencies to watch. No rule reads either.
"""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator, Iterator, Sequence
from datetime import date, datetime
from typing import Final

from graph_service.audit.events import Action, EntryPoint, Event
from graph_service.cases.reader import CaseReader
from graph_service.model.clock import View
from graph_service.model.findings import Alert, Finding
from graph_service.model.records import Clearance, Record
from graph_service.queries.offenders import OffenderPlace, list_offenders
from graph_service.queries.view_session import ViewSession
from graph_service.security.identity import Identity
from graph_service.serving import open_parts
from graph_service.settings import Settings
from graph_service.spreadsheet import safe_cell

COLUMNS: Final = (
    "offender_id",
    "offender",
    "category",
    "level",
    "about",
    "subject_id",
    "subject",
    "strength",
    "groups",
    "patterns",
    "summary",
)
RATE_COLUMNS: Final = ("trait", "value", "offenders", "with_findings", "findings", "share_with_findings")
_TRAITS: Final = ("ethnicity", "sex")
_PAGE: Final = 100
_SIDE_BY_SIDE: Final = 4


class Screening:
    """One run over every managed offender whose case the user may open. Each page is on record before it is handed out."""

    def __init__(
        self, settings: Settings, identity: Identity, purpose: str, as_of: date | None, known_at: datetime | None
    ) -> None:
        self._settings = settings
        self._identity = identity
        self._purpose = purpose
        self._view = View.at(as_of, known_at)
        self._offenders: Counter[tuple[str, str]] = Counter()
        self._with_findings: Counter[tuple[str, str]] = Counter()
        self._findings: Counter[tuple[str, str]] = Counter()

    async def rows(self) -> AsyncIterator[tuple[str, ...]]:
        """A header, then one row for each finding and alert, offender by offender."""
        yield COLUMNS
        settings, identity = self._settings, self._identity
        async with open_parts(settings) as parts:
            session = ViewSession(
                parts.graph, settings, self._view, Clearance(cleared=identity.cleared, seals_victims=True)
            )
            after: OffenderPlace | None = None
            while True:
                page = await list_offenders(
                    session, first=_PAGE, after=after, category=None, level=None, cases=identity.cases
                )
                found = await self._read(session, [person for person, _ in page.offenders])
                await parts.audit.append(self._event(found))
                for (person, management), (findings, alerts) in zip(page.offenders, found, strict=True):
                    self._count(person, findings)
                    head = (
                        person.id,
                        person.name,
                        str(management[0]["category"]),
                        str(management[0]["level"] or ""),
                    )
                    for row in _rows(head, findings, alerts):
                        yield tuple(map(safe_cell, row))
                if not page.more:
                    return
                after = page.places[-1]

    def rates(self) -> Iterator[tuple[str, ...]]:
        """A header, then how many offenders of each ethnicity and sex have findings. Ask after the rows."""
        yield RATE_COLUMNS
        for key, offenders in sorted(self._offenders.items()):
            having = self._with_findings[key]
            yield (*key, str(offenders), str(having), str(self._findings[key]), f"{having / offenders:.3f}")

    async def _read(
        self, session: ViewSession, people: Sequence[Record]
    ) -> list[tuple[tuple[Finding, ...], tuple[Alert, ...]]]:
        at_a_time = asyncio.Semaphore(_SIDE_BY_SIDE)

        async def read(person: Record) -> tuple[tuple[Finding, ...], tuple[Alert, ...]]:
            async with at_a_time:
                case = CaseReader(session, person.id)
                return await case.findings(), await case.alerts()

        return list(await asyncio.gather(*map(read, people)))

    def _count(self, person: Record, findings: Sequence[Finding]) -> None:
        for trait in _TRAITS:
            key = trait, str(person.values.get(trait) or "not recorded")
            self._offenders[key] += 1
            self._findings[key] += len(findings)
            self._with_findings[key] += bool(findings)

    def _event(self, found: Sequence[tuple[Sequence[Finding], Sequence[Alert]]]) -> Event:
        disclosed = {
            node.id: None
            for findings, alerts in found
            for path in (
                *(path for one in findings for path in one.paths),
                *(path for one in alerts for path in one.paths),
            )
            for node in path.nodes
        }
        return Event(
            user=self._identity.user,
            role=self._identity.role,
            cleared=self._identity.cleared,
            channel=EntryPoint.COMMAND,
            action=Action.READ,
            purpose=self._purpose,
            operation="screen",
            views=(self._view,),
            disclosed=tuple(disclosed),
            details={"offenders": len(found)},
        )


def _rows(head: tuple[str, ...], findings: Sequence[Finding], alerts: Sequence[Alert]) -> Iterator[tuple[str, ...]]:
    for finding in findings:
        strongest = finding.exposures[0]
        patterns = dict.fromkeys(exposure.pattern.id for exposure in finding.live_exposures)
        yield (
            *head,
            "finding",
            finding.subject.record.id,
            finding.subject.description,
            finding.strength.value,
            ";".join(group.value for group in finding.groups),
            ";".join(patterns),
            strongest.summary,
        )
    for alert in alerts:
        subject = alert.subject
        sealed = subject is not None and subject.sealed
        yield (
            *head,
            "alert",
            "" if subject is None or sealed else subject.id,
            "" if subject is None else subject.name,
            "",
            "",
            alert.kind,
            alert.summary,
        )
