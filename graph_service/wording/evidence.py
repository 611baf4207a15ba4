"""What an exposure rests on: each step of its path with the source behind it, and why it is no stronger."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from graph_service.model.case import CaseFile
from graph_service.model.clock import LONDON, from_microseconds, stored_day
from graph_service.model.findings import Condition, Exposure, Subject
from graph_service.model.grades import STRONG_GRADES
from graph_service.model.records import Link, Path, Record
from graph_service.model.vocabulary import ConditionKind, Kind, OrderKind, in_words
from graph_service.wording import links as words
from graph_service.wording.clauses import sentence
from graph_service.wording.labels import CONDITIONS, ORDERS, grade_meaning, sentence_case
from graph_service.wording.provenance import handling_words, source_words


@dataclass(frozen=True, slots=True)
class Step:
    """One relationship of a path in words. `source` says whose word it is, `handling` under which conditions it may be used.

    `holds_down`: it is the one that the strength of the exposure is capped by. `ends`: the two records that the sentence names.
    `link`: the id of the relationship and that of the record where it starts; blank where it was worked out.
    """

    sentence: str
    dates: str
    evidence: str
    source: str
    handling: str
    holds_down: bool = False
    ends: tuple[Record, ...] = ()
    link: tuple[str, str] = ("", "")


def steps(file: CaseFile, path: Path, capped_by: Link | None = None) -> tuple[Step, ...]:
    """A path as a chain of steps, in walking order."""
    walked = zip(path.links, path.nodes[:-1], path.nodes[1:], strict=True)
    return tuple(_step(file, link, start, end, capped_by) for link, start, end in walked)


def _step(file: CaseFile, link: Link, start: Record, end: Record, capped_by: Link | None) -> Step:
    source = file.sources.get(link.source_id or "")
    return Step(
        sentence=sentence(link, start, end, file.view.as_of),
        dates=words.dates(link, file.view.as_of),
        evidence=_evidence(link),
        source=_source(link, source),
        handling=handling_words(source),
        holds_down=capped_by is not None and link.id == capped_by.id,
        ends=(start, end),
        link=("", "") if link.derived else (link.id, link.from_id),
    )


def _evidence(link: Link) -> str:
    """How good the evidence is; and what its grade means, where it is not among the best."""
    said = words.evidence(link)
    return f"{said} ({grade_meaning(link.grade)})" if said and link.grade not in STRONG_GRADES else said


def _source(link: Link, source: Record | None) -> str:
    """Whose word a relationship is, and since when it has been on record."""
    if link.derived:
        return ""
    recorded = from_microseconds(link.recorded_at)
    on_record = recorded and f"recorded {words.day(recorded.astimezone(LONDON).date().isoformat())}"
    said = source_words(source) if source is not None else "" if on_record is None else "no source is named"
    return "; ".join(part for part in (said, on_record) if part)


def sentence_of(title: str, summary: str) -> str:
    """A summary without the title that it begins with, as a sentence of its own."""
    return sentence_case(words.clean(summary.removeprefix(f"{title}: ")))


def held_down(exposure: Exposure) -> str:
    """Which link the strength is held down by, where there is one; its reasons say how."""
    link = exposure.capped_by
    if link is None:
        return ""
    on_path = exposure.path.link_ids
    where = f"step {on_path.index(link.id) + 1}" if link.id in on_path else "a relationship beside the path"
    return f"What holds it down is {where}: {words.evidence(link)}."


def beside(file: CaseFile, fulfilled_by: Iterable[Path], capped_by: Link | None = None) -> tuple[Step, ...]:
    """The relationships off the path that fulfil a condition, such as an approach to a neighbour's child."""
    return tuple(step for one in fulfilled_by for step in steps(file, one, capped_by))


def set_aside(exposure: Exposure, titles: Mapping[str, str]) -> str:
    """Why an exposure does not count, where a stronger one covers it; `titles` by id of pattern."""
    covering = exposure.suppressed_by
    if covering is None:
        return ""
    return f"Set aside: “{titles.get(covering, in_words(covering))}” covers it."


def subject_words(subject: Subject, as_of: date) -> str:
    """Who is at risk, with the age of a person and what else a reader must know."""
    record = subject.record
    if subject.protected is not None or record.kind is not Kind.PERSON:
        return ""
    said = [words.age_words(record, as_of)]
    if record.values.get("adult_at_risk"):
        said.append("adult at risk")
    return ", ".join(said)


def order_words(order: Record) -> str:
    """What an order is, and from when to when it is in force."""
    values = order.values
    kind = values.get("kind")
    begin, end = stored_day(values.get("valid_from")), stored_day(values.get("valid_to"))
    last = end and (date.fromisoformat(end) - timedelta(days=1)).isoformat()
    held = " ".join(
        [
            *([f"from {words.day(begin)}"] if begin else []),
            f"until {words.day(last)}" if last else "without an end date",
        ]
    )
    return f"{ORDERS[OrderKind(kind)] if kind else 'Order'}, {held}"


def condition_words(condition: Condition, about: Record | None) -> str:
    """What a condition bars or demands, in its own text where it has one. `about`: whom or what it names, as the viewer sees it."""
    text = words.clean(condition.text or "")
    name = words.clean(about.name) if about is not None else ""
    if text:
        return text if not name or name.casefold() in text.casefold() else f"{text} ({name})"
    limits = []
    if condition.kind in (ConditionKind.NO_CHILD_CONTACT, ConditionKind.NO_CHILD_HOUSEHOLD):
        young = {"F": "girls", "M": "boys"}.get(condition.sex or "", "children")
        limits.append(f"{young} under {condition.age_limit or 18}")
    if name:
        limits.append(name)
    if condition.radius_m is not None:
        limits.append(f"within {condition.radius_m:,.0f} m")
    head = CONDITIONS[condition.kind]
    return f"{head} ({', '.join(limits)})." if limits else f"{head}."


def touched_words(file: CaseFile, condition: Condition) -> str:
    """A condition that an exposure or an alert touches, with the order that it belongs to."""
    order = f"{ORDERS[condition.order_kind]}. " if condition.order_kind else ""
    return f"{order}{condition_words(condition, file.named.get(condition.subject_id or ''))}"
