"""Plain English for paths: what a panel member reads beside the picture."""

from datetime import date, timedelta
from functools import lru_cache

from graph_service.model.records import Link, Path, Record
from graph_service.model.vocabulary import DERIVED_RELATIONSHIPS, FIRST_DAY, LAST_DAY, RELATIONSHIPS, Kind, in_words


@lru_cache(maxsize=4096)
def day_in_words(day: str) -> str:
    """An ISO day as it is written in England, such as 1 June 2026."""
    parsed = date.fromisoformat(day)
    return f"{parsed.day} {parsed:%B %Y}"


def when(link: Link, as_of: date) -> str:
    """When a link holds or happened, in words; empty where nobody said."""
    if link.derived:
        return ""
    begins = None if link.valid_from == FIRST_DAY else day_in_words(link.valid_from)
    last = None
    if link.valid_to not in (FIRST_DAY, LAST_DAY):
        last = day_in_words((date.fromisoformat(link.valid_to) - timedelta(days=1)).isoformat())
    if begins == last and begins is not None:
        return f"on {begins}"
    if begins and last:
        return f"{begins} to {last}"
    if begins:
        return f"since {begins}" if link.valid_from <= as_of.isoformat() else f"from {begins}"
    return f"until {last}" if last else ""


def step_in_words(link: Link, walked_from: str, as_of: date) -> str:
    """What joins a record to the next on a path, such as `is a partner of` with role and dates; without the names."""
    spec = RELATIONSHIPS.get(link.type) or DERIVED_RELATIONSHIPS[link.type]
    return spec.phrase if walked_from == link.from_id else spec.reverse


def _named(record: Record, as_of: date) -> str:
    if record.kind is not Kind.PERSON:
        return record.name
    born: str | None = record.values.get("date_of_birth")
    if born is not None and born > as_of.isoformat():
        return f"{record.name} (not born until {day_in_words(born)})"
    age = record.age(as_of)
    return record.name if age is None or age >= 18 else f"{record.name} (aged {age})"


def path_in_words(path: Path, as_of: date) -> str:
    """A path as one sentence, from its first record to its last."""
    words = [_named(path.nodes[0], as_of)]
    for index, link in enumerate(path.links):
        here, there = path.nodes[index], path.nodes[index + 1]
        if index:
            words.append(", who" if here.kind is Kind.PERSON else ", which")
        notes = ", ".join(note for note in (in_words(link.role or ""), when(link, as_of)) if note)
        words.append(
            f" {step_in_words(link, here.id, as_of)} {_named(there, as_of)}" + (f" ({notes})" if notes else "")
        )
    return "".join(words) + "."
