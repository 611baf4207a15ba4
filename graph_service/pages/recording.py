"""`/offenders/{id}/record`, `/records/{id}/record`: adding information. What it would change is shown before it is saved."""

import re
import secrets
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any, Final

from graph_service.cases.reader import CaseReader
from graph_service.facts.recorder import Fact, FactFault, cell_faults
from graph_service.model.case import OffenderCase
from graph_service.model.clock import View, now
from graph_service.model.records import Record, people_among
from graph_service.pages.changing import change, change_items
from graph_service.pages.contents import Content, Item, content, items, missing_days
from graph_service.pages.effects import Effects, reading_effects
from graph_service.pages.exchange import Below, PageRequest, PageResponse
from graph_service.pages.forms import Field, blank_ones, problem_texts, problems_of, stray_ones, with_problems
from graph_service.pages.framing import act_address, by_itself_frame, case_frame, page_address
from graph_service.pages.parties import PARTY, Party, missing, not_the_one, parties, within_reach
from graph_service.pages.source_part import blank_source, source_fields
from graph_service.pages.templates import render
from graph_service.queries.record_file import read_record_file
from graph_service.queries.view_session import ViewSession
from graph_service.wording import links as words
from graph_service.wording.recording import INFORMATION, relations
from graph_service.wording.records import title

TAKES: Final = ("what", "link", "at", "saved")
_KEY: Final = re.compile(r"[0-9a-f]{32}")
_COUNT: Final = "count"
_DO: Final = "do"
_STANDS: Final = "stands-"
_SOURCES_OF: Final = 50
"""Relationships of each type whose sources are offered."""


@dataclass(frozen=True, slots=True)
class _Subject:
    """What information is added to: a case, or a record by itself. `sources`: those around it that are on record."""

    below: Below
    record: Record
    case: OffenderCase | None
    session: ViewSession
    sources: tuple[Record, ...]

    def address(self, **asked: str) -> str:
        """The page of this subject, asking for something."""
        kept = tuple(asked.items())
        if self.below is Below.OFFENDERS:
            return act_address(self.record.id, "/record", self.session.view, kept)
        return page_address(Below.RECORDS, self.record.id, "/record", kept=kept)

    @property
    def home(self) -> str:
        """The case, or the record, as known now."""
        if self.below is Below.OFFENDERS:
            return act_address(self.record.id, "", self.session.view)
        return page_address(Below.RECORDS, self.record.id)

    def frame(self, request: PageRequest) -> dict[str, Any]:
        """What stands around the page."""
        view = self.session.view
        if self.case is not None:
            return {**case_frame(self.case, view, "/record", request.frame), "layout": "act-layout.html"}
        address = page_address(Below.RECORDS, self.record.id)
        frame = by_itself_frame(self.record, view, "/record", request.frame, (), permalink=address, newest=address)
        return {**frame, "layout": "act-record-layout.html"}


@dataclass(frozen=True, slots=True)
class _Filled:
    """A form as it was filled in: what is asked, what stands there, and the facts that it says. `told`: what is on record so far,
    and `named` whom that names.
    """

    fields: tuple[Field, ...]
    source: tuple[Field, ...]
    parties: tuple[Party, ...]
    items: tuple[Item, ...]
    problems: Mapping[str, str]
    content: Content | None = None
    told: str = ""
    named: tuple[Record, ...] = ()

    @property
    def asked(self) -> tuple[Field, ...]:
        """Every field, in the order of the page."""
        more = tuple(field for party in self.parties for kind in party.new for field in party.new[kind])
        return (*self.source, *self.fields, *more)


def recording_page(below: Below) -> Callable[[PageRequest], Awaitable[PageResponse | None]]:
    """The page below cases, or below records. It answers None where the viewer sees no such one."""

    async def page(request: PageRequest) -> PageResponse | None:
        subject = await _subject(request, below)
        if subject is None:
            return None
        values = dict(request.sent.fields) if request.sent is not None else {}
        what = request.asked.get("what", "")
        if what == "change":
            return await _change_page(request, subject, values)
        information = next((one for one in INFORMATION if one.name == what), None)
        if information is None or (information.of_a_case and subject.case is None):
            return _menu(request, subject)
        return await _answer(request, subject, values, _filling(request, subject, what))

    return page


