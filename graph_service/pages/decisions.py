"""`/offenders/{id}/decisions`: what was decided about telling people, what needs another look and why, what is open."""

import asyncio
from dataclasses import dataclass

from graph_service.cases.case_file import read_case_file
from graph_service.cases.difference import decided_view, difference_between
from graph_service.findings.difference import about_decision
from graph_service.model.case import CaseFile
from graph_service.model.findings import Candidate, DisclosureDecision
from graph_service.model.records import Record
from graph_service.model.vocabulary import Channel, Standing
from graph_service.pages.exchange import PageRequest, PageResponse
from graph_service.pages.exposures import DecisionView, decision_view
from graph_service.pages.framing import case_address, case_frame, deciding_address
from graph_service.pages.templates import render
from graph_service.recording.decisions import MOVES, standing
from graph_service.wording import links as words
from graph_service.wording.candidates import candidate_groups, decided_about, part_words
from graph_service.wording.changes import ChangeWords, difference_words
from graph_service.wording.labels import ROLES, STANDINGS, Label

NOTHING_ELSE_CHANGED = (
    "A relationship that it rests on has been recorded anew since. Who is at risk, how strongly and for which reasons is the same "
    "as before."
)


@dataclass(frozen=True, slots=True)
class RowView:
    """Somebody about whom was or could be decided. `stands`: what was decided last; `needs`: what waits, blank where nothing does.

    `href`: the way to decide, blank where the reader or anybody may not.
    """

    key: str
    record: Record | None
    name: str
    part: str
    standing: str
    standing_label: Label | None
    shares: bool
    protects: tuple[str, ...]
    stands: DecisionView | None
    earlier: tuple[DecisionView, ...]
    needs: str
    href: str
    act: str


@dataclass(frozen=True, slots=True)
class AgainView:
    """A decision that needs another look, and what has changed since."""

    decision: DecisionView
    since: str
    changes: tuple[ChangeWords, ...]
    href: str


async def decisions_page(request: PageRequest) -> PageResponse | None:
    """The decisions of the case at the view. None where the viewer sees no such offender."""
    file = await read_case_file(request.session, request.record_id)
    if file is None:
        return None
    changed = [one for one in standing(file.decisions) if one.evidence_changed]
    again = await asyncio.gather(*(_again(request, file, one) for one in changed))
    page = render(
        "decisions",
        **case_frame(file.case, file.view, "/decisions", request.frame),
        rows=tuple(_rows(file, decides=request.frame.decides)),
        again=again,
        saved=_saved(file, request.asked.get("saved", "")),
        candidates_address=case_address(file.case.person.id, "/disclosure-candidates", file.view),
        nothing_else=NOTHING_ELSE_CHANGED,
    )
    return PageResponse(page, file.people)


def _rows(file: CaseFile, *, decides: bool) -> list[RowView]:
    candidates = [one for group in candidate_groups(file) for one in group.candidates]
    rows = [_row_of_candidate(file, one, number, decides=decides) for number, one in enumerate(candidates, 1)]
    listed = {(one.identity[0], one.is_agency) for one in candidates}
    others = [
        one
        for one in standing(file.decisions)
        if one.recipient is None or (one.recipient.id, one.is_sharing) not in listed
    ]
    return rows + [
        _row_of_other(file, one, len(rows) + number, decides=decides) for number, one in enumerate(others, 1)
    ]


def _row_of_candidate(file: CaseFile, candidate: Candidate, number: int, *, decides: bool) -> RowView:
    recipient, stands = candidate.recipient, candidate.latest_decision
    about = [one for one in candidate.decisions if one.is_sharing == candidate.is_agency]
    is_record = isinstance(recipient, Record) and not recipient.sealed
    is_open = decides and is_record and (stands is None or bool(MOVES[stands.decision]))
    return RowView(
        key=f"decision-{number}",
        record=recipient if isinstance(recipient, Record) else None,
        name=words.clean(recipient.name),
        part=part_words(candidate),
        standing=candidate.standing.value.lower(),
        standing_label=STANDINGS[candidate.standing],
        shares=candidate.channel is Channel.SHARING and candidate.standing is not Standing.BLOCKED,
        protects=tuple(words.clean(one.subject.description) for one in candidate.protects),
        stands=None if stands is None else decision_view(file, stands),
        earlier=tuple(decision_view(file, one) for one in about if one is not stands),
        needs=_needs(file, stands, proposed=candidate.standing is not Standing.BLOCKED, is_record=is_record),
        href=_form(file, candidate.identity[0], candidate.role.value) if is_open else "",
        act="Decide" if stands is None else "Decide again",
    )


def _row_of_other(file: CaseFile, stands: DisclosureDecision, number: int, *, decides: bool) -> RowView:
    """Somebody about whom was decided and who is not proposed any more."""
    recipient = stands.recipient
    about = [
        one
        for one in file.decisions
        if one is not stands
        and recipient is not None
        and one.recipient == recipient
        and one.is_sharing == stands.is_sharing
    ]
    is_open = decides and recipient is not None and not recipient.sealed and bool(MOVES[stands.decision])
    return RowView(
        key=f"decision-{number}",
        record=recipient,
        name=decided_about(stands),
        part=ROLES[stands.role] if stands.role else "",
        standing="",
        standing_label=None,
        shares=False,
        protects=(),
        stands=decision_view(file, stands),
        earlier=tuple(decision_view(file, one) for one in about),
        needs=_needs(file, stands, proposed=False, is_record=True),
        href=_form(file, recipient.id, stands.role.value if stands.role else "")
        if is_open and recipient is not None
        else "",
        act="Decide again",
    )


def _form(file: CaseFile, recipient_id: str, role: str) -> str:
    return deciding_address(file.case.person.id, file.view, recipient_id, role)


def _needs(file: CaseFile, stands: DisclosureDecision | None, *, proposed: bool, is_record: bool) -> str:
    if stands is None:
        if not is_record:
            return "No record holds this agency, so nothing can be decided about it here. Record it as an organisation first."
        return "To be decided" if proposed else ""
    if stands.evidence_changed:
        return "Look again: the evidence has changed"
    return "The review is due" if stands.is_due(file.view.as_of) else ""


async def _again(request: PageRequest, file: CaseFile, decision: DisclosureDecision) -> AgainView:
    first = decided_view(decision)
    changes: tuple[ChangeWords, ...] = ()
    if first is not None:
        diff = await difference_between(file.case.person.id, first, file.view, request.at)
        changes = difference_words(about_decision(diff, decision), (first.as_of, file.view.as_of)).all
    recipient = decision.recipient
    role = decision.role.value if decision.role else ""
    is_open = request.frame.decides and recipient is not None and bool(MOVES[decision.decision])
    return AgainView(
        decision=decision_view(file, decision),
        since=words.day(decision.decided_on) if decision.decided_on else "",
        changes=changes,
        href=_form(file, recipient.id, role) if is_open and recipient is not None else "",
    )


def _saved(file: CaseFile, decision_id: str) -> DecisionView | None:
    """The decision that the reader has just recorded."""
    found = next((one for one in file.decisions if decision_id and one.id == decision_id), None)
    return None if found is None else decision_view(file, found)
