"""The decisions that a panel takes, as a form with room to write. Pure."""

from collections.abc import Iterable, Iterator
from typing import Final

from graph_service.model.case import CaseFile
from graph_service.model.findings import Alert, Candidate, DisclosureDecision
from graph_service.model.vocabulary import Channel, Decision, Standing
from graph_service.papers.candidates import in_working_order
from graph_service.papers.content import Block, Cell, Heading, Line, Paragraph, Table, TableColumn, Whole
from graph_service.wording import links as words
from graph_service.wording.candidates import decided, recipient_words
from graph_service.wording.labels import STANDINGS, TOLD_BY_OFFENDER, sentence_case
from graph_service.wording.summary import alerts, gaps

_ROOM_MM: Final = 26.0
_WHO_AND_WHEN: Final = (TableColumn("By whom, by when", 1.5), TableColumn("Review on", 1.0))
_TELLING: Final = (
    TableColumn("Whom, to protect whom", 2.6),
    TableColumn("Decision", 1.1),
    TableColumn("Reasons, what is told, conditions", 3.9),
    *_WHO_AND_WHEN,
)
_ALERTS: Final = (TableColumn("Alert", 2.6), TableColumn("What is done about it, with reasons", 5.0), *_WHO_AND_WHEN)
_CHAIR: Final = (TableColumn("Chair", 2.0), TableColumn("Signature", 2.0), TableColumn("Date of the meeting", 1.0))
_EMPTY: Final[Cell] = ()


def form_blocks(file: CaseFile) -> Iterator[Block]:
    """The chair's row, then one for each candidate and each alert. The chair's is first, so that it never ends alone on a page."""
    yield Whole(
        (
            Heading("Decisions to take"),
            Paragraph(
                "“Do not” and “not yet” are decisions, too, and need reasons. Tick one box in each row; say what is told and no "
                "more, on which conditions, who does it and by when. What is decided already is filled in."
            ),
            Table("For the chair", _CHAIR, ((_EMPTY, _EMPTY, _EMPTY),), _ROOM_MM / 2),
        )
    )
    if file.candidates:
        rows = tuple(_candidate_row(file, number, each) for number, each in enumerate(in_working_order(file), 1))
        yield Table("Telling and sharing: a row for each candidate, with room to write", _TELLING, rows, _ROOM_MM)
    else:
        yield Paragraph("Nobody is proposed to be told, so there is nothing to decide about telling.")
    if file.alerts:
        rows = tuple(_alert_row(number, alert) for number, alert in enumerate((*alerts(file), *gaps(file)), 1))
        yield Table("What is done about each alert, with room to write", _ALERTS, rows, _ROOM_MM)


def _candidate_row(file: CaseFile, number: int, candidate: Candidate) -> tuple[Cell, ...]:
    # What is not safe is not offered; a panel that decides otherwise writes so, with its reasons.
    blocked, latest = candidate.standing is Standing.BLOCKED, candidate.latest_decision
    tell = "Share" if candidate.channel is Channel.SHARING else "Tell"
    ticked = _ticked(latest)
    choices = ((Decision.APPROVED, tell), (Decision.REFUSED, "Do not"), (Decision.DEFERRED, "Not yet"))
    whom = tuple(Line(finding.subject.description) for finding in candidate.protects)
    return (
        (
            Line(f"{number}. {recipient_words(candidate)}", bold=True),
            Line(sentence_case(STANDINGS[candidate.standing].name), bold=blocked),
            *whom,
        ),
        (
            *(
                Line(f"{'☒' if one is ticked else '☐'} {words_}", bold=one is ticked)
                for one, words_ in choices
                if not blocked or one is not Decision.APPROVED or one is ticked
            ),
            *_so_far(file, latest),
        ),
        *_said(latest),
    )


def _ticked(latest: DisclosureDecision | None) -> Decision | None:
    """The box that is ticked already; none where the panel has to decide, be it again."""
    if latest is None or latest.evidence_changed:
        return None
    return Decision.APPROVED if latest.decision is Decision.DONE else latest.decision


def _so_far(file: CaseFile, latest: DisclosureDecision | None) -> Iterator[Line]:
    """What a ticked box does not say of what was decided so far."""
    if latest is None:
        return
    if latest.evidence_changed:
        yield Line(f"So far: {decided(latest)}")
        yield Line("Decide again: the evidence has changed", bold=True)
    elif latest.decision in (Decision.DONE, Decision.WITHDRAWN):
        yield Line(decided(latest), bold=True)
    if latest.is_due(file.view.as_of):
        yield Line("The review is due", bold=True)


def _said(latest: DisclosureDecision | None) -> tuple[Cell, Cell, Cell]:
    """Reasons, what is told and on which conditions; by whom and when; the day of review: as they were decided."""
    if latest is None:
        return _EMPTY, _EMPTY, _EMPTY
    told = (
        latest.reasons and f"Reasons: {latest.reasons}",
        latest.override_reason and f"Although not safe to tell, because: {latest.override_reason}",
        latest.information and f"What may be said: {latest.information}",
        latest.conditions and f"On condition: {latest.conditions}",
        latest.told_by_offender and TOLD_BY_OFFENDER[latest.told_by_offender],
    )
    whom = (latest.decided_by, latest.decided_on and words.day(latest.decided_on))
    review = (words.day(latest.review_on),) if latest.review_on else ()
    return _lines(told), _lines(whom), _lines(review)


def _lines(texts: Iterable[str | None]) -> Cell:
    return tuple(Line(text) for text in texts if text)


def _alert_row(number: int, alert: Alert) -> tuple[Cell, ...]:
    about = (Line(alert.subject.name),) if alert.subject else ()
    return ((Line(f"A{number}. {alert.title}", bold=True), *about), _EMPTY, _EMPTY, _EMPTY)
