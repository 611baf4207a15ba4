"""How the form of a decision puts what may be decided. Pure."""

from typing import Final

from graph_service.model.findings import DisclosureDecision
from graph_service.model.vocabulary import Decision
from graph_service.recording.decisions import MOVES
from graph_service.wording.candidates import decided
from graph_service.wording.links import both, day

_TELLING: Final = {
    Decision.APPROVED: ("Tell", "It is decided; telling them is still to be done."),
    Decision.REFUSED: ("Do not tell", "With reasons: it is a decision, too."),
    Decision.DEFERRED: ("Not yet", "It is looked at again on the review day."),
    Decision.DONE: ("They have been told", "What was decided has been done."),
    Decision.WITHDRAWN: ("Withdraw", "They are not to be told after all. This cannot be taken back."),
}
_SHARING: Final = {
    **_TELLING,
    Decision.APPROVED: ("Share", "It is decided; sharing is still to be done."),
    Decision.REFUSED: ("Do not share", "With reasons: it is a decision, too."),
    Decision.DONE: ("It has been shared", "What was decided has been done."),
    Decision.WITHDRAWN: ("Withdraw", "It is not to be shared after all. This cannot be taken back."),
}
_ORDER: Final = (Decision.APPROVED, Decision.REFUSED, Decision.DEFERRED, Decision.DONE, Decision.WITHDRAWN)


def choices(stands: DisclosureDecision | None, *, shares: bool) -> tuple[tuple[Decision, str, str], ...]:
    """What may be decided next, what it is called and what it means; nothing where all is done."""
    says = _SHARING if shares else _TELLING
    moves = MOVES[None if stands is None else stands.decision]
    return tuple((one, *says[one]) for one in _ORDER if one in moves)


def what_stands(stands: DisclosureDecision | None) -> str:
    """What has been decided so far, in a sentence."""
    if stands is None:
        return "Nothing has been decided yet."
    on = f" on {day(stands.decided_on)}" if stands.decided_on else ""
    by = f" by {stands.decided_by}" if stands.decided_by else ""
    return f"What stands: “{decided(stands)}”, decided{on}{by}."


def not_a_move(stands: DisclosureDecision | None, *, shares: bool) -> str:
    """What to choose from where somebody chose what cannot follow."""
    names = [f"“{name}”" for _, name, _ in choices(stands, shares=shares)]
    return f"Choose one of {both(names)}." if names else "What stands is final: nothing can follow it."
