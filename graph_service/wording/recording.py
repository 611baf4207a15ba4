"""How the forms by which facts are recorded put what may be said. Pure."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from graph_service.model.vocabulary import RELATIONSHIPS, Handling, Interest, Kind, in_words


@dataclass(frozen=True, slots=True)
class Information:
    """A kind of information that may be added. `types`: of the relationships that it is about, empty where it is about none.

    `of_a_case`: it belongs to a case, and is added there alone.
    """

    name: str
    title: str
    note: str
    types: tuple[str, ...] = ()
    of_a_case: bool = False


INFORMATION: Final = (
    Information(
        "contact",
        "A contact, a visit or a sighting",
        "Who was seen with whom, or where; who called, wrote to, visited or threatened whom.",
        ("CONTACTED", "VISITS", "SEEN_AT", "THREATENED"),
    ),
    Information(
        "people",
        "A link between people",
        "Partners, parents and children, other family, friends, associates, carers, babysitters.",
        (
            "PARTNER_OF",
            "PARENT_OF",
            "SIBLING_OF",
            "RELATED_TO",
            "FRIEND_OF",
            "ASSOCIATE_OF",
            "CARES_FOR",
            "MINDS",
            "FIXATED_ON",
            "FINANCIALLY_TIED_TO",
        ),
    ),
    Information(
        "home",
        "Where somebody lives or stays",
        "A home, a place to stay, a planned or notified address, keys, a landlord.",
        ("LIVES_AT", "STAYS_AT", "PLANNED_RESIDENCE", "NOTIFIED_ADDRESS", "HOLDS_KEYS", "LANDLORD_OF"),
    ),
    Information(
        "place",
        "A school, work or a group",
        "Where somebody goes to school, works, helps out or is a member.",
        ("ATTENDS", "WORKS_FOR", "VOLUNTEERS_AT", "MEMBER_OF", "HEAD_OF", "SAFEGUARDING_LEAD_OF", "CHAIR_OF"),
    ),
    Information(
        "order", "An order or licence, with a condition", "From when to when; what it bars or demands.", of_a_case=True
    ),
    Information("enquiry", "An enquiry to an agency", "What was asked, and what was answered.", of_a_case=True),
)
"""What may be added by page, the most frequent first."""

INTERESTS: Final[Mapping[Interest, str]] = {
    Interest.AGENCY: "An agency's own record or observation",
    Interest.THIRD_PARTY: "Somebody with no stake in it",
    Interest.FAMILY: "Family",
    Interest.PARTNER: "A partner or former partner",
    Interest.OFFENDER: "The offender",
}
"""Whose word a source rests on, whoever has least to gain by it first."""
HANDLINGS: Final[Mapping[Handling, str]] = {
    Handling.P: "P: may be shared within the arrangements",
    Handling.C: "C: only under the conditions below, and for the cleared alone",
}
_ROLES: Final = {
    "IN_PERSON": "in person, or were seen together",
    "APPROACH": "by an approach",
    "CALL": "by telephone",
    "MESSAGE": "by message",
    "LETTER": "by letter",
    "PRISON_VISIT": "on a prison visit",
    "INTERMEDIARY": "through somebody else",
    "COHABITING": "living together",
    "INTIMATE": "not living together",
    "MAIN": "the main home",
    "SECONDARY": "a second home",
}
_FIRST: Final = {"CONTACTED": "IN_PERSON"}


@dataclass(frozen=True, slots=True)
class Relation:
    """One thing that a relationship may say of a record. `outgoing`: it starts at the record. `kinds`: of the other end."""

    type: str
    role: str
    outgoing: bool
    kinds: frozenset[Kind]
    words: str

    @property
    def value(self) -> str:
        """What a form calls it."""
        return f"{self.type}{'' if self.outgoing else '~'}{':' if self.role else ''}{self.role}"

    @property
    def is_event(self) -> bool:
        """Whether it happens on a day, or several."""
        return RELATIONSHIPS[self.type].event


def relations(information: Information, kind: Kind) -> tuple[Relation, ...]:
    """Everything that may be said of a record of a kind, in the words of a form."""
    return tuple(one for type_ in information.types for one in _relations(type_, kind))


def _relations(type_: str, kind: Kind) -> Iterator[Relation]:
    spec = RELATIONSHIPS[type_]
    for outgoing in (True,) if spec.symmetric else (True, False):
        kinds = frozenset(pair[outgoing] for pair in spec.ends if pair[not outgoing] is kind)
        if not kinds:
            continue
        phrase = spec.phrase if outgoing else spec.reverse
        first = _FIRST.get(type_)
        for role in sorted(spec.roles, key=lambda one: one != first):
            yield Relation(type_, role, outgoing, kinds, f"{phrase} ({_ROLES.get(role) or in_words(role)})")
        if type_ not in _FIRST:
            yield Relation(type_, "", outgoing, kinds, f"{phrase}{' (how is not known)' if spec.roles else ''}")
