"""How links, dates and evidence read in a picture and its table. Pure."""

import re
import unicodedata
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
_OPENING = re.compile(r"^(?:is|was|has as) (?:an? |the )?")
HANDLED = "handling C"
"""Stands on the line of what may be used only under conditions; these are told in full beside the picture."""


def clean(text: str) -> str:
    """`text` on one line, without characters that cannot be seen or that turn the direction of writing."""
    seen = "".join(" " if unicodedata.category(char) in _UNSEEN and char not in _JOINERS else char for char in text)
    return " ".join(seen.split())


def spec_of(link: Link) -> RelationshipSpec:
    """The vocabulary's entry for a link."""
    return DERIVED_RELATIONSHIPS[link.type] if link.derived else RELATIONSHIPS[link.type]


def day(iso: str) -> str:
    """`2026-06-01` as `1 June 2026`."""
    found = date.fromisoformat(iso)
    return f"{found.day} {found:%B %Y}"


def short_day(iso: str) -> str:
    """`2026-06-01` as `1 Jun 2026`."""
    found = date.fromisoformat(iso)
    return f"{found.day} {found:%b %Y}"


def last_day(link: Link) -> str | None:
    """The last day on which a link held or an event happened; None when that is not known."""
    end = stored_day(link.valid_to)
    return None if end is None else (date.fromisoformat(end) - timedelta(days=1)).isoformat()


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
    """Whether the evidence carries a finding and holds it down to moderate: source 2, intelligence C, or an opinion."""
    return not link.derived and (link.grade in FAIR_GRADES or link.assertion == "OPINION")


def sentence(link: Link, start: Record, end: Record) -> str:
    """The link as a sentence from `start` to `end`, whichever way it is recorded."""
    spec = spec_of(link)
    phrase = spec.phrase if link.from_id == start.id else spec.reverse
    role = f" ({in_words(link.role)})" if link.role else ""
    stay = f" ({link.detail} hours)" if link.type == "STAYS_AT" and (link.detail or "").isdigit() else ""
    return f"{clean(start.name)} {phrase} {clean(end.name)}{role}{stay}"


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


def caption(link: Link, as_of: date) -> tuple[str, ...]:
    """The few words that stand on the line in the picture."""
    spec = spec_of(link)
    head = _OPENING.sub("", spec.phrase)
    if link.derived:
        return (head, "(worked out)")
    lines = [head]
    if link.role:
        role = in_words(link.role)
        lines = [f"{head} ({role})"] if len(head) + len(role) <= 16 else [head, f"({role})"]
    if spec.event:
        begin, last = stored_day(link.valid_from), last_day(link)
        if when := last or begin:
            lines.append(short_day(when) if link.end_blank or begin == last else f"last {short_day(when)}")
        else:
            lines.append("date not known")
    else:
        lines += brief_dates(link, as_of)
    return (*lines, *brief_evidence(link))


def brief_dates(link: Link, as_of: date) -> tuple[str, ...]:
    """When a link that does not hold on the day ended or begins."""
    begin, end = stored_day(link.valid_from), stored_day(link.valid_to)
    if end and is_over(link, as_of):
        return (f"ended {short_day(end)}",)
    if begin and is_to_come(link, as_of):
        return (f"from {short_day(begin)}",)
    return ()


def brief_evidence(link: Link) -> tuple[str, ...]:
    """Why a link is not to be taken as certain: its grade, or that it is an opinion."""
    if is_weak(link):
        return (f"weak: {'refuted' if link.status == 'REFUTED' else link.grade}",)
    if is_fair(link):
        return ("opinion" if link.assertion == "OPINION" and link.grade not in FAIR_GRADES else link.grade,)
    return ()


def brief(caption: tuple[str, ...]) -> tuple[str, ...]:
    """Of a line's words those that say why it is drawn unlike others: when it ended or begins, how weak it is, that its use
    has conditions.
    """
    return tuple(
        line for line in caption if line.startswith(("ended ", "from ", "last ", "weak: ", "(worked out)", HANDLED))
    )


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
    """A person's age, such as `age 8`; of who is still to be born, until when."""
    died: str | None = record.values.get("deceased_on")
    if died is not None and died <= as_of.isoformat():
        return f"died {short_day(died)}"
    born: str | None = record.values.get("date_of_birth")
    if born is not None and born > as_of.isoformat():
        return f"not born until {day(born)}"
    age = record.age(as_of)
    return "age not known" if age is None else f"age {age}"
