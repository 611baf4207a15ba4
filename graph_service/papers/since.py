"""What has changed since the last meeting, as a part of a panel pack. Pure."""

from collections.abc import Iterator
from dataclasses import dataclass

from graph_service.model.clock import View
from graph_service.model.difference import FindingsDiff
from graph_service.model.records import people_among
from graph_service.papers.content import Block, Heading, Items, Paragraph
from graph_service.wording.changes import NOTHING_CHANGED, difference_words, records_in, view_words


@dataclass(frozen=True, slots=True)
class Since:
    """The view of the last meeting, and what differs between it and the view of the pack."""

    view: View
    diff: FindingsDiff

    @property
    def people(self) -> tuple[str, ...]:
        """The ids of everybody whom it speaks of."""
        return people_among(records_in(self.diff))


def since_blocks(since: Since, now: View) -> Iterator[Block]:
    """Who is newly at risk, stronger, weaker or no longer; whom to consider telling; which alerts; each with what made it so."""
    yield Heading("Since the last meeting")
    yield Paragraph(f"Compared with {view_words(since.view)}.", quiet=True)
    changes = difference_words(since.diff, (since.view.as_of, now.as_of))
    if not changes.all:
        yield Paragraph(NOTHING_CHANGED)
    for title, listed in (
        ("Who is at risk", changes.findings),
        ("Whom to consider telling", changes.candidates),
        ("Alerts", changes.alerts),
    ):
        if listed:
            yield Heading(title, 3)
            yield Items(tuple(one.line for one in listed))