async def _subject(request: PageRequest, below: Below) -> _Subject | None:
    """What information is added to; None where the viewer sees no such one."""
    session = request.at(View(request.session.view.as_of, now()))
    case = await CaseReader(session, request.record_id).case() if below is Below.OFFENDERS else None
    file = await read_record_file(session, request.record_id, first=_SOURCES_OF)
    if file is None or file.record.sealed or (below is Below.OFFENDERS and case is None):
        return None
    return _Subject(below, file.record, case, session, tuple(file.sources.values()))


def _menu(request: PageRequest, subject: _Subject) -> PageResponse:
    offered = [
        one
        for one in INFORMATION
        if (subject.case is not None if one.of_a_case else bool(relations(one, subject.record.kind)))
    ]
    page = render(
        "record-menu",
        **subject.frame(request),
        saved=bool(request.asked.get("saved")),
        offered=[(one.title, one.note, subject.address(what=one.name)) for one in offered],
        home=subject.home,
    )
    return PageResponse(page, people_among((subject.record,)))


_Fill = Callable[[Mapping[str, str], str], Awaitable[_Filled]]


def _filling(request: PageRequest, subject: _Subject, what: str) -> _Fill:
    information = next(one for one in INFORMATION if one.name == what)

    async def fill(values: Mapping[str, str], key: str) -> _Filled:
        asked = content(information, subject.record, values)
        count = min(_count(values), asked.most)
        found = await parties(request, subject.session, values, asked.kinds, count)
        source = source_fields(subject.sources, values, cleared=request.identity.cleared) if asked.has_source else ()
        problems = {
            **(blank_source(source, values) if asked.has_source else {}),
            **blank_ones(asked.all, values),
            **stray_ones(asked.all, values),
            **missing_days(asked, values),
        }
        for party in found:
            # One that says nothing is left out, where another does or none is needed.
            if party.is_blank and (party.number > 1 or not asked.needs_party):
                continue
            if text := party.problem or missing(party, values):
                problems[party.field] = text
        return _Filled(asked.all, source, found, items(asked, values, found, key), problems, asked)

    return fill


async def _change_page(request: PageRequest, subject: _Subject, values: dict[str, str]) -> PageResponse | None:
    changed = await change(
        subject.session, request.asked.get("link", ""), request.asked.get("at", ""), refuted=request.sent is not None
    )
    near = await within_reach(request, subject.session)
    if changed is None or (near is not None and not {changed.link.from_id, changed.link.to_id} <= near):
        return None

    async def fill(values: Mapping[str, str], key: str) -> _Filled:
        source = source_fields(subject.sources, values, cleared=request.identity.cleared)
        fields = changed.fields(values)
        problems = {
            **blank_source(source, values),
            **blank_ones(fields, values),
            **stray_ones(fields, values),
            **changed.missing(values),
        }
        return _Filled(
            fields, source, (), change_items(changed, values, key), problems, told=changed.told, named=changed.ends
        )

    return await _answer(request, subject, values, fill)


async def _answer(request: PageRequest, subject: _Subject, values: dict[str, str], fill: _Fill) -> PageResponse:
    key = values.get("key", "")
    values["key"] = key = key if _KEY.fullmatch(key) else secrets.token_hex(16)
    do = values.pop(_DO, "check") if request.sent is not None and request.sent.acts else ""
    if do == "more":
        values[_COUNT] = str(_count(values) + 1)
    filled = await fill(values, key)
    if do not in ("check", "save"):
        # Whatever is only looked for, or shown again, is not wrong yet.
        return _form(request, subject, values, replace(filled, problems={}))
    problems = {**_faults(filled, [cell_faults(one.fact) for one in filled.items]), **filled.problems}
    if problems or not filled.items:
        return _form(request, subject, values, replace(filled, problems=problems), status=400)
    save = do == "save"
    facts = [_tried(one.fact, values, key, number, save=save) for number, one in enumerate(filled.items)]
    assert request.clerk is not None
    answered = await request.clerk.record(facts, reading_effects(request, facts))
    if answered.is_refused:
        problems = _faults(filled, [one.faults for one in answered.recorded])
        return _form(request, subject, values, replace(filled, problems=problems), status=400)
    if save:
        return PageResponse("", answered.read.people, leads_to=subject.address(saved="yes"))
    doubts = _faults(filled, [one.doubts for one in answered.recorded])
    stands = {f"{_STANDS}{number}": str(one.version - 1) for number, one in enumerate(answered.recorded)}
    return _review(request, subject, values | stands, answered.read, tuple(doubts.values()))


