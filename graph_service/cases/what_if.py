"""What the findings would be if a relationship were better, or worse, than recorded. Nothing is written.

Two questions need it: which weak relationships are worth developing, and without which relationships a finding falls.
"""

import asyncio
from collections.abc import Iterable, Mapping
from typing import Final

from graph_service.findings.alerts import AlertMatch, Development, breaches
from graph_service.findings.assembly import exposures_of
from graph_service.findings.evidence import Evidence
from graph_service.model.records import Path
from graph_service.model.vocabulary import LAST_DAY
from graph_service.queries.case import CaseQuestions
from graph_service.queries.findings import Supposition, alert_matches, offender_evidence, weak_links_around

Key = tuple[str, str, tuple[str, ...]]
Shown = Mapping[Key, Development]
"""Exposures and breaches by what makes each one."""

_BOLD: Final = (
    Supposition(trusting=True, trusting_rolls=True),
    Supposition(trusting=True, trusting_rolls=False),
)
"""Between them these show whatever any choice of weak relationships could show: a roll may make a child of an adult."""


class WhatIf:
    """Asks about one offender under suppositions, each of them once."""

    def __init__(self, questions: CaseQuestions) -> None:
        self._questions = questions
        self._asked: dict[frozenset[str], asyncio.Task[Shown]] = {}

    async def subjects_without(self, link_id: str) -> frozenset[str]:
        """The ids of those who would still be subjects of a finding if this relationship were refuted."""
        supposition = Supposition({link_id: False})
        evidence = await offender_evidence(self._questions, supposition)
        if evidence is None:
            return frozenset()
        return frozenset(match.subject.record.id for match in exposures_of(evidence))

    async def developments(self, evidence: Evidence, matches: Iterable[AlertMatch]) -> Mapping[str, Development]:
        """For each weak relationship (id), the first exposure or breach there would be if it, and any other weak one on the
        same path, were well graded. `evidence` and `matches` are what there is as recorded.
        """
        now = _shown(evidence, matches)
        possible: dict[Key, Development] = {}
        for shown in await asyncio.gather(*(self._show(supposition) for supposition in _BOLD)):
            possible |= {key: found for key, found in shown.items() if key not in now}
        developments: dict[str, Development] = {}
        unexplained: list[tuple[Key, Development, frozenset[str]]] = []
        for key, found in possible.items():
            for weak in _weak_on(found.path):
                if weak and key in await self._trusting(weak):
                    _offer(developments, weak, found)
                else:
                    unexplained.append((key, found, weak))
        if unexplained:
            await self._conditions(unexplained, developments)
        return developments

    async def _conditions(
        self, unexplained: Iterable[tuple[Key, Development, frozenset[str]]], developments: dict[str, Development]
    ) -> None:
        """Find the weak relationships off the path that would fulfil a condition."""
        for key, found, weak in unexplained:
            around = await weak_links_around(self._questions.session, {node.id for node in found.path.nodes})
            for link_id in around:
                if link_id not in weak and key in await self._trusting(weak | {link_id}):
                    _offer(developments, (link_id,), found)

    async def _trusting(self, link_ids: frozenset[str]) -> Shown:
        task = self._asked.get(link_ids)
        if task is None:
            supposition = Supposition(dict.fromkeys(sorted(link_ids), True))
            task = self._asked[link_ids] = asyncio.ensure_future(self._show(supposition))
        return await task

    async def _show(self, supposition: Supposition) -> Shown:
        evidence, matches = await asyncio.gather(
            offender_evidence(self._questions, supposition),
            alert_matches(self._questions, supposition),
        )
        return {} if evidence is None else _shown(evidence, matches)


def _shown(evidence: Evidence, matches: Iterable[AlertMatch]) -> Shown:
    exposures = {match.key: Development.of_exposure(match) for match in exposures_of(evidence)}
    return exposures | {breach.key: Development.of_breach(breach) for breach in breaches(matches)}


def _weak_on(path: Path) -> tuple[frozenset[str], ...]:
    """The weak relationships (ids) of a path: all, and those without endings of partnerships, of which an earlier version
    may count instead.
    """
    weak = [link for link in path.links if link.weak]
    endings = {link.id for link in weak if link.type == "PARTNER_OF" and link.valid_to != LAST_DAY}
    every = frozenset(link.id for link in weak)
    return (every, every - endings) if endings else (every,)


def _offer(developments: dict[str, Development], link_ids: Iterable[str], found: Development) -> None:
    for link_id in link_ids:
        known = developments.get(link_id)
        if known is None or found.order < known.order:
            developments[link_id] = found
