"""`/records/{id}`: one record by itself. What it is, and what it has to do with whom, kind by kind."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

from graph_service.errors import InputRefused
from graph_service.model.clock import View
from graph_service.model.findings import Condition
from graph_service.model.records import Link, Record, people_among
from graph_service.model.vocabulary import DERIVED_RELATIONSHIPS, RELATIONSHIPS, Kind
from graph_service.pages.exchange import Below, PageRequest, PageResponse
from graph_service.pages.framing import by_itself_frame, case_address, page_address
from graph_service.pages.templates import render
from graph_service.queries.record_file import RecordFile, Related, read_record_file
from graph_service.wording import links as words
from graph_service.wording.evidence import condition_words, order_words
from graph_service.wording.labels import sentence_case
from graph_service.wording.provenance import LinkWords, own_handling, source_words, step
from graph_service.wording.records import facts

FIRST: Final = 25
"""Relationships of one type that the page shows at once."""
PER_PAGE: Final = 100
"""The same where the page is about that type alone."""
GROUPS: Final[Mapping[str, tuple[str, ...]]] = {
    "Family and partners": ("PARTNER_OF", "PARENT_OF", "SIBLING_OF", "RELATED_TO"),
    "Friends and associates": ("FRIEND_OF", "ASSOCIATE_OF", "FINANCIALLY_TIED_TO"),
    "Care": ("CARES_FOR", "MINDS", "SUPPORTS"),
    "Contact": ("CONTACTED", "VISITS", "THREATENED", "FIXATED_ON"),
    "Homes and places": (
        "LIVES_AT",
        "STAYS_AT",
        "PLANNED_RESIDENCE",
        "NOTIFIED_ADDRESS",
        "SEEN_AT",
        "HOLDS_KEYS",
        "LANDLORD_OF",
        "IN_BUILDING",
        "ADJACENT_TO",
        "NEAR",
    ),
    "School, work and groups": (
        "ATTENDS",
        "WORKS_FOR",
        "HEAD_OF",
        "SAFEGUARDING_LEAD_OF",
        "CHAIR_OF",
        "VOLUNTEERS_AT",
        "MEMBER_OF",
        "WORKS_AT",
    ),
    "Offences": ("INVOLVED_IN", "VICTIM_OF", "WITNESS_TO"),
    "Telephones and accounts": ("USES", "MESSAGED"),
}
"""The types of relationship by the heading they stand under, in the order of the page."""
_TYPES: Final = {**RELATIONSHIPS, **DERIVED_RELATIONSHIPS}
_RELATION: Final = re.compile(r"(?P<type>[A-Z_]{1,40})(?P<back>~?)")
_PAGE: Final = re.compile(r"[1-9][0-9]{0,3}", re.ASCII)


@dataclass(frozen=True, slots=True)
class RelatedRow:
    """One relationship of the record, in words. `other` is whom or what it is with, `what` tells that from others of its name.

    `handling`: under which conditions the other's own record may be used.
    """

    other: Record
    name: str
    what: str
    step: LinkWords
    handling: str


@dataclass(frozen=True, slots=True)
class MoreOf:
    """A type of which there are more than are shown, and where they are."""

    told: str
    href: str


@dataclass(frozen=True, slots=True)
class GroupView:
    """Relationships that stand under one heading."""

    title: str
    key: str
    total: int
    rows: tuple[RelatedRow, ...]
    more: tuple[MoreOf, ...]


@dataclass(frozen=True, slots=True)
class _Asked:
    """The one relation that the address asks for, if it does, and which part of it."""

    only: tuple[str, bool] | None
    page: int

    @classmethod
    def of(cls, asked: Mapping[str, str]) -> "_Asked":
        """Raises InputRefused."""
        relation, page = asked.get("relation", ""), asked.get("page", "") or "1"
        found = _RELATION.fullmatch(relation)
        if relation and (found is None or found["type"] not in _TYPES):
            raise InputRefused(
                "The address must name a type of relationship under relation, such as ATTENDS, or ATTENDS~ for what leads here."
            )
        if not _PAGE.fullmatch(page) or (page != "1" and not relation):
            raise InputRefused("The address must have a number from 1 to 9999 under page, and a relation with it.")
        return cls((found["type"], not found["back"]) if found else None, int(page))

    @property
    def kept(self) -> tuple[tuple[str, str], ...]:
        """What another view of the same page asks for."""
        return () if self.only is None else (("relation", _name(*self.only)),)


async def record_page(request: PageRequest) -> PageResponse | None:
    """The record at the view. None where the viewer sees no such record. Raises InputRefused."""
    asked = _Asked.of(request.asked)
    first = FIRST if asked.only is None else PER_PAGE
    file = await read_record_file(
        request.session, request.record_id, first=first, skip=(asked.page - 1) * first, only=asked.only
    )
    if file is None:
        return None
    return PageResponse(_render(request, file, asked), people_among(file.shown))


def _render(request: PageRequest, file: RecordFile, asked: _Asked) -> str:
    record, view = file.record, request.session.view
    kept = asked.kept
    only = next(iter(file.related), None) if asked.only else None
    return render(
        "record",
        **by_itself_frame(
            record,
            view,
            "",
            request.frame,
            kept,
            permalink=page_address(Below.RECORDS, record.id, "", view, kept),
            newest=page_address(Below.RECORDS, record.id, kept=kept),
        ),
        kind=record.kind.value,
        facts=facts(record),
        source=_source(record, file),
        handling=own_handling(record, file.sources),
        case_href=_case_href(request, file),
        orders=[(order, order_words(order)) for order in file.orders],
        against=file.against,
        against_name=words.clean(file.against.name) if file.against else "",
        order_said=order_words(record) if record.kind is Kind.ORDER else "",
        conditions=[_condition(file, one) for one in file.conditions],
        groups=tuple(_groups(file, view)),
        narrowed=asked.only is not None,
        whole=page_address(Below.RECORDS, record.id, "", view),
        pages=_pages(record.id, view, asked, 0 if only is None else only.total) if asked.only else (),
        explores=request.frame.explores,
    )


def _condition(file: RecordFile, condition: Condition) -> tuple[str, tuple[Record, ...]]:
    """A condition in words, and whom or what it names, as far as the viewer sees it."""
    about = file.records.get(condition.subject_id or "")
    return condition_words(condition, about), () if about is None else (about,)


def _source(record: Record, file: RecordFile) -> tuple[Record | None, str]:
    """On whose word the record itself rests, and what that is called; nothing where no source is named or seen."""
    found = file.sources.get(record.values.get("source_id", ""))
    return found, "" if found is None else source_words(found)


def _case_href(request: PageRequest, file: RecordFile) -> str:
    """The case of a person who is or was managed, where it is open to the viewer."""
    if not file.managements or not request.opens_case(file.record.id):
        return ""
    return case_address(file.record.id, "", request.session.view)


def _groups(file: RecordFile, view: View) -> Iterator[GroupView]:
    order = {type_: place for place, type_ in enumerate(type_ for types in GROUPS.values() for type_ in types)}
    related = sorted(file.related, key=lambda one: (order[one.type], not one.outgoing))
    for number, (title, types) in enumerate(GROUPS.items(), 1):
        within = [one for one in related if one.type in types]
        if not within:
            continue
        yield GroupView(
            title=title,
            key=f"group-{number}",
            total=sum(one.total for one in within),
            rows=tuple(_row(file, link, view.as_of) for one in within for link in one.links),
            more=tuple(_more(file.record, one, view) for one in within if one.total > len(one.links)),
        )


def _row(file: RecordFile, link: Link, as_of: date) -> RelatedRow:
    other = file.records[link.other_end(file.record.id)]
    return RelatedRow(
        other=other,
        name=words.clean(other.name),
        what=words.age_words(other, as_of) if other.kind is Kind.PERSON else words.kind_words(other),
        step=step(link, file.record, other, as_of, file.sources),
        handling=own_handling(other, file.sources),
    )


def _more(record: Record, related: Related, view: View) -> MoreOf:
    spec = _TYPES[related.type]
    phrase = spec.phrase if related.outgoing else spec.reverse
    relation = (("relation", _name(related.type, related.outgoing)),)
    return MoreOf(
        f"{sentence_case(phrase)} …: all {related.total:,}", page_address(Below.RECORDS, record.id, "", view, relation)
    )


def _pages(record_id: str, view: View, asked: _Asked, total: int) -> tuple[tuple[str, str], ...]:
    """The ways to what stands before and after this part of a relation."""
    ways = []
    if asked.page > 1:
        ways.append((f"Previous {PER_PAGE}", asked.page - 1))
    if asked.page * PER_PAGE < total:
        ways.append((f"Next {min(PER_PAGE, total - asked.page * PER_PAGE)}", asked.page + 1))
    return tuple(
        (told, page_address(Below.RECORDS, record_id, "", view, (*asked.kept, ("page", str(page)))))
        for told, page in ways
    )


def _name(type_: str, outgoing: bool) -> str:
    """What an address calls a relation: `~` where it is seen from the end."""
    return f"{type_}{'' if outgoing else '~'}"
