"""How decisions about telling somebody may follow one another. Pure."""

from collections.abc import Iterable, Mapping
from typing import Final

from graph_service.model.findings import DisclosureDecision
from graph_service.model.vocabulary import Decision

MOVES: Final[Mapping[Decision | None, frozenset[Decision]]] = {
    None: frozenset({Decision.APPROVED, Decision.REFUSED, Decision.DEFERRED}),
    Decision.DEFERRED: frozenset({Decision.APPROVED, Decision.REFUSED}),
    Decision.APPROVED: frozenset({Decision.DONE, Decision.WITHDRAWN}),
    Decision.REFUSED: frozenset({Decision.DEFERRED, Decision.APPROVED}),
    Decision.DONE: frozenset(),
    Decision.WITHDRAWN: frozenset(),
}
"""What may be decided next; None where nothing has been decided. Each move is a record of its own, so the history stays."""

IN_FAVOUR: Final = frozenset({Decision.APPROVED, Decision.DONE})
"""Decisions that somebody is told, or was."""


def standing(decisions: Iterable[DisclosureDecision]) -> tuple[DisclosureDecision, ...]:
    """Of decisions, the latest first, those that stand: a later one about the same recipient, told or shared with, takes an earlier
    one's place.
    """
    latest: dict[tuple[str, bool], DisclosureDecision] = {}
    for decision in decisions:
        whom = decision.id if decision.recipient is None else decision.recipient.id
        latest.setdefault((whom, decision.is_sharing), decision)
    return tuple(latest.values())


def may_follow(stands: Decision | None, decision: Decision) -> bool:
    """Whether a decision may follow what stands."""
    return decision in MOVES[stands]
