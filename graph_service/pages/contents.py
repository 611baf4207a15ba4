"""What each kind of information asks for, and the facts that its form becomes."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Final

from graph_service.facts.recorder import Fact
from graph_service.model.cells import parse_day
from graph_service.model.characters import stripped
from graph_service.model.columns import SPECS
from graph_service.model.records import Record
from graph_service.model.vocabulary import (
    AgencyRole,
    Assertion,
    ConditionKind,
    EnquiryResult,
    Kind,
    OrderKind,
    in_words,
)
from graph_service.pages.forms import Choice, Field, Input, cells, filled
from graph_service.pages.parties import MOST, Party, new_facts, new_field, other_id
from graph_service.pages.source_part import source_facts, source_field, source_id
from graph_service.wording.labels import AGENCIES, CONDITIONS, ORDERS, sentence_case
from graph_service.wording.recording import Information, Relation, relations

_UNKNOWN: Final = "from_unknown"
_ABOUT_ORDERS: Final = frozenset({Kind.PERSON, Kind.ADDRESS, Kind.SCHOOL, Kind.ORGANISATION})
_ABOUT_ENQUIRIES: Final = frozenset({Kind.PERSON, Kind.ADDRESS})


@dataclass(frozen=True, slots=True)
class Item:
    """A fact to record, and the field of the form in which a column of it is asked."""

    fact: Fact
    field_of: Callable[[str], str]


@dataclass(frozen=True, slots=True)
class Content:
    """What is asked about one kind of information. `fields`: before whom it is with; `more`: after. `kinds`: of those it may be
    with. `most`: how many they may be; `needs_party`: whether there must be one; `has_source`: whether it says who says so.
    """

    information: Information
    subject: Record
    fields: tuple[Field, ...]
    more: tuple[Field, ...]
    kinds: frozenset[Kind]
    most: int
    needs_party: bool
    has_source: bool
    with_whom: str

    @property
    def all(self) -> tuple[Field, ...]:
        """Every field of its own."""
        return (*self.fields, *self.more)


def content(information: Information, subject: Record, values: Mapping[str, str]) -> Content:
    """What is asked, with what stands in it."""
    match information.name:
        case "order":
            made = _order(information, subject)
        case "enquiry":
            made = _enquiry(information, subject)
        case _:
            made = _relationship(information, subject)
    return Content(
        information,
        subject,
        filled(made.fields, values),
        filled(made.more, values),
        made.kinds,
        made.most,
        made.needs_party,
        made.has_source,
        made.with_whom,
    )


def missing_days(content: Content, values: Mapping[str, str]) -> dict[str, str]:
    """The first day, where it is neither given nor said not to be known."""
    asks = any(one.name == _UNKNOWN for one in content.all)
    if asks and not stripped(values.get("from", "")) and not values.get(_UNKNOWN):
        return {"from": "Give the day, or tick that it is not known."}
    return {}


def items(content: Content, values: Mapping[str, str], parties: Iterable[Party], key: str) -> tuple[Item, ...]:
    """The facts that the form says: the source first, then whoever is new, then what is said of them."""
    source = source_id(values, key) if content.has_source else ""
    told = [one for one in parties if one.chosen is not None or one.new_kind is not None]
    first = [Item(fact, source_field) for fact in source_facts(values, key)] if content.has_source else []
    for party in told:
        first += [Item(fact, _field_of_new(party)) for fact in new_facts(party, values, key, source)]
    match content.information.name:
        case "order":
            last = _order_items(content, values, told, key)
        case "enquiry":
            last = _enquiry_items(content, values, told, key, source)
        case _:
            last = _relationship_items(content, values, told, key, source)
    return (*first, *last)


def _field_of_new(party: Party) -> Callable[[str], str]:
    return lambda column: new_field(party, column)


# Relationships ---------------------------------------------------------------------------------------------------


def _relationship(information: Information, subject: Record) -> Content:
    known = relations(information, subject.kind)
    event = all(one.is_event for one in known)
    fields = (
        Field(
            "relation",
            "What",
            Input.ONE_OF,
            hint=f"About {subject.name}.",
            wants="Choose what it is.",
            required=True,
            choices=(Choice("", "Choose"), *(Choice(one.value, sentence_case(one.words)) for one in known)),
        ),
    )
    more = (
        Field("from", "When, or first on" if event else "Since", Input.DAY, or_else=True),
        Field(_UNKNOWN, "The day is not known", Input.CHECK),
        Field(
            "until",
            "Last on" if event else "Until, the last day",
            Input.DAY,
            hint="Only where there were several days."
            if event
            else "Left blank, it has not ended, or that is not known.",
        ),
        Field(
            "assertion",
            "Fact or opinion",
            Input.ONE_OF,
            choices=(Choice(Assertion.FACT, "Fact"), Choice(Assertion.OPINION, "Opinion, not to be relied on alone")),
            value=Assertion.FACT.value,
        ),
        Field("detail", "In the words of the source", Input.LINES),
    )
    kinds = frozenset(kind for one in known for kind in one.kinds)
    return Content(information, subject, fields, more, kinds, MOST, True, True, "With whom or what")


def relation_of(content: Content, values: Mapping[str, str]) -> Relation | None:
    """What was chosen of what may be said; None where nothing was."""
    known = relations(content.information, content.subject.kind)
    return next((one for one in known if one.value == values.get("relation")), None)


def _relationship_items(
    content: Content, values: Mapping[str, str], told: Sequence[Party], key: str, source: str
) -> list[Item]:
    relation = relation_of(content, values)
    if relation is None:
        return []
    begin, end = _days(values, event=relation.is_event)
    made = []
    for party in told:
        ends = (content.subject.id, other_id(party, key))
        from_id, to_id = ends if relation.outgoing else ends[::-1]
        given: dict[str, Any] = {
            "id": f"rel-{key}-{party.number}",
            "type": relation.type,
            "from_id": from_id,
            "to_id": to_id,
            **({"role": relation.role} if relation.role else {}),
            **({"valid_from": begin} if begin else {}),
            **({"valid_to": end} if end else {}),
            **({"source_id": source} if source else {}),
            **cells(values, ("assertion", "detail")),
        }
        fact = Fact("relationshipRecord", SPECS["relationships"], given, expected_version=0)
        made.append(Item(fact, _field_of_link(party, outgoing=relation.outgoing)))
    return made


def _field_of_link(party: Party, *, outgoing: bool) -> Callable[[str], str]:
    names = {
        "type": "relation",
        "role": "relation",
        "valid_from": "from",
        "valid_to": "until",
        "source_id": "source",
        "to_id" if outgoing else "from_id": party.field,
    }
    return lambda column: names.get(column, column)


def _days(values: Mapping[str, str], *, event: bool) -> tuple[str, str]:
    """The first day and the first day without, as a bundle has them; what is no day is left as it is, to be refused as such."""
    begin, last = stripped(values.get("from", "")), stripped(values.get("until", ""))
    if values.get(_UNKNOWN):
        begin = ""
    return begin, day_after(last or (begin if event else ""))


def day_after(text: str) -> str:
    """The day after a day; what is none is left as it is, to be refused as such."""
    try:
        return (date.fromisoformat(parse_day(text)) + timedelta(days=1)).isoformat()
    except (ValueError, OverflowError):
        return text


# Orders and enquiries --------------------------------------------------------------------------------------------


def _order(information: Information, subject: Record) -> Content:
    kinds = (Choice("", "Choose"), *(Choice(one.value, ORDERS[one]) for one in OrderKind))
    conditions = (Choice("", "No condition"), *(Choice(one.value, CONDITIONS[one]) for one in ConditionKind))
    fields = (
        Field("kind", "Order", Input.ONE_OF, wants="Choose what it is.", required=True, choices=kinds),
        Field("from", "In force from", Input.DAY, or_else=True),
        Field(_UNKNOWN, "The day is not known", Input.CHECK),
        Field("until", "In force until, the last day", Input.DAY, hint="Left blank, it has no end."),
        Field("condition", "Condition", Input.ONE_OF, choices=conditions),
        Field("text", "In the words of the order", Input.LINES),
        Field("age_limit", "Of children under the age of", hint="Left blank, 18."),
        Field("radius_m", "Within how many metres of it"),
    )
    return Content(information, subject, fields, (), _ABOUT_ORDERS, 1, False, False, "Whom or what the condition names")


def _order_items(content: Content, values: Mapping[str, str], told: Sequence[Party], key: str) -> list[Item]:
    begin, end = _days(values, event=False)
    order: dict[str, Any] = {
        "id": f"order-{key}",
        "person_id": content.subject.id,
        **cells(values, ("kind",)),
        **({"valid_from": begin} if begin else {}),
        **({"valid_to": end} if end else {}),
    }
    days = {"valid_from": "from", "valid_to": "until"}
    made = [
        Item(Fact("orderRecord", SPECS["orders"], order, expected_version=0), lambda column: days.get(column, column))
    ]
    if stripped(values.get("condition", "")):
        named = {"subject_id": other_id(told[0], key)} if told else {}
        condition: dict[str, Any] = {
            "id": f"condition-{key}",
            "order_id": f"order-{key}",
            "kind": values["condition"],
            **named,
            **cells(values, ("text", "age_limit", "radius_m")),
        }
        fields = {"kind": "condition", "subject_id": "other-1"}
        fact = Fact("conditionRecord", SPECS["conditions"], condition, expected_version=0)
        made.append(Item(fact, lambda column: fields.get(column, column)))
    return made


def _enquiry(information: Information, subject: Record) -> Content:
    agencies = (Choice("", "Choose"), *(Choice(one.value, AGENCIES[one]) for one in AgencyRole))
    results = (
        Choice("", "No answer yet"),
        *(Choice(one.value, sentence_case(in_words(one.value))) for one in EnquiryResult),
    )
    fields = (
        Field(
            "agency_role", "Whom was asked", Input.ONE_OF, wants="Choose which agency.", required=True, choices=agencies
        ),
        Field("requested_on", "Asked on", Input.DAY, wants="Give the day on which it was asked.", required=True),
        Field("answered_on", "Answered on", Input.DAY, hint="Left blank, there is no answer yet."),
        Field("result", "Answer", Input.ONE_OF, choices=results),
        Field("detail", "In the words of the answer", Input.LINES),
    )
    return Content(
        information,
        subject,
        fields,
        (),
        _ABOUT_ENQUIRIES,
        1,
        False,
        True,
        f"About whom or what; left blank, {subject.name}",
    )


def _enquiry_items(
    content: Content, values: Mapping[str, str], told: Sequence[Party], key: str, source: str
) -> list[Item]:
    about = next((other_id(party, key) for party in told), content.subject.id)
    given: dict[str, Any] = {
        "id": f"enquiry-{key}",
        "offender_id": content.subject.id,
        "about_id": about,
        **({"source_id": source} if source else {}),
        **cells(values, ("agency_role", "requested_on", "answered_on", "result", "detail")),
    }
    fields = {"about_id": "other-1", "source_id": "source"}
    fact = Fact("enquiryRecord", SPECS["enquiries"], given, expected_version=0)
    return [Item(fact, lambda column: fields.get(column, column))]
