"""How links, dates and evidence read in a picture and its table. Pure."""

import unicodedata
from collections.abc import Iterable
from datetime import date, timedelta

from graph_service.model.clock import stored_day
from graph_service.model.grades import FAIR_GRADES
from graph_service.model.records import Link, Record
from graph_service.model.vocabulary import (
    DERIVED_RELATIONSHIPS,
    OFFENCE_TYPES,
    RELATIONSHIPS,
    Kind,
    RelationshipSpec,
    in_words,
)

_JOINERS = "\u200c\u200d"
_UNSEEN = ("Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp")


def clean(text: str) -> str:
    """`text` on one line, without characters that cannot be seen or that turn the direction of writing."""
    seen = "".join(" " if unicodedata.category(char) in _UNSEEN and char not in _JOINERS else char for char in text)
    return " ".join(seen.split())


def both(names: Iterable[str]) -> str:
    """`Ann`, `Ann and Ben`, `Ann, Ben and Cat`."""
    listed = list(names)
    return listed[0] if len(listed) == 1 else f"{', '.join(listed[:-1])} and {listed[-1]}" if listed else "nobody"


def spec_of(link: Link) -> RelationshipSpec:
    """The vocabulary's entry for a link."""
    return DERIVED_RELATIONSHIPS[link.type] if link.derived else RELATIONSHIPS[link.type]


def day(iso: str) -> str:
    """`2026-06-01` as `1 June 2026`."""
    found = date.fromisoformat(iso)
    return f"{found.day} {found:%B %Y}"


def month(iso: str) -> str:
    """`2026-06-01` as `June 2026`."""
    return f"{date.fromisoformat(iso):%B %Y}"


def short_day(iso: str) -> str:
    """`2026-06-01` as `1 Jun 2026`."""
    found = date.fromisoformat(iso)
    return f"{found.day} {found:%b %Y}"


def last_day(link: Link) -> str | None:
    """The last day on which a link held or an event happened; None when that is not known."""
    end = stored_day(link.valid_to)
    return None if end is None else (date.fromisoformat(end) - timedelta(days=1)).isoformat()


def on_its_day(link: Link) -> bool:
    """Whether something happened on the first day of a relationship that is no event: what came of an offence, an offer, a
    notification. Only suspicion goes on.
    """
    if link.type in OFFENCE_TYPES:
        return link.role != "SUSPECTED"
    return link.role == "OFFERED" or link.type == "NOTIFIED_ADDRESS"


def is_over(link: Link, as_of: date) -> bool:
    """Whether a link has ended by `as_of`. What was worked out has no end."""
    return not link.derived and link.valid_to <= as_of.isoformat()


def is_to_come(link: Link, as_of: date) -> bool:
    """Whether a link begins after `as_of`."""
    return not link.derived and link.valid_from > as_of.isoformat()


def is_weak(link: Link) -> bool:
    """Whether the evidence cannot carry a finding: source 3, intelligence D or E, or refuted."""
    return not link.derived and (link.weak or link.status == "REFUTED")


def is_fair(link: Link) -> bool:
    """Whether the evidence holds a finding down to moderate: source 2, intelligence C, or an opinion."""
    return not link.derived and (link.grade in FAIR_GRADES or link.assertion == "OPINION")


def dates(link: Link, as_of: date) -> str:
    """When the link holds, in full; the last day included."""
    if link.derived:
        return "worked out from the records of the two places"
    begin, end = stored_day(link.valid_from), stored_day(link.valid_to)
    if spec_of(link).event:
        last = last_day(link)
        if begin and last and begin != last:
            return f"first on {day(begin)}, last on {day(last)}"
        if begin or last:
            return f"on {day(begin or last or '')}"
        return "date not recorded"
    ended = ", ended" if is_over(link, as_of) else ""
    if begin and on_its_day(link):
        return f"on {day(begin)}{f', until {day(last_day(link) or end)}{ended}' if end else ''}"
    if begin and end:
        return f"from {day(begin)} until {day(last_day(link) or end)}{ended}"
    if end:
        return f"until {day(last_day(link) or end)}{ended}"
    if begin:
        return f"{'to begin on' if is_to_come(link, as_of) else 'since'} {day(begin)}"
    return "" if link.type in OFFENCE_TYPES else "dates not recorded"


def evidence(link: Link) -> str:
    """How good the evidence is, in full."""
    if link.derived:
        return ""
    parts = [f"graded {link.grade}"]
    if is_weak(link):
        parts[0] += ", too weak to rely on"
    if link.assertion == "OPINION":
        parts.append("recorded as opinion")
    if link.status != "ASSERTED":
        parts.append(in_words(link.status))
    return ", ".join(parts)


def kind_words(record: Record) -> str:
    """What a record that is no person is, such as `School` or `Play area`; empty for a sealed one."""
    if record.sealed:
        return ""
    own = record.values.get("kind") if record.kind in (Kind.ADDRESS, Kind.ORGANISATION, Kind.ACCOUNT) else None
    if own is None or own in ("DWELLING", "OTHER"):
        return record.kind.value
    words = in_words(str(own)).capitalize()
    return f"{words} account" if record.kind is Kind.ACCOUNT and own == "SOCIAL" else words


def age_words(record: Record, as_of: date) -> str:
    """A person's age, such as `age 8`; of who is still to be born, when."""
    died: str | None = record.values.get("deceased_on")
    if died is not None and died <= as_of.isoformat():
        return f"died {short_day(died)}"
    born: str | None = record.values.get("date_of_birth")
    if born is not None and born > as_of.isoformat():
        return f"expected in {month(born)}"
    age = record.age(as_of)
    return "age not known" if age is None else f"age {age}"
