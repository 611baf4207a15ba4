"""`/search`: any record by its name or an identifier, with what tells it from others of its name."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from graph_service.errors import InputRefused
from graph_service.model.characters import plain
from graph_service.model.clock import View
from graph_service.model.records import Record, people_among
from graph_service.model.vocabulary import NODE_KINDS
from graph_service.pages.exchange import PageResponse
from graph_service.pages.record_links import links_at
from graph_service.pages.site_frame import SiteFrame
from graph_service.pages.templates import render
from graph_service.queries.exploring import search
from graph_service.queries.record_file import towns
from graph_service.queries.view_session import ViewSession
from graph_service.wording import links as words
from graph_service.wording.records import KIND_PLURALS, telling_apart, title

MOST_TEXT: Final = 200
"""The longest text to search for, in characters."""
MOST_FOUND: Final = 50
"""Records that a search shows at most."""


@dataclass(frozen=True, slots=True)
class FoundRow:
    """A record that was found. `what` tells it from others of its name."""

    record: Record
    name: str
    what: str


@dataclass(frozen=True, slots=True)
class FoundKind:
    """The records of one kind that were found, the likest first."""

    title: str
    key: str
    rows: tuple[FoundRow, ...]


@dataclass(frozen=True, slots=True)
class AskedView:
    """The view as an address asks for it: blank where it is today, as known now."""

    as_of: str = ""
    known_at: str = ""

    @property
    def parameters(self) -> dict[str, str]:
        """What an address says of it."""
        return {name: value for name, value in (("asOf", self.as_of), ("knownAt", self.known_at)) if value}


async def search_page(
    session: ViewSession, text: str | None, kind: str, asked: AskedView, frame: SiteFrame
) -> PageResponse:
    """What is like `text`, of one kind where it names one; the empty form where there is no text. Raises InputRefused."""
    wanted = text is not None and searched_text(text)
    kinds = NODE_KINDS if not kind else tuple(one for one in NODE_KINDS if one.value == kind)
    if not kinds:
        raise InputRefused(f"The kind of record must be one of: {', '.join(one.value for one in NODE_KINDS)}.")
    found = await search(session, wanted, kinds, MOST_FOUND) if wanted else ()
    rows = await found_rows(session, found)
    page = render(
        "search",
        frame=frame,
        records=links_at(asked.parameters, offered=frame.records),
        text=wanted or "",
        kind=kind,
        kinds=[(one.value, KIND_PLURALS[one]) for one in NODE_KINDS],
        asked=asked,
        day=day_words(asked, session.view),
        longest=MOST_TEXT,
        groups=_by_kind(rows),
        count=len(rows),
        most=MOST_FOUND,
        hint="Write a name or an identifier to find something." if text is not None and not wanted else "",
    )
    return PageResponse(page, people_among(found))


def searched_text(text: str) -> str:
    """A text as it is searched for; empty where there is nothing to see in it. Raises InputRefused."""
    text = plain(text)
    if len(text) > MOST_TEXT or not text.isprintable():
        raise InputRefused(f"Write a name or an identifier of up to {MOST_TEXT} characters.")
    return text


async def found_rows(session: ViewSession, found: Sequence[Record]) -> tuple[FoundRow, ...]:
    """Records that were found, each with what tells it from others of its name."""
    people = people_among(found)
    lives = await towns(session, people) if people else {}
    as_of = session.view.as_of
    return tuple(
        FoundRow(record, title(record), telling_apart(record, as_of, lives.get(record.id, ()))) for record in found
    )


def day_words(asked: AskedView, view: View) -> str:
    """The day of the view in words, where the reader has chosen one."""
    return words.day(view.as_of.isoformat()) if asked.as_of else ""


def _by_kind(rows: Sequence[FoundRow]) -> tuple[FoundKind, ...]:
    """What was found, kind by kind: the kind of the likest first."""
    kinds = dict.fromkeys(row.record.kind for row in rows)
    return tuple(
        FoundKind(
            KIND_PLURALS[kind], f"found-{kind.value.lower()}", tuple(row for row in rows if row.record.kind is kind)
        )
        for kind in kinds
    )
