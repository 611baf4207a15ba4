"""What differs between two answers about one offender, and why. Pure."""

from collections.abc import Callable, Hashable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Generic

from graph_service.model.difference import Change, ChangeCause, Changes, FindingsDiff, T
from graph_service.model.findings import Alert, Candidate, DisclosureDecision, Finding
from graph_service.model.records import Link


@dataclass(frozen=True, slots=True)
class CaseAnswer:
    """What one view shows of an offender: the lists that are compared."""

    findings: tuple[Finding, ...] = ()
    candidates: tuple[Candidate, ...] = ()
    alerts: tuple[Alert, ...] = ()


@dataclass(frozen=True, slots=True)
class _Kind(Generic[T]):
    """How entries of one list are compared: what makes one the same entry, what makes it another than before, and on which
    relationships it rests."""

    identity: Callable[[T], Hashable]
    says: Callable[[T], Hashable]
    rests_on: Callable[[T], tuple[Link, ...]]


def _links_of_finding(finding: Finding) -> tuple[Link, ...]:
    return tuple(link for exposure in finding.live_exposures for link in exposure.links)


_FINDINGS: _Kind[Finding] = _Kind(
    identity=lambda one: (one.subject.record.id, one.subject.protected is None),
    says=lambda one: (
        one.strength,
        frozenset(one.groups),
        frozenset(exposure.pattern.id for exposure in one.live_exposures),
    ),
    rests_on=_links_of_finding,
)
_CANDIDATES: _Kind[Candidate] = _Kind(
    identity=lambda one: one.identity,
    says=lambda one: (
        one.role,
        frozenset(one.also_as),
        one.standing,
        frozenset(finding.subject.record.id for finding in one.protects),
        frozenset((conflict.kind, conflict.path.link_ids) for conflict in one.conflicts),
    ),
    rests_on=lambda one: tuple(link for path in one.paths for link in path.links),
)
_ALERTS: _Kind[Alert] = _Kind(
    identity=lambda one: (one.kind, None if one.subject is None else one.subject.id, one.agency, one.path.link_ids),
    says=lambda one: frozenset(condition.id for condition in one.conditions),
    rests_on=lambda one: tuple(link for path in one.paths for link in path.links),
)


@dataclass(frozen=True, slots=True)
class Sides:
    """A view before, a view after, and between them the day before with what is known after; and of every relationship that
    any of these answers rests on the version that each end sees."""

    before: CaseAnswer
    between: CaseAnswer
    after: CaseAnswer
    days: tuple[date, date]
    links_before: Mapping[str, Link]
    links_after: Mapping[str, Link]
    recent_days: int
    forthcoming_days: int


def difference(sides: Sides) -> FindingsDiff:
    """What came, went and is other than before. The cause of a change is the WORLD if the same change shows between the two days
    with what is known after; else it is what is known."""
    return FindingsDiff(
        findings=_changes(_FINDINGS, sides, sides.before.findings, sides.between.findings, sides.after.findings),
        candidates=_changes(
            _CANDIDATES, sides, sides.before.candidates, sides.between.candidates, sides.after.candidates
        ),
        alerts=_changes(_ALERTS, sides, sides.before.alerts, sides.between.alerts, sides.after.alerts),
    )


def about_decision(diff: FindingsDiff, decision: DisclosureDecision) -> FindingsDiff:
    """What of a difference concerns a decision: those whom it was to protect, and whoever it is about."""
    protected = {record.id for record in decision.protects}
    told = None if decision.recipient is None else decision.recipient.id
    return FindingsDiff(
        findings=_only(diff.findings, lambda one: one.subject.record.id in protected),
        candidates=_only(diff.candidates, lambda one: one.identity[0] == told and one.is_agency == decision.is_sharing),
    )


def _only(changes: Changes[T], wanted: Callable[[T], bool]) -> Changes[T]:
    added, removed, changed = (
        tuple(one for one in part if wanted(one.entry)) for part in (changes.added, changes.removed, changes.changed)
    )
    return Changes(added, removed, changed)


def resting_on(answer: CaseAnswer) -> tuple[Link, ...]:
    """Every recorded relationship that an answer rests on."""
    links = (
        *(link for one in answer.findings for link in _FINDINGS.rests_on(one)),
        *(link for one in answer.candidates for link in _CANDIDATES.rests_on(one)),
        *(link for one in answer.alerts for link in _ALERTS.rests_on(one)),
    )
    return tuple({link.id: link for link in links if not link.derived}.values())


def _changes(
    kind: _Kind[T], sides: Sides, before: tuple[T, ...], between: tuple[T, ...], after: tuple[T, ...]
) -> Changes[T]:
    was, is_ = _by_identity(kind, before), _by_identity(kind, after)
    would_be = _by_identity(kind, between)

    def change(old: T | None, new: T | None) -> Change[T]:
        entry = old if new is None else new
        assert entry is not None
        world = _said(kind, would_be.get(kind.identity(entry))) == _said(kind, old)
        cause = ChangeCause.WORLD if world else ChangeCause.KNOWLEDGE
        return Change(old, new, cause, _made_by(kind, sides, cause, old, new))

    return Changes(
        added=tuple(change(None, one) for key, one in is_.items() if key not in was),
        removed=tuple(change(one, None) for key, one in was.items() if key not in is_),
        changed=tuple(
            change(was[key], one) for key, one in is_.items() if key in was and kind.says(was[key]) != kind.says(one)
        ),
    )


def _by_identity(kind: _Kind[T], entries: Iterable[T]) -> dict[Hashable, T]:
    return {kind.identity(one): one for one in entries}


def _said(kind: _Kind[T], entry: T | None) -> Hashable:
    return None if entry is None else kind.says(entry)


def _made_by(kind: _Kind[T], sides: Sides, cause: ChangeCause, old: T | None, new: T | None) -> tuple[Link, ...]:
    """Of the relationships that an entry rests, or rested, on those that made the change: where what is known changed, those
    recorded otherwise than before; where the world did, those that count otherwise on the other day."""
    links = {link.id: link for one in (old, new) if one is not None for link in kind.rests_on(one) if not link.derived}
    recorded = [id_ for id_ in links if sides.links_before.get(id_) != sides.links_after.get(id_)]
    counting = [id_ for id_, link in links.items() if _counts_otherwise(link, sides)]
    made = recorded if cause is ChangeCause.KNOWLEDGE else counting
    return tuple(sides.links_after.get(id_, links[id_]) for id_ in made)


def _counts_otherwise(link: Link, sides: Sides) -> bool:
    """Whether a relationship is to come, current, lately ended or long over on the one day and not on the other."""

    def phase(day: date) -> tuple[bool, bool, bool, bool]:
        return (
            link.valid_from <= _shifted(day, sides.forthcoming_days),
            link.valid_from <= day.isoformat(),
            link.valid_to <= day.isoformat(),
            link.valid_to <= _shifted(day, -sides.recent_days),
        )

    first, second = sides.days
    return phase(first) != phase(second)


def _shifted(day: date, days: int) -> str:
    return (day + timedelta(days=days)).isoformat()
