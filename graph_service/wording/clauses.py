"""What one relationship says: by its type and role, in its tense, from the side from which it is told. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import Enum, auto
from typing import Final

from graph_service.model.clock import stored_day
from graph_service.model.records import Link, Record
from graph_service.model.vocabulary import KIN_TYPES, AddressKind, Kind
from graph_service.wording.links import day, is_over, is_to_come, last_day, on_its_day, spec_of
from graph_service.wording.naming import Naming, begun, is_unborn, possessive


class Tense(Enum):
    """How a relationship lies to the day of a view. What happens on a day is ENDED once that day has come."""

    NOW = auto()
    ENDED = auto()
    TO_COME = auto()


@dataclass(frozen=True, slots=True)
class Verb:
    """The forms of a verb: it does, it has done (since a day), it did, it is to do."""

    now: str
    since: str
    was: str
    will: str

    def of(self, tense: Tense, *, since: bool) -> str:
        """The form for a tense; `since`: the day on which it began, and no other, stands with it."""
        match tense:
            case Tense.ENDED:
                return self.was
            case Tense.TO_COME:
                return self.will
            case Tense.NOW:
                return self.since if since else self.now


@dataclass(frozen=True, slots=True)
class Phrase:
    """A verb and what follows it, told of the one a relationship leads from.

    In `rest`, `{b}` is the one it leads to, `{when}` its days, `{b_noun}` that one's noun (`Kit Barr's mother`). `nouns`: what a
    woman, a man and anybody else is called. What comes behind a comma where the other end was named last: `back`, told of the
    end it leads to, in which `{a}` is the one it leads from; `back_now` in its place while it holds; `onward`, told of that one.
    `begins`: what stands before the first day of what goes on.
    """

    verb: Verb
    rest: str
    nouns: tuple[str, str, str] = ("", "", "")
    back: str = ""
    back_now: str = ""
    onward: str = ", which {verb} {rest}"
    begins: str = "since"


@dataclass(frozen=True, slots=True)
class Reading:
    """How a type and role of relationship reads from its start and, where it is told from there as well, from its end."""

    forward: Phrase
    backward: Phrase | None = None


def _verb(infinitive: str, now: str, was: str, done: str = "") -> Verb:
    return Verb(now, f"has {done or was}", was, f"is to {infinitive}")


def _s(infinitive: str, was: str) -> Verb:
    return _verb(infinitive, f"{infinitive}s", was)


def _always(form: str) -> Verb:
    return Verb(form, form, form, form)


_IS: Final = Verb("is", "has been", "was", "is to be")
_HAS: Final = _verb("have", "has", "had")
_LOOKS: Final = _s("look", "looked")
_MINDS: Final = _s("mind", "minded")
_WORKS: Final = _s("work", "worked")


def _noun(woman: str, man: str, other: str) -> Phrase:
    return Phrase(_IS, "{b_noun} {when}", (woman, man, other))


def _both(phrase: Phrase) -> Reading:
    return Reading(phrase, phrase)


def _does(verb: Verb, rest: str = "{b} {when}", back: str = ", whom {a} {verb} {when}") -> Reading:
    return Reading(Phrase(verb, rest, back=back))


def _at(verb: Verb, preposition: str = "at", back: str = ", where {a} {verb} {when}", back_now: str = "") -> Reading:
    """Its days stand before the place, since what is said of the place comes behind it."""
    return Reading(Phrase(verb, f"{{when}} {preposition} {{b}}", back=back, back_now=back_now))


def _is_at(what: str, preposition: str) -> Reading:
    back = f", {'where' if preposition == 'at' else f'{preposition} which'} {{a}} {{verb}} {what} {{when}}"
    return Reading(Phrase(_IS, f"{what} {{when}} {preposition} {{b}}", back=back))


def _as(title: str) -> Reading:
    return Reading(Phrase(_IS, f"{title} of {{b}} {{when}}", back=f", of which {{a}} {{verb}} {title} {{when}}"))


def _outcome(verb: str, preposition: str) -> Reading:
    helper, participle = verb.split()
    return Reading(
        Phrase(
            _IS if helper == "is" else _always(helper),
            f"{participle} {{when}} {preposition} {{b}}",
            back=f", {preposition} which {{a}} {{verb}} {participle} {{when}}",
        )
    )


READINGS: Final[Mapping[tuple[str, str], Reading]] = {
    ("PARTNER_OF", ""): _both(_noun("partner", "partner", "partner")),
    ("PARTNER_OF", "SPOUSE"): _both(_noun("wife", "husband", "spouse")),
    ("PARTNER_OF", "COHABITING"): _both(Phrase(_s("live", "lived"), "with {b} as a couple {when}")),
    ("PARENT_OF", ""): Reading(_noun("mother", "father", "parent"), _noun("daughter", "son", "child")),
    ("PARENT_OF", "STEP"): Reading(
        _noun("stepmother", "stepfather", "step-parent"), _noun("stepdaughter", "stepson", "stepchild")
    ),
    ("PARENT_OF", "FOSTER"): Reading(
        _noun("foster mother", "foster father", "foster parent"), _noun("foster daughter", "foster son", "foster child")
    ),
    ("PARENT_OF", "ADOPTIVE"): Reading(
        _noun("adoptive mother", "adoptive father", "adoptive parent"),
        _noun("adopted daughter", "adopted son", "adopted child"),
    ),
    ("SIBLING_OF", ""): _both(_noun("sister", "brother", "brother or sister")),
    ("RELATED_TO", ""): _both(Phrase(_IS, "related to {b} {when}")),
    ("RELATED_TO", "GRANDPARENT"): _both(
        _noun("grandmother or granddaughter", "grandfather or grandson", "grandparent or grandchild")
    ),
    ("RELATED_TO", "AUNT_UNCLE"): _both(_noun("aunt or niece", "uncle or nephew", "aunt, uncle, niece or nephew")),
    ("RELATED_TO", "COUSIN"): _both(_noun("cousin", "cousin", "cousin")),
    ("RELATED_TO", "IN_LAW"): _both(Phrase(_IS, "related to {b} by marriage {when}")),
    ("FRIEND_OF", ""): _both(Phrase(_IS, "a friend of {b} {when}")),
    ("ASSOCIATE_OF", ""): _both(Phrase(_IS, "an associate of {b} {when}")),
    ("ASSOCIATE_OF", "CO_ACCUSED"): _both(Phrase(_IS, "co-accused with {b} {when}")),
    ("ASSOCIATE_OF", "GANG"): _both(Phrase(_IS, "in a gang with {b} {when}")),
    ("ASSOCIATE_OF", "PRISON"): _both(Phrase(_IS, "an associate of {b} from prison {when}")),
    ("ASSOCIATE_OF", "BUSINESS"): _both(Phrase(_IS, "a business associate of {b} {when}")),
    ("CARES_FOR", ""): _does(_LOOKS, "after {b} {when}"),
    ("CARES_FOR", "GUARDIAN"): Reading(_noun("guardian", "guardian", "guardian")),
    ("CARES_FOR", "KINSHIP"): _does(_LOOKS, "after {b} as a relative {when}"),
    ("CARES_FOR", "MAIN_CARER"): Reading(_noun("main carer", "main carer", "main carer")),
    ("CARES_FOR", "INFORMAL"): _does(_s("help", "helped"), "to look after {b} {when}"),
    ("CARES_FOR", "PROFESSIONAL"): _does(_LOOKS, "after {b} as a professional {when}"),
    ("MINDS", ""): _does(_MINDS),
    ("MINDS", "ACTUAL"): _does(_MINDS),
    ("MINDS", "OFFERED"): Reading(
        Phrase(Verb("has offered", "offered", "offered", "is to offer"), "to mind {b} {when}")
    ),
    ("CONTACTED", ""): _does(_s("contact", "contacted")),
    ("CONTACTED", "CALL"): _does(_s("call", "called"), "{b} {when}"),
    ("CONTACTED", "MESSAGE"): _does(_verb("send", "sends", "sent"), "{b} messages {when}"),
    ("CONTACTED", "LETTER"): _does(_verb("write", "writes", "wrote", "written"), "to {b} {when}"),
    ("CONTACTED", "IN_PERSON"): _does(_s("meet", "met")),
    ("CONTACTED", "APPROACH"): _does(_verb("approach", "approaches", "approached")),
    ("CONTACTED", "PRISON_VISIT"): _does(_verb("meet", "meets", "met", "met"), "{b} on a prison visit {when}"),
    ("CONTACTED", "INTERMEDIARY"): _does(_s("contact", "contacted"), "{b} {when}, using a go-between"),
    ("VISITS", ""): _does(_s("visit", "visited")),
    ("VISITS", Kind.ADDRESS): _is_at("a visitor", "at"),
    ("THREATENED", ""): _does(_s("threaten", "threatened")),
    ("FIXATED_ON", ""): _does(_IS, "fixated on {b} {when}"),
    ("FINANCIALLY_TIED_TO", ""): _both(Phrase(_HAS, "financial ties with {b} {when}")),
    ("LIVES_AT", ""): _at(_s("live", "lived"), back_now=", the home of {a} {when}"),
    ("LIVES_AT", "SECONDARY"): Reading(
        Phrase(_HAS, "a second home {when} at {b}", back=", where {a} {verb} a second home {when}")
    ),
    ("LIVES_AT", AddressKind.PRISON): _is_at("in custody", "at"),
    ("STAYS_AT", ""): _at(_s("stay", "stayed")),
    ("STAYS_AT", AddressKind.PRISON): _is_at("in custody", "at"),
    ("SEEN_AT", ""): _at(Verb("was seen", "was seen", "was seen", "is to be seen")),
    ("PLANNED_RESIDENCE", ""): Reading(
        Phrase(
            Verb("is due to live", "was due to live", "was due to live", "is due to live"),
            "{when} at {b}",
            back=", where {a} {verb} {when}",
            begins="from",
        )
    ),
    ("NOTIFIED_ADDRESS", ""): Reading(
        Phrase(
            Verb("has notified", "notified", "notified", "is to notify"),
            "{b} as an address {when}",
            back=", which {a} {verb} as an address {when}",
        )
    ),
    ("HOLDS_KEYS", ""): Reading(
        Phrase(_s("hold", "held"), "keys {when} for {b}", back=", for which {a} {verb} keys {when}")
    ),
    ("ADJACENT_TO", ""): _both(Phrase(_IS, "next door to {b} {when}", onward=", {rest}")),
    ("ATTENDS", ""): _does(_s("attend", "attended"), "{b} {when}", ", which {a} {verb} {when}"),
    ("MEMBER_OF", ""): _as("a member"),
    ("VOLUNTEERS_AT", ""): _at(_s("volunteer", "volunteered")),
    ("WORKS_FOR", ""): _at(_WORKS, "for"),
    ("WORKS_FOR", Kind.SCHOOL): _at(_WORKS),
    ("HEAD_OF", ""): _as("the head"),
    ("SAFEGUARDING_LEAD_OF", ""): _as("the safeguarding lead"),
    ("CHAIR_OF", ""): _as("the chair"),
    ("CHAIR_OF", Kind.SCHOOL): _as("the chair of governors"),
    ("LANDLORD_OF", ""): _is_at("the landlord", "of"),
    ("SUPPORTS", ""): _does(_s("support", "supported")),
    ("SUPPORTS", "CARE"): _does(_s("care", "cared"), "for {b} {when}"),
    ("SUPPORTS", "VICTIM_LIAISON"): _does(_s("support", "supported"), "{b} as victim liaison {when}"),
    ("WORKS_AT", ""): _at(_WORKS, "on site at"),
    ("USES", ""): _does(_s("use", "used"), "{b} {when}", ", which {a} {verb} {when}"),
    ("MESSAGED", ""): Reading(
        Phrase(
            _verb("send", "sends", "sent"),
            "messages {when} to {b}",
            back=", to which messages were sent {when} from {a}",
        )
    ),
    ("INVOLVED_IN", ""): Reading(
        Phrase(_always("is on record"), "as a party to {b}", back=", to which {a} is on record as a party")
    ),
    ("INVOLVED_IN", "CONVICTED"): _outcome("was convicted", "of"),
    ("INVOLVED_IN", "CAUTIONED"): _outcome("was cautioned", "for"),
    ("INVOLVED_IN", "CHARGED"): _outcome("was charged", "with"),
    ("INVOLVED_IN", "SUSPECTED"): _outcome("is suspected", "of"),
    ("INVOLVED_IN", "ACQUITTED"): _outcome("was acquitted", "of"),
    ("VICTIM_OF", ""): Reading(Phrase(_always("was"), "a victim of {b}", back=", of which {a} was a victim")),
    ("WITNESS_TO", ""): Reading(Phrase(_always("witnessed"), "{b}", back=", which {a} witnessed")),
    ("NEAR", ""): _both(Phrase(_IS, "near {b}", onward=", {rest}")),
    ("IN_BUILDING", ""): Reading(Phrase(_IS, "part of {b}", onward=", in {b}", back=", in which is {a}")),
}
"""By type, and role or, where that decides, the kind of the place."""

_TOGETHER: Final[Mapping[str, tuple[str, str]]] = {
    "CONVICTED": ("were convicted together", "of"),
    "CAUTIONED": ("were cautioned together", "for"),
    "CHARGED": ("were charged together", "with"),
    "SUSPECTED": ("are both suspected", "of"),
    "ACQUITTED": ("were acquitted together", "of"),
    "": ("are both on record", "as parties to"),
}
"""What is said of two people who have the same part in one offence, since one day."""

LAPSING_KIN: Final = frozenset({"STEP", "FOSTER", "IN_LAW"})
"""Roles of kinship that can end; no other does."""


def reading(link: Link, start: Record, end: Record) -> Reading:
    """How a relationship between two records, in either order, reads."""
    place = end if link.to_id == end.id else start
    kind = place.values.get("kind") if place.kind is Kind.ADDRESS else None
    for decides in (kind, place.kind, link.role):
        found = READINGS.get((link.type, decides)) if decides else None
        if found is not None:
            return found
    return READINGS[link.type, ""]


def tense(link: Link, start: Record, end: Record, as_of: date) -> Tense:
    """How a relationship lies to the day of a view. Kinship by birth and adoption never ends.

    With somebody unborn it is to come.
    """
    if link.derived:
        return Tense.NOW
    if is_to_come(link, as_of) or (link.type in KIN_TYPES and (is_unborn(start, as_of) or is_unborn(end, as_of))):
        return Tense.TO_COME
    if link.type in KIN_TYPES and link.role not in LAPSING_KIN:
        return Tense.NOW
    happened = spec_of(link).event and (last_day(link) or "") <= as_of.isoformat()
    return Tense.ENDED if happened or is_over(link, as_of) else Tense.NOW


def clause(link: Link, here: Record, there: Record, naming: Naming, *, dated: bool = True) -> str:
    """A relationship as a sentence without its stop, told from `here` where it reads from there, else from its start.

    `dated`: with its days. Who was named before may be a pronoun.
    """
    phrase, subject, other = _told(link, here, there)
    who = naming.again(subject)
    verb, when = _verb_and_days(link, phrase, here, there, naming.as_of, dated=dated)
    return _tidy(f"{who} {verb} {_rest(link, phrase, subject, other, naming, when)}")


def addition(link: Link, here: Record, there: Record, naming: Naming, *, dated: bool = True) -> str:
    """What is added behind a comma about `here`, a place or a thing that a sentence has just named."""
    phrase, subject, other = _told(link, here, there)
    verb, when = _verb_and_days(link, phrase, here, there, naming.as_of, dated=dated)
    if subject is here:
        if link.type == "IN_BUILDING" and naming.stands_in_name(other):
            return ""
        rest = "" if "{rest}" not in phrase.onward else _rest(link, phrase, subject, other, naming, when)
        told = phrase.onward.format(verb=verb, rest=rest, b=naming.of(other) if "{b}" in phrase.onward else "")
        return _tidy(told)
    now = tense(link, here, there, naming.as_of) is Tense.NOW
    template = phrase.back_now if now and phrase.back_now else phrase.back
    return _tidy(template.format(a=naming.of(subject), verb=verb, when=when))


def jointly(links: tuple[Link, Link], people: tuple[Record, Record], offence: Record, naming: Naming) -> str | None:
    """That two people had the same part in one offence, on the same day; None where they had not."""
    one, other = links
    if (
        one.role != other.role
        or one.valid_from != other.valid_from
        or is_over(one, naming.as_of)
        or is_over(other, naming.as_of)
    ):
        return None
    did, preposition = _TOGETHER[one.role or ""]
    begin = stored_day(one.valid_from)
    when = f"{'since' if did.startswith('are') else 'on'} {day(begin)}" if begin and one.role else ""
    who = f"{naming.again(people[0])} and {naming.of(people[1])}"
    return _tidy(f"{who} {did} {_year_of_old(when, begin, naming.as_of)} {preposition} {naming.of(offence)}")


def sentence(link: Link, start: Record, end: Record, as_of: date) -> str:
    """A relationship by itself, in its tense, without its days; whichever of the two it was reached from."""
    return begun(clause(link, start, end, Naming(as_of, ages=False), dated=False))


def days(link: Link, held: Tense, phrase: Phrase) -> str:
    """From when to when, as it stands in a sentence: `since 1 May 2026`, `from 2008 to 2012`, `on 3 May 2026`; empty if unknown."""
    begin, last = stored_day(link.valid_from), last_day(link)
    if on_its_day(link):
        return f"on {day(begin)}" if begin else ""
    if spec_of(link).event and held is not Tense.NOW:
        if begin and last and begin != last:
            return f"between {_span(begin, last, 'and')}"
        return f"on {day(begin or last or '')}" if begin or last else ""
    if begin and last:
        return (
            f"in {begin[:4]}"
            if _whole_years(begin, last) and begin[:4] == last[:4]
            else f"from {_span(begin, last, 'to')}"
        )
    if last:
        return f"until {day(last)}"
    return f"{'from' if held is Tense.TO_COME else phrase.begins} {day(begin)}" if begin else ""


def _told(link: Link, here: Record, there: Record) -> tuple[Phrase, Record, Record]:
    """The phrase that is told of a relationship, of whom it is told, and whom it leads to."""
    read = reading(link, here, there)
    if link.from_id == here.id:
        return read.forward, here, there
    return (read.forward, there, here) if read.backward is None else (read.backward, here, there)


def _verb_and_days(
    link: Link, phrase: Phrase, here: Record, there: Record, as_of: date, *, dated: bool
) -> tuple[str, str]:
    held = tense(link, here, there, as_of)
    when = days(link, held, phrase) if dated else ""
    if link.type == "INVOLVED_IN":
        when = _year_of_old(when, stored_day(link.valid_from), as_of)
    return phrase.verb.of(held, since=bool(when) and (on_its_day(link) or last_day(link) is None)), when


def _rest(link: Link, phrase: Phrase, subject: Record, other: Record, naming: Naming, when: str) -> str:
    named = naming.of(other)
    woman, man, anybody = phrase.nouns
    noun = {"F": woman, "M": man}.get(subject.values.get("sex") or "", anybody)
    if link.role == "GRANDPARENT" and (born := _births(subject, other)):
        noun = noun.split(" or ")[born[0] > born[1]]
    return phrase.rest.format(b=_hours(link, named, other), b_noun=possessive(named, noun), when=when)


def _births(one: Record, other: Record) -> tuple[str, str] | None:
    """When two people were born, where both days are recorded: of a grandparent and a grandchild they say who is which."""
    first, second = one.values.get("date_of_birth"), other.values.get("date_of_birth")
    return (first, second) if first and second and first != second else None


def _hours(link: Link, named: str, place: Record) -> str:
    """A name with how long a stay usually is, where it is one and that is recorded."""
    if link.type != "STAYS_AT" or not (link.detail or "").isdigit() or place.values.get("kind") == AddressKind.PRISON:
        return named
    return f"{named} (usually for {link.detail} {'hour' if link.detail == '1' else 'hours'})"


def _year_of_old(when: str, begin: str | None, as_of: date) -> str:
    """The days of what came of an offence; of what is more than a year ago the year alone, which is how people speak of it."""
    if begin is None or not when.startswith("on ") or begin > f"{as_of.year - 1}{as_of.isoformat()[4:]}":
        return when
    return f"in {begin[:4]}"


def _whole_years(begin: str, last: str) -> bool:
    return begin.endswith("-01-01") and last.endswith("-12-31")


def _span(begin: str, last: str, joined: str) -> str:
    if _whole_years(begin, last):
        return f"{begin[:4]} {joined} {last[:4]}"
    number, month, year = day(begin).split()
    same_year = begin[:4] == last[:4]
    first = [number, *([] if begin[:7] == last[:7] else [month]), *([] if same_year else [year])]
    return f"{' '.join(first)} {joined} {day(last)}"


def _tidy(text: str) -> str:
    return " ".join(text.split()).replace(" ,", ",")
