"""The decisions that a panel takes, as a form with room to write. Pure."""

from collections.abc import Iterator
from typing import Final

from graph_service.model.case import CaseFile
from graph_service.model.findings import Alert, Candidate
from graph_service.model.vocabulary import Channel, Standing
from graph_service.papers.candidates import in_working_order
from graph_service.papers.content import Block, Cell, Heading, Line, Paragraph, Table, TableColumn, Whole
from graph_service.wording.candidates import recipient_words
from graph_service.wording.labels import STANDINGS, sentence_case
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
                "more, on which conditions, who does it and by when."
            ),
            Table("For the chair", _CHAIR, ((_EMPTY, _EMPTY, _EMPTY),), _ROOM_MM / 2),
        )
    )
    if file.candidates:
        rows = tuple(_candidate_row(number, each) for number, each in enumerate(in_working_order(file), 1))
        yield Table("Telling and sharing: a row for each candidate, with room to write", _TELLING, rows, _ROOM_MM)
    else:
        yield Paragraph("Nobody is proposed to be told, so there is nothing to decide about telling.")
    if file.alerts:
        rows = tuple(_alert_row(number, alert) for number, alert in enumerate((*alerts(file), *gaps(file)), 1))
        yield Table("What is done about each alert, with room to write", _ALERTS, rows, _ROOM_MM)


def _candidate_row(number: int, candidate: Candidate) -> tuple[Cell, ...]:
    # What is not safe is not offered; a panel that decides otherwise writes so, with its reasons.
    blocked = candidate.standing is Standing.BLOCKED
    choices = () if blocked else ("Share" if candidate.channel is Channel.SHARING else "Tell",)
    whom = tuple(Line(finding.subject.description) for finding in candidate.protects)
    return (
        (
            Line(f"{number}. {recipient_words(candidate)}", bold=True),
            Line(sentence_case(STANDINGS[candidate.standing].name), bold=blocked),
            *whom,
        ),
        tuple(Line(f"☐ {choice}") for choice in (*choices, "Do not", "Not yet")),
        _EMPTY,
        _EMPTY,
        _EMPTY,
    )


def _alert_row(number: int, alert: Alert) -> tuple[Cell, ...]:
    about = (Line(alert.subject.name),) if alert.subject else ()
    return ((Line(f"A{number}. {alert.title}", bold=True), *about), _EMPTY, _EMPTY, _EMPTY)
