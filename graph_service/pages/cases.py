"""`/`: the cases that are open to the viewer, and the offenders that a search finds among them."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any, Final
from urllib.parse import quote, urlencode

from graph_service.errors import InputRefused
from graph_service.model.characters import plain
from graph_service.model.clock import View
from graph_service.model.records import Record
from graph_service.pages.exchange import PageResponse
from graph_service.pages.site_frame import SiteFrame
from graph_service.pages.templates import render
from graph_service.queries.candidates import decisions_made
from graph_service.queries.offenders import find_offenders, list_offenders
from graph_service.queries.view_session import ViewSession
from graph_service.recording.decisions import standing
from graph_service.security.cursors import Cursors, Ordered
from graph_service.wording import links as words
from graph_service.wording.labels import agency_words

PER_PAGE: Final = 25
MOST_TEXT: Final = 200
"""The longest text to search for, in characters."""
_CATEGORIES: Final = ("1", "2", "3", "4")
_LEVELS: Final = ("1", "2", "3")
_PARAMETERS: Final = {"as_of": "asOf", "category": "category", "level": "level", "after": "after"}
TAKES: Final = tuple(_PARAMETERS.values())
"""The parameters that the address of the list takes."""
_IDENTIFIERS: Final = (
    ("pnc_id", "PNC"),
    ("cro_number", "CRO"),
    ("noms_number", "NOMS"),
    ("crn", "CRN"),
    ("visor_reference", "ViSOR"),
)


@dataclass(frozen=True, slots=True)
class CaseRow:
    """One case of a list, in words."""

    href: str
    name: str
    born: str
    identifiers: tuple[str, ...]
    category: str
    level: str
    lead_agency: str
    waits: str
    decisions_href: str


@dataclass(frozen=True, slots=True)
class CaseList:
    """What is asked of the list, as its address says it: the day, the filters, and the part of it."""

    as_of: str = ""
    category: str = ""
    level: str = ""
    after: str = ""

    @classmethod
    def of(cls, asked: Mapping[str, str]) -> "CaseList":
        """Raises InputRefused for a category or a level that there is not."""
        category, level = asked.get("category", ""), asked.get("level", "")
        if category not in ("", *_CATEGORIES) or level not in ("", *_LEVELS):
            raise InputRefused("The category is 1 to 4 and the level 1 to 3.")
        return cls(asked.get("asOf", ""), category, level, asked.get("after", ""))

    def address(self, **changed: str) -> str:
        """The address of the list with something asked of it changed."""
        asked = {name: value for name, value in asdict(replace(self, **changed)).items() if value}
        query = urlencode({_PARAMETERS[name]: value for name, value in asked.items()})
        return f"/?{query}" if query else "/"


async def cases_page(
    session: ViewSession, asked: CaseList, cases: Collection[str] | None, frame: SiteFrame, *, hint: str = ""
) -> PageResponse:
    """A page of the managed offenders whose cases are open; `cases` are their ids where not all are.

    `hint`: what to tell the reader first.
    """
    cursors = Cursors.of(session.settings)
    found = await list_offenders(
        session,
        first=PER_PAGE,
        after=cursors.open(Ordered.OFFENDERS, asked.after) if asked.after else None,
        category=int(asked.category) if asked.category else None,
        level=int(asked.level) if asked.level else None,
        cases=cases,
        # To count them all means going through them all; so it is said once, on the first page.
        counted=not asked.after,
    )
    further = cursors.seal(Ordered.OFFENDERS, found.places[-1]) if found.places and found.more else None
    page = render(
        "cases",
        frame=frame,
        rows=await _rows(session, found.offenders, asked),
        total=None if asked.after else found.total,
        asked=asked,
        day=_day(asked, session.view),
        today=asked.address(as_of="", after=""),
        categories=_CATEGORIES,
        levels=_LEVELS,
        beginning=asked.address(after="") if asked.after else None,
        further=None if further is None else asked.address(after=further),
        longest=MOST_TEXT,
        per_page=PER_PAGE,
        text="",
        found=None,
        hint=hint,
    )
    return PageResponse(page, tuple(person.id for person, _ in found.offenders))


async def found_cases_page(
    session: ViewSession, text: str, asked: CaseList, cases: Collection[str] | None, frame: SiteFrame
) -> PageResponse:
    """The offenders like `text` whose cases are open; where it says nothing, the list. Raises InputRefused."""
    text = plain(text)
    if not text:
        hint = "Write a name or an identifier to find somebody. Below are all cases open to you."
        return await cases_page(session, asked, cases, frame, hint=hint)
    if len(text) > MOST_TEXT or not text.isprintable():
        raise InputRefused(f"Write a name or an identifier of up to {MOST_TEXT} characters.")
    found = await find_offenders(session, text, first=PER_PAGE, cases=cases)
    page = render(
        "cases",
        frame=frame,
        rows=await _rows(session, found, asked),
        total=len(found),
        asked=asked,
        day=_day(asked, session.view),
        today=None,
        categories=_CATEGORIES,
        levels=_LEVELS,
        beginning=asked.address(),
        further=None,
        longest=MOST_TEXT,
        per_page=PER_PAGE,
        text=text,
        found=len(found),
        hint="",
    )
    return PageResponse(page, tuple(person.id for person, _ in found))


def _day(asked: CaseList, view: View) -> str:
    """The day of the list in words, where the reader has chosen one."""
    return words.day(view.as_of.isoformat()) if asked.as_of else ""


async def _rows(
    session: ViewSession, offenders: Sequence[tuple[Record, Sequence[Mapping[str, Any]]]], asked: CaseList
) -> list[CaseRow]:
    query = f"?{urlencode({'asOf': asked.as_of})}" if asked.as_of else ""
    made = await decisions_made(session, [person.id for person, _ in offenders]) if offenders else {}
    view = session.view
    due = {
        person.id: sum(one.is_due(view.as_of) for one in standing(made.get(person.id, ()))) for person, _ in offenders
    }
    return [_row(person, rows, view, query, due[person.id]) for person, rows in offenders]


def _row(person: Record, rows: Sequence[Mapping[str, Any]], view: View, query: str, due: int) -> CaseRow:
    day = view.as_of.isoformat()
    in_force = [row for row in rows if row["managed_from"] <= day < row["managed_to"]]
    row = (in_force or rows)[0]
    born = person.values.get("date_of_birth")
    known = ((label, person.values.get(column)) for column, label in _IDENTIFIERS)
    return CaseRow(
        href=f"/offenders/{quote(person.id, safe='')}{query}",
        name=words.clean(person.name),
        born=f"{words.day(born)} ({words.age_words(person, view.as_of)})" if born else "not recorded",
        identifiers=tuple(f"{label} {words.clean(value)}" for label, value in known if value),
        category=str(row["category"] or "") if in_force else "not managed now",
        level=str(row["level"] or "") if in_force else "",
        lead_agency=agency_words(row["lead_agency"] or ""),
        waits=f"{due} {'review' if due == 1 else 'reviews'} due" if due else "",
        decisions_href=f"/offenders/{quote(person.id, safe='')}/decisions{query}",
    )
