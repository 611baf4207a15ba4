"""What stands behind a picture, in words: grades and sources spelled out, and what is counted rather than drawn. Pure.

How a source reads, and under which conditions what it says may be used, is said here for pages and papers alike.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

from graph_service.model.clock import LONDON, from_microseconds, stored_day
from graph_service.model.records import Link, Record, Relation
from graph_service.model.vocabulary import DERIVED_RELATIONSHIPS, RELATIONSHIPS, Handling, Kind, in_words
from graph_service.wording import links as words
from graph_service.wording.clauses import sentence

_SOURCE_WORDS: Final = {"1": "reliable source", "2": "untested source", "3": "source not reliable"}
_INTELLIGENCE_WORDS: Final = {
    "A": "known directly to the source",
    "B": "known indirectly to the source, but corroborated",
    "C": "known indirectly to the source",
    "D": "not known",
    "E": "suspected to be false",
}
_CROWDS: Final = {
    ("ATTENDS", Kind.SCHOOL): "pupils recorded",
    ("ATTENDS", Kind.ORGANISATION): "people attend",
    ("LIVES_AT", Kind.ADDRESS): "people live here",
    ("STAYS_AT", Kind.ADDRESS): "people stay here",
    ("IN_BUILDING", Kind.ADDRESS): "homes in it",
    ("WORKS_FOR", Kind.SCHOOL): "people work here",
    ("WORKS_FOR", Kind.ORGANISATION): "people work here",
    ("MEMBER_OF", Kind.SCHOOL): "members",
    ("MEMBER_OF", Kind.ORGANISATION): "members",
    ("VOLUNTEERS_AT", Kind.SCHOOL): "volunteers",
    ("VOLUNTEERS_AT", Kind.ORGANISATION): "volunteers",
    ("LANDLORD_OF", Kind.ORGANISATION): "homes let",
    ("SUPPORTS", Kind.ORGANISATION): "people supported",
}
"""What those are called who are too many to be drawn, by what they have to do with the record that is drawn."""


@dataclass(frozen=True, slots=True)
class LinkWords:
    """One relationship, in words. `grade` spells the grade of its source out; `handling` says under which conditions it
    may be used, and is empty where it may be shared freely. `source` and `recorded` may be empty. `ends`: the two records that
    the sentence names. `link`: the id of the relationship and that of the record where it starts; blank where it was worked out.
    """

    sentence: str
    dates: str
    evidence: str
    grade: str = ""
    source: str = ""
    recorded: str = ""
    handling: str = ""
    ends: tuple[Record, ...] = ()
    link: tuple[str, str] = ("", "")


def step(link: Link, start: Record, end: Record, as_of: date, sources: Mapping[str, Record]) -> LinkWords:
    """A relationship in words, seen from `start`, with all that it rests on."""
    return LinkWords(
        sentence=sentence(link, start, end, as_of),
        dates=words.dates(link, as_of),
        evidence=words.evidence(link),
        grade=grade(link),
        source=source(link, sources),
        recorded=recorded(link),
        handling=handling(link, sources),
        ends=(start, end),
        link=("", "") if link.derived else (link.id, link.from_id),
    )


def grade(link: Link) -> str:
    """The grade of the evidence, spelled out; empty where nothing was graded."""
    if link.derived or len(link.grade) != 2:
        return ""
    source, intelligence = _SOURCE_WORDS.get(link.grade[0]), _INTELLIGENCE_WORDS.get(link.grade[1])
    return f"{link.grade}: {source}; {intelligence}" if source and intelligence else link.grade


def source(link: Link, sources: Mapping[str, Record]) -> str:
    """Whose record it is, as far as the viewer sees the source."""
    if link.derived:
        return "worked out by the service"
    if link.source_id is None:
        return "no source recorded"
    found = sources.get(link.source_id)
    return "source not shown" if found is None else source_words(found)


def handling(link: Link, sources: Mapping[str, Record]) -> str:
    """Under which conditions a link may be used; empty where it may be shared freely."""
    return handling_words(sources.get(link.source_id or ""))


def own_handling(record: Record, sources: Mapping[str, Record]) -> str:
    """Under which conditions it may be used that somebody is on record at all; empty where it may be shared freely."""
    return handling_words(sources.get(record.values.get("source_id", "")))


def source_words(source: Record) -> str:
    """Who says it and where: agency, kind, reference, day of the report."""
    values = source.values
    named = [words.clean(str(values[name])) for name in ("agency", "reference") if values.get(name)]
    kind = values.get("kind")
    reported = stored_day(values.get("reported_on"))
    return ", ".join(
        [
            ": ".join(named) or "source without a name",
            *([in_words(str(kind))] if kind else []),
            *([f"reported {words.day(reported)}"] if reported else []),
        ]
    )


def handling_words(source: Record | None) -> str:
    """Under which conditions what a source says may be used; empty where it may be shared freely."""
    if source is None or source.values.get("handling") != Handling.C:
        return ""
    note = words.clean(str(source.values.get("handling_note") or ""))
    return f"Handling C: {note or 'ask the agency before any use.'}"


def recorded(link: Link) -> str:
    """When it became known to the service; empty for what was worked out."""
    instant = from_microseconds(link.recorded_at)
    if link.derived or instant is None:
        return ""
    local = instant.astimezone(LONDON)
    return f"{words.day(local.date().isoformat())}, {local:%H:%M}"


def around(relation: Relation) -> str:
    """A relation and how many it leads to beyond what is drawn, such as `lives at (2, 1 of them not on this day)`."""
    spec = RELATIONSHIPS.get(relation.type) or DERIVED_RELATIONSHIPS[relation.type]
    phrase = spec.phrase if relation.outgoing else spec.reverse
    past = 0 if spec.event else relation.beyond - relation.beyond_now
    told = f"{relation.beyond:,}"
    if past:
        told += ", not on this day" if past == relation.beyond else f", {past:,} of them not on this day"
    return f"{phrase} ({told})"


def crowd(relation: Relation, record: Record) -> str:
    """How many a record has of what is never drawn one by one, such as `1,500 pupils recorded`."""
    count = f"{relation.now or relation.total:,}"
    called = None if relation.outgoing and relation.type != "LANDLORD_OF" else _CROWDS.get((relation.type, record.kind))
    if called is None:
        spec = RELATIONSHIPS.get(relation.type) or DERIVED_RELATIONSHIPS[relation.type]
        called = f"{spec.phrase if relation.outgoing else spec.reverse}: {count}"
        return called[:1].upper() + called[1:]
    return f"{count} {called}"
