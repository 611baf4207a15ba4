"""One offender's case at one view: findings, candidates, cover, alerts and decisions, each worked out once."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from typing import Any, TypeVar

from graph_service.cases.what_if import WhatIf
from graph_service.findings.advice import reconsidered
from graph_service.findings.alerts import AlertMatch, alerts_of, intelligence_of
from graph_service.findings.assembly import findings_of, shared_links
from graph_service.findings.candidates import candidates_of, people_to_check
from graph_service.findings.cover import minimum_cover
from graph_service.findings.evidence import Evidence
from graph_service.findings.placing import best_placed
from graph_service.findings.proposals import Proposals
from graph_service.model.assurance import Verification
from graph_service.model.case import OffenderCase
from graph_service.model.findings import Alert, Candidate, DisclosureDecision, Finding, MinimumCover
from graph_service.model.records import Link
from graph_service.queries.candidates import candidate_facts, disclosure_decisions, recipient_facts
from graph_service.queries.case import CaseQuestions
from graph_service.queries.case_file import sources_behind
from graph_service.queries.findings import alert_matches, offender_evidence
from graph_service.queries.view_session import ViewSession

_T = TypeVar("_T")


class CaseReader:
    """Reads one case. Safe to ask several things of at the same time: each statement goes out once."""

    def __init__(self, session: ViewSession, offender_id: str) -> None:
        self.session = session
        self._offender_id = offender_id
        self._questions = CaseQuestions(session, offender_id)
        self._what_if = WhatIf(self._questions)
        self._under_way: dict[str, asyncio.Task[Any]] = {}

    async def _once(self, name: str, work: Callable[[], Awaitable[_T]]) -> _T:
        task = self._under_way.get(name)
        if task is None:
            task = self._under_way[name] = asyncio.ensure_future(work())
        result: _T = await task
        return result

    async def case(self) -> OffenderCase | None:
        """Who he is and how he is managed; None where the viewer sees no such offender."""
        evidence = await self.evidence()
        if evidence is None or not evidence.managements:
            return None
        day = self.session.view.as_of.isoformat()
        in_force = [row for row in evidence.managements if row["managed_from"] <= day < row["managed_to"]]
        row = (in_force or evidence.managements)[0]
        return OffenderCase(
            person=evidence.person,
            category=row["category"],
            level=row["level"],
            lead_agency=row["lead_agency"],
            managed=bool(in_force),
        )

    async def findings(self) -> tuple[Finding, ...]:
        """Who he might harm, strongest first."""
        return await self._once("findings", self._find)

    async def candidates(self) -> tuple[Candidate, ...]:
        """Whom the plan should consider telling."""
        return (await self._once("candidates", self._propose))[0]

    async def decisions(self) -> tuple[DisclosureDecision, ...]:
        """What was decided about telling people, latest first."""
        return (await self._once("candidates", self._propose))[1]

    async def minimum_cover(self) -> MinimumCover:
        """The fewest to tell."""
        return await self._once("cover", self._cover)

    async def best_placed(self) -> Mapping[str, Candidate]:
        """By the id of each finding's subject the candidate to consider first; nothing where there is none."""
        return await self._once("best placed", self._place)

    async def alerts(self) -> tuple[Alert, ...]:
        """What about him somebody should look into."""
        return await self._once("alerts", self._alert)

    async def alerts_of_patterns(self) -> tuple[Alert, ...]:
        """The alerts but for intelligence to develop, which takes far more to find."""
        evidence, matches = await asyncio.gather(self.evidence(), self._matches())
        return () if evidence is None else alerts_of(evidence, matches)

    async def depends_on(self, finding: Finding) -> tuple[Link, ...]:
        """The recorded relationships without which a finding falls: those on all its paths after which none is left."""
        subject_id = finding.subject.record.id
        shared = shared_links(finding)
        left = await asyncio.gather(*(self._without(link.id) for link in shared))
        return tuple(link for link, subjects in zip(shared, left, strict=True) if subject_id not in subjects)

    async def verifications(self) -> tuple[Verification, ...]:
        """The relationships that findings of risk hang on, what is worth verifying first."""
        return await self._once("verifications", self._verify)

    async def _verify(self) -> tuple[Verification, ...]:
        risks = [finding for finding in await self.findings() if finding.is_risk]
        links = await asyncio.gather(*map(self.depends_on, risks))
        hanging: dict[str, list[Finding]] = {}
        found = {link.id: link for some in links for link in some}
        for finding, some in zip(risks, links, strict=True):
            for link in some:
                hanging.setdefault(link.id, []).append(finding)
        sources = await sources_behind(self.session, (), found.values())
        nodes = {node.id: node for one in risks for exposure in one.exposures for node in exposure.path.nodes}
        made = (
            Verification(
                link,
                (nodes[link.from_id], nodes[link.to_id]),
                tuple(hanging[link.id]),
                sources[link.source_id].values.get("reported_on") if link.source_id in sources else None,
            )
            for link in found.values()
        )
        return tuple(sorted(made, key=lambda one: one.order))

    async def _without(self, link_id: str) -> frozenset[str]:
        return await self._once(f"without {link_id}", lambda: self._what_if.subjects_without(link_id))

    async def _alert(self) -> tuple[Alert, ...]:
        evidence, matches = await asyncio.gather(self.evidence(), self._matches())
        if evidence is None:
            return ()
        developments = await self._what_if.developments(evidence, matches)
        return alerts_of(evidence, matches) + intelligence_of(evidence, developments)

    async def _matches(self) -> tuple[AlertMatch, ...]:
        return await self._once("alert matches", lambda: alert_matches(self._questions))

    async def evidence(self) -> Evidence | None:
        """What the findings rest on, himself and his management included; None where the viewer sees no such person."""
        return await self._once("evidence", lambda: offender_evidence(self._questions))

    async def _find(self) -> tuple[Finding, ...]:
        evidence = await self.evidence()
        return () if evidence is None else findings_of(evidence)

    async def _cover(self) -> MinimumCover:
        findings, candidates = await self.findings(), await self.candidates()
        return minimum_cover(findings, candidates)

    async def _place(self) -> Mapping[str, Candidate]:
        findings, candidates = await self.findings(), await self.candidates()
        best = {finding.subject.record.id: best_placed(finding, candidates) for finding in findings}
        return {subject_id: candidate for subject_id, candidate in best.items() if candidate is not None}

    async def _propose(self) -> tuple[tuple[Candidate, ...], tuple[DisclosureDecision, ...]]:
        evidence, findings = await self.evidence(), await self.findings()
        if evidence is None:
            return (), ()
        facts = await candidate_facts(self.session, self._offender_id, findings)
        proposals = Proposals(evidence, facts)
        proposals.collect(findings)
        people = people_to_check(proposals.found, facts)
        known, decisions = await asyncio.gather(
            recipient_facts(self.session, self._offender_id, people),
            disclosure_decisions(self.session, facts.decisions),
        )
        decisions = tuple(reconsidered(decision, findings) for decision in decisions)
        return candidates_of(evidence, findings, proposals, facts, known, decisions), decisions
