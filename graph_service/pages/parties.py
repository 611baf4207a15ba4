"""The part of a form that asks with whom or what: found by name, and, where nobody on record is meant, somebody new.

Whoever looks like the one meant is shown before anybody new can be made.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from graph_service.errors import InputRefused
from graph_service.facts.access import around_case
from graph_service.facts.recorder import Fact
from graph_service.model.characters import plain, stripped
from graph_service.model.columns import SPECS
from graph_service.model.records import Record
from graph_service.model.vocabulary import Kind, Sex
from graph_service.pages.exchange import PageRequest
from graph_service.pages.forms import Choice, Field, Input, cells, filled
from graph_service.pages.search import FoundRow, found_rows, searched_text
from graph_service.queries.case_file import records_by_id
from graph_service.queries.exploring import search
from graph_service.queries.view_session import ViewSession

MOST: Final = 4
"""People or places that one form is about, besides the record it is added to."""
PARTY: Final = "other-"
"""How the fields begin that say whom or what a form is about."""
_FOUND_MOST: Final = 8
_FILES: Final[Mapping[Kind, str]] = {
    Kind.PERSON: "people",
    Kind.ADDRESS: "addresses",
    Kind.SCHOOL: "schools",
    Kind.ORGANISATION: "organisations",
}
_NEW_KINDS: Final[Mapping[Kind, str]] = {
    Kind.PERSON: "somebody new",
    Kind.ADDRESS: "a new address",
    Kind.SCHOOL: "a new school",
    Kind.ORGANISATION: "a new organisation",
}
_OPERATIONS: Final[Mapping[Kind, str]] = {
    Kind.PERSON: "personRecord",
    Kind.ADDRESS: "addressRecord",
    Kind.SCHOOL: "schoolRecord",
    Kind.ORGANISATION: "organisationRecord",
}
_SEXES: Final = (Choice("", "Not known"), Choice(Sex.F, "Female"), Choice(Sex.M, "Male"))
_ASKED_OF_NEW: Final[Mapping[Kind, tuple[Field, ...]]] = {
    Kind.PERSON: (
        Field("given_names", "Given names"),
        Field("family_name", "Family name"),
        Field("date_of_birth", "Date of birth", Input.DAY, hint="Left blank, it is not known."),
        Field("sex", "Sex", Input.ONE_OF, choices=_SEXES),
    ),
    Kind.ADDRESS: (
        Field("lines", "Address", Input.LINES, hint="Number and street, as on an envelope.", required=True),
        Field("town", "Town"),
        Field("postcode", "Postcode", hint="Such as SW1A 1AA."),
    ),
    Kind.SCHOOL: (Field("name", "Name of the school", required=True), Field("postcode", "Postcode of the school")),
    Kind.ORGANISATION: (
        Field("name", "Name of the organisation", required=True),
        Field("postcode", "Postcode of the organisation"),
    ),
}


@dataclass(frozen=True, slots=True)
class Party:
    """One of those whom a form is about. `chosen`: who or what it is, once that is settled and on record.

    `matches`: whoever is like the text that was searched for; None where nothing was searched for yet. `looked`: what had been
    looked for before, `wanted` what is now. `new`: what is asked of each kind that may be new; `new_kind`: which is chosen.
    """

    number: int
    text: str
    value: str
    chosen: FoundRow | None
    matches: tuple[FoundRow, ...] | None
    looked: str
    wanted: str
    new: Mapping[Kind, tuple[Field, ...]]
    new_choices: tuple[Choice, ...]
    problem: str = ""

    @property
    def key(self) -> str:
        """Where it stands on the page."""
        return f"field-{self.field}"

    @property
    def field(self) -> str:
        """The field that says who or what it is."""
        return f"{PARTY}{self.number}"

    @property
    def new_kind(self) -> Kind | None:
        """The kind of whoever or whatever is new; None where nothing is."""
        return next((kind for kind in self.new if self.value == f"new-{kind.value}"), None)

    @property
    def is_blank(self) -> bool:
        """Whether it says nothing at all."""
        return not self.value and not self.text


async def parties(
    request: PageRequest, session: ViewSession, values: Mapping[str, str], kinds: Collection[Kind], count: int
) -> tuple[Party, ...]:
    """The parties of a form, each with whoever is like what was written for it."""
    chosen_ids = {values.get(f"other-{number}", "") for number in range(1, count + 1)} - {""}
    near = await within_reach(request, session)
    seen = await records_by_id(session, chosen_ids if near is None else chosen_ids & near)
    found = []
    for number in range(1, count + 1):
        found.append(await _party(session, values, kinds, number, seen, near))
    return tuple(found)


async def _party(
    session: ViewSession,
    values: Mapping[str, str],
    kinds: Collection[Kind],
    number: int,
    seen: Mapping[str, Record],
    near: frozenset[str] | None,
) -> Party:
    value, text = values.get(f"other-{number}", ""), values.get(f"find-{number}", "")
    record = seen.get(value)
    chosen: FoundRow | None = None
    if record is not None and not record.sealed:
        (chosen,) = await found_rows(session, (record,))
    new = {
        kind: filled(
            (replace(one, name=f"new-{number}-{kind.value}-{one.name}") for one in _ASKED_OF_NEW[kind]), values
        )
        for kind in _FILES
        if kind in kinds
    }
    party = Party(
        number=number,
        text=text,
        value=value,
        chosen=chosen,
        matches=None,
        looked=values.get(f"looked-{number}", ""),
        wanted=text,
        new=new,
        new_choices=tuple(Choice(f"new-{kind.value}", f"None of these: {_NEW_KINDS[kind]}") for kind in new),
    )
    wanted = _wanted(party, values)
    if chosen is not None and text in ("", party.looked):
        return party
    # Another name was written since: who was chosen is not who is meant now.
    party = replace(party, chosen=None, value="" if chosen is not None else value, wanted=wanted)
    if not wanted:
        return party
    try:
        return replace(party, matches=await _like(session, wanted, kinds, near))
    except InputRefused as refused:
        return replace(party, problem=str(refused))


def new_name(party: Party, values: Mapping[str, str]) -> str:
    """The name of whoever or whatever is new, as it would be looked for."""
    kind = party.new_kind
    names = {Kind.PERSON: ("given_names", "family_name"), Kind.ADDRESS: ("lines", "postcode")}
    if kind is None:
        return ""
    prefix = f"new-{party.number}-{kind.value}-"
    return plain(" ".join(values.get(f"{prefix}{name}", "") for name in names.get(kind, ("name",))))


def _wanted(party: Party, values: Mapping[str, str]) -> str:
    """What to look for: the name of somebody new, where it is not what was looked for before, else what was written."""
    return new_name(party, values) or party.text


async def _like(
    session: ViewSession, text: str, kinds: Collection[Kind], near: frozenset[str] | None
) -> tuple[FoundRow, ...]:
    """Whoever is like a text, and may be recorded about. Raises InputRefused."""
    wanted = searched_text(text)
    if not wanted:
        return ()
    found: Sequence[Record] = await search(session, wanted, [kind for kind in _FILES if kind in kinds], _FOUND_MOST)
    return await found_rows(session, [one for one in found if near is None or one.id in near])


async def within_reach(request: PageRequest, session: ViewSession) -> frozenset[str] | None:
    """The ids of the records around this one, for who reads records through cases alone; None for who reads any record."""
    assert request.clerk is not None
    return None if request.clerk.access.reads_records else await around_case(session, request.record_id)


def other_id(party: Party, key: str) -> str:
    """The id of whoever or whatever it is; of somebody new the one they will have."""
    kind = party.new_kind
    return party.value if kind is None else f"{kind.value.lower()}-{key}-{party.number}"


def new_facts(party: Party, values: Mapping[str, str], key: str, source: str) -> tuple[Fact, ...]:
    """The new record, where the party is one."""
    kind = party.new_kind
    if kind is None:
        return ()
    spec = SPECS[_FILES[kind]]
    prefix = f"new-{party.number}-{kind.value}-"
    names = [one.name.removeprefix(prefix) for one in party.new[kind]]
    given = cells({name: values.get(f"{prefix}{name}", "") for name in names}, names)
    if kind is Kind.ADDRESS:
        given["kind"] = "DWELLING"
    if kind is Kind.PERSON and source:
        given["source_id"] = source
    return (Fact(_OPERATIONS[kind], spec, {"id": other_id(party, key), **given}, expected_version=0),)


def new_field(party: Party, column: str) -> str:
    """The field in which a column of a new record is asked."""
    return f"new-{party.number}-{party.new_kind.value if party.new_kind else ''}-{column}"


def not_the_one(text: str) -> str:
    """What is wrong with whoever or whatever was chosen, as a reader of the form puts it."""
    if text.startswith("The relationship leads to where it starts"):
        return "This is the one that it is about. Choose somebody or something else."
    before, _, expected = text.partition(", which may not stand ")
    if expected:
        wanted = expected.rpartition("Expected ")[2].removesuffix(".")
        return f"This is {before.removeprefix('The id names ')}. What you chose under “What” needs {wanted} here."
    return text


def missing(party: Party, values: Mapping[str, str]) -> str:
    """What is missing to know who or what is meant; empty where nothing is."""
    if party.chosen is not None:
        return ""
    if party.new_kind is not None:
        if not stripped(new_name(party, values)):
            return "Write what is known of whoever or whatever is new: at least a part of the name or the address."
        if party.looked != new_name(party, values) and party.matches:
            return "Somebody or something like that is on record. Choose it, or say once more that it is new."
        return ""
    if party.matches is None:
        return "Write a name, an address or an identifier, and press Find."
    return "Choose who or what is meant, or that it is new."
