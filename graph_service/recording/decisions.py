"""How decisions about telling somebody may follow one another. Pure."""

from collections.abc import Mapping
from typing import Final

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


def may_follow(stands: Decision | None, decision: Decision) -> bool:
    """Whether a decision may follow what stands."""
    return decision in MOVES[stands]
