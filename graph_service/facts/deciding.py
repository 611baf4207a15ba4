"""What else must hold of a decision about telling somebody before it is recorded."""

from collections.abc import Mapping
from typing import Any

from graph_service.cases.reader import CaseReader
from graph_service.facts.recorder import Fact, FactFault, FactRefused
from graph_service.model.clock import View, today
from graph_service.model.findings import DisclosureDecision
from graph_service.model.vocabulary import SHARING_ROLES, Decision, RecipientRole, Standing
from graph_service.queries.view_session import ViewSession
from graph_service.recording.decisions import IN_FAVOUR, may_follow, standing
from graph_service.recording.rows import Values


def decision_cells(given: Mapping[str, Any], user: str) -> dict[str, Any]:
    """The cells of a decision as recorded: a record of its own, decided today by the user unless it says otherwise."""
    cells = {name: value for name, value in given.items() if name != "id"}
    # Left blank is as not given: without its day a decision would stand behind every other.
    usual = {"decided_on": today(), "decided_by": user}
    return cells | {name: value for name, value in usual.items() if cells.get(name) in (None, "")}


async def must_be_a_move(session: ViewSession, fact: Fact, values: Values) -> None:
    """Raise FactRefused where a decision does not follow what stands, has no reasons, or favours somebody not safe to tell."""
    blank = [column for column in ("decision", "reasons") if column not in values]
    if blank:
        raise FactRefused(*(FactFault(column, f"The {column} must be given.", "REQUIRED") for column in blank))
    decision, role = Decision(values["decision"]), values.get("role")
    recipient_id, shares = values["recipient_id"], role is not None and RecipientRole(role) in SHARING_ROLES
    reader = CaseReader(session, values["offender_id"])
    stands = standing_about(await reader.decisions(), recipient_id, shares=shares)
    if fact.follows is not None and fact.follows != ("" if stands is None else stands.id):
        raise FactRefused(
            FactFault("decision", "Somebody has decided about this since: see what stands there now.", "STALE")
        )
    if not may_follow(None if stands is None else stands.decision, decision):
        raise FactRefused(FactFault("decision", _not_a_move(stands, decision), "MOVE"))
    _must_be_in_order(stands, values, session.view)
    proposed = [one for one in await reader.candidates() if (one.identity[0], one.is_agency) == (recipient_id, shares)]
    blocked = any(one.standing is Standing.BLOCKED for one in proposed)
    if blocked and decision in IN_FAVOUR and "override_reason" not in values:
        message = "This recipient is not safe to tell: see the conflicts. Expected a reason to do it all the same."
        raise FactRefused(FactFault("override_reason", message, "BLOCKED"))


def standing_about(
    decisions: tuple[DisclosureDecision, ...], recipient_id: str, *, shares: bool
) -> DisclosureDecision | None:
    """Of decisions, the latest first, the one that stands about somebody, told or shared with; None where nothing was decided."""
    about = (one for one in standing(decisions) if one.recipient is not None and one.recipient.id == recipient_id)
    return next((one for one in about if one.is_sharing == shares), None)


def _must_be_in_order(stands: DisclosureDecision | None, values: Values, view: View) -> None:
    """Raise FactRefused for a day on which nobody can have decided it: what stands would not be the latest any more."""
    day = values.get("decided_on")
    if day is None:
        return
    if day > view.as_of.isoformat():
        raise FactRefused(
            FactFault("decided_on", "The day lies in the future. Expected today or an earlier day.", "INVALID")
        )
    if stands is not None and stands.decided_on is not None and day < stands.decided_on:
        message = f"What stands was decided on {stands.decided_on}. Expected that day or a later one."
        raise FactRefused(FactFault("decided_on", message, "INVALID"))


def _not_a_move(stands: DisclosureDecision | None, decision: Decision) -> str:
    if stands is None or stands.decision is None:
        return f"Nothing has been decided yet, so it cannot be {decision}. Expected APPROVED, REFUSED or DEFERRED."
    return f"{decision} cannot follow {stands.decision}."