def _count(values: Mapping[str, str]) -> int:
    """With how many the form asks to be filled in."""
    count = values.get(_COUNT, "")
    return max(int(count), 1) if count.isdecimal() else 1


def _tried(fact: Fact, values: Mapping[str, str], key: str, number: int, *, save: bool) -> Fact:
    """A fact as it is tried first; then as it is saved, once, where the version stands that it was tried on."""
    if not save:
        return replace(fact, dry_run=True)
    stands = values.get(f"{_STANDS}{number}", "")
    expected = int(stands) if fact.must_exist and stands.isdecimal() else fact.expected_version
    return replace(fact, client_key=f"{key}-{number}", expected_version=expected)


def _faults(filled: _Filled, found: list[tuple[FactFault, ...]]) -> dict[str, str]:
    """What is wrong with each field, by the faults of each fact."""
    texts: dict[str, str] = {}
    names = [*filled.asked, *(Field(party.field, "") for party in filled.parties)]
    for one, faults in zip(filled.items, found, strict=True):
        for name, text in problem_texts(names, faults, one.field_of).items():
            texts.setdefault(name, not_the_one(text) if name.startswith(PARTY) else text)
    return texts


def _form(
    request: PageRequest, subject: _Subject, values: Mapping[str, str], filled: _Filled, *, status: int = 200
) -> PageResponse:
    problems, asked = filled.problems, filled.content
    shown = tuple(replace(one, problem=problems.get(one.field, "")) for one in filled.parties)
    fields, source = with_problems(filled.fields, problems), with_problems(filled.source, problems)
    before = len(asked.fields) if asked is not None else len(fields)
    named = [
        field
        for party in shown
        for field in (
            Field(party.field, party_label(party)),
            *(one for kind, some in party.new.items() if kind is party.new_kind for one in some),
        )
    ]
    listed = problems_of(
        with_problems((*source, *fields[:before], *named, *fields[before:]), problems),
        problems,
    )
    page = render(
        "record-form",
        **subject.frame(request),
        what=asked.information.title if asked is not None else "Change what is recorded",
        about=title(subject.record),
        told=filled.told,
        source=source,
        fields=fields[:before],
        more=fields[before:],
        parties=[
            replace(one, new={kind: with_problems(some, problems) for kind, some in one.new.items()}) for one in shown
        ],
        with_whom=asked.with_whom if asked is not None else "",
        can_add=asked is not None and len(shown) < asked.most,
        problems=listed,
        key=values["key"],
        count=len(shown),
        here=subject.address(**request.asked),
        home=subject.home,
    )
    people = [
        subject.record,
        *filled.named,
        *(row.record for party in shown for row in (*(party.matches or ()), party.chosen) if row),
    ]
    return PageResponse(page, people_among(people), status=status)


def party_label(party: Party) -> str:
    """What a party is called where something is wrong with it."""
    return "Who or what" if party.number == 1 else f"Who or what, {party.number}"


def _review(
    request: PageRequest, subject: _Subject, values: Mapping[str, str], effects: Effects, doubts: tuple[str, ...]
) -> PageResponse:
    page = render(
        "record-review",
        **subject.frame(request),
        about=title(subject.record),
        said=effects.said,
        changes=effects.changes,
        doubts=doubts,
        written={name: value for name, value in values.items() if name != _DO},
        here=subject.address(**request.asked),
        home=subject.home,
        is_case=subject.case is not None,
        own_id=subject.record.id,
        day=words.day(now().date().isoformat()),
    )
    return PageResponse(page, tuple(dict.fromkeys((subject.record.id, *effects.people))))
