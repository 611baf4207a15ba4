"""What a record says of itself: who or what it is, and what tells it from its namesakes. Pure."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from graph_service.model.clock import stored_day
from graph_service.model.records import Record
from graph_service.model.vocabulary import AgencyRole, Kind, OffenceKind, OrderKind, Serves, in_words
from graph_service.wording import links as words
from graph_service.wording.evidence import order_words
from graph_service.wording.labels import AGENCIES, OFFENCES, ORDERS, grade_meaning, sentence_case
from graph_service.wording.offending import committed
from graph_service.wording.provenance import source_words

KIND_PLURALS: Final[Mapping[Kind, str]] = {
    Kind.PERSON: "People",
    Kind.ADDRESS: "Addresses",
    Kind.SCHOOL: "Schools",
    Kind.ORGANISATION: "Organisations",
    Kind.ACCOUNT: "Accounts and telephones",
    Kind.OFFENCE: "Offences",
    Kind.ORDER: "Orders",
    Kind.SOURCE: "Sources",
}
"""What records of a kind are called where several stand together."""

IDENTIFIERS: Final = (
    ("pnc_id", "PNC"),
    ("cro_number", "CRO"),
    ("noms_number", "NOMS"),
    ("crn", "CRN"),
    ("visor_reference", "ViSOR"),
)
"""A person's identifiers, the best known first, and what they are called."""

_SEXES: Final = {"F": "female", "M": "male", "X": "neither recorded as female nor as male"}
_SERVES: Final = {
    Serves.CHILDREN: "children",
    Serves.ADULTS_AT_RISK: "adults at risk",
    Serves.BOTH: "children and adults at risk",
    Serves.NONE: "neither children nor adults at risk",
}


@dataclass(frozen=True, slots=True)
class Fact:
    """One thing that a record says of itself."""

    about: str
    text: str


def title(record: Record) -> str:
    """What a reader calls the record; never empty."""
    if record.kind is Kind.ORDER:
        kind = record.values.get("kind")
        return ORDERS[OrderKind(kind)] if kind else "Order"
    return source_words(record) if record.kind is Kind.SOURCE else words.clean(record.name)


def telling_apart(record: Record, as_of: date, towns: Sequence[str] = ()) -> str:
    """What tells a record from others of its name, on one line: no more than that takes.

    `towns`: where a person lives. Of several identifiers one is said.
    """
    values = record.values
    match record.kind:
        case Kind.PERSON:
            born = values.get("date_of_birth")
            said = [
                f"born {words.day(born)}, {words.age_words(record, as_of)}" if born else "date of birth not recorded"
            ]
            if born and born > as_of.isoformat():
                said = [words.age_words(record, as_of)]
            said += [f"lives in {' and '.join(map(words.clean, towns))}"] if towns else []
            known = [f"{label} {words.clean(values[column])}" for column, label in IDENTIFIERS if values.get(column)]
            said += known[:1]
        case Kind.ORDER:
            said = [order_words(record).partition(", ")[2]]
        case Kind.SOURCE:
            said = [f"graded {_grade(values)}"] if _grade(values) else []
        case Kind.SCHOOL:
            said = [words.clean(str(values[name])) for name in ("phase", "postcode") if values.get(name)]
            said += [f"URN {values['urn']}"] if values.get("urn") else []
        case Kind.ORGANISATION:
            said = [words.kind_words(record), *([words.clean(values["postcode"])] if values.get("postcode") else [])]
        case Kind.OFFENCE:
            said = [text for text in (_offence_kind(values), committed(values)) if text]
        case _:
            said = [words.kind_words(record)]
    return sentence_case("; ".join(said))


def facts(record: Record) -> tuple[Fact, ...]:
    """Everything else that a record says of itself, besides its name and, of a person, the date of birth."""
    values = record.values
    found = [(about, say(values)) for about, say in _FACTS.get(record.kind, ())]
    return tuple(Fact(about, text) for about, text in found if text)


def _text(column: str) -> Callable[[Mapping[str, Any]], str]:
    return lambda values: words.clean(str(values[column])) if values.get(column) not in (None, "") else ""


def _day(column: str) -> Callable[[Mapping[str, Any]], str]:
    def said(values: Mapping[str, Any]) -> str:
        found = stored_day(values.get(column))
        return words.day(found) if found else ""

    return said


def _flag(column: str, text: str) -> Callable[[Mapping[str, Any]], str]:
    return lambda values: text if values.get(column) else ""


def _kind(values: Mapping[str, Any]) -> str:
    return in_words(str(values["kind"])).capitalize() if values.get("kind") else ""


def _offence_kind(values: Mapping[str, Any]) -> str:
    return OFFENCES[OffenceKind(values["kind"])] if values.get("kind") else ""


def _ages(values: Mapping[str, Any]) -> str:
    begin, end = values.get("age_from"), values.get("age_to")
    if begin is not None and end is not None:
        return f"{begin} to {end}"
    return f"from {begin}" if begin is not None else f"up to {end}" if end is not None else ""


def _grade(values: Mapping[str, Any]) -> str:
    evaluation, intelligence = values.get("source_evaluation"), values.get("intelligence_assessment")
    grade = f"{evaluation}{intelligence}"
    return f"{grade} ({grade_meaning(grade)})" if evaluation and intelligence else ""


_FACTS: Final[Mapping[Kind, tuple[tuple[str, Callable[[Mapping[str, Any]], str]], ...]]] = {
    Kind.PERSON: (
        ("Also known as", lambda values: "; ".join(map(words.clean, values.get("also_known_as") or ()))),
        ("Sex", lambda values: _SEXES.get(str(values.get("sex")), "")),
        ("Died", _day("deceased_on")),
        ("Adult at risk", _flag("adult_at_risk", "yes")),
        ("Member of staff", _flag("staff", "yes")),
        *((label, _text(column)) for column, label in IDENTIFIERS),
    ),
    Kind.ADDRESS: (
        ("Kind", _kind),
        ("Dwellings in it", _text("dwellings")),
        ("UPRN", _text("uprn")),
    ),
    Kind.SCHOOL: (
        ("Phase", _text("phase")),
        ("Ages", _ages),
        ("Postcode", _text("postcode")),
        ("URN", _text("urn")),
        ("Opened", _day("opened_on")),
        ("Closed", _day("closed_on")),
    ),
    Kind.ORGANISATION: (
        ("Kind", _kind),
        ("Agency", lambda values: AGENCIES[AgencyRole(values["agency_role"])] if values.get("agency_role") else ""),
        ("Serves", lambda values: _SERVES[Serves(values["serves"])] if values.get("serves") else ""),
        ("Duty to co-operate", _flag("duty_to_cooperate", "yes")),
        ("Postcode", _text("postcode")),
    ),
    Kind.ACCOUNT: (("Kind", _kind),),
    Kind.OFFENCE: (
        ("Kind", lambda values: sentence_case(_offence_kind(values))),
        ("When", lambda values: sentence_case(committed(values))),
    ),
    Kind.SOURCE: (
        ("Grade", _grade),
        ("Rests on the word of", lambda values: in_words(str(values.get("interest") or "")).replace("_", " ")),
    ),
}
