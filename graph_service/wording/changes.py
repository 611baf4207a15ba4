"""What differs between two views of a case, in words: who is new at risk, who no longer is, what it was that made it so. Pure."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

from graph_service.model.clock import LONDON, View, end_of
from graph_service.model.difference import Change, ChangeCause, FindingsDiff, T
from graph_service.model.findings import Alert, Candidate, Finding
from graph_service.model.records import Link, Record
from graph_service.model.vocabulary import Channel, Standing, Strength
from graph_service.wording import links as words
from graph_service.wording.candidates import recipient_words
from graph_service.wording.clauses import sentence
from graph_service.wording.evidence import sentence_of, subject_words
from graph_service.wording.labels import STANDINGS, STRENGTHS
from graph_service.wording.provenance import recorded
from graph_service.wording.summary import strongest_of

CAUSES: Final = {
    ChangeCause.WORLD: "Because of what has happened since, or of the day.",
    ChangeCause.KNOWLEDGE: "Because of what has become known since.",
}
"""Why something is other than before."""
NOTHING_CHANGED: Final = "Nothing: the same people at risk, the same people to consider telling, the same alerts."
_RANK: Final = {strength: place for place, strength in enumerate(Strength)}


@dataclass(frozen=True, slots=True)
class ChangeWords:
    """One thing that is other than before. `about` says in a word or two what kind of change, `made_by` which relationships made
    it. `loud`: somebody should act on it, or may no longer act.
    """

    about: str
    text: str
    cause: str
    made_by: tuple[str, ...]
    loud: bool = False

    @property
    def line(self) -> str:
        """It all in one line, for a paper."""
        by = f" {'; '.join(self.made_by)}." if self.made_by else ""
        return f"{self.about}: {self.text} {self.cause}{by}"


@dataclass(frozen=True, slots=True)
class DifferenceWords:
    """What differs in findings, in candidates and in alerts, each in the order of its list."""

    findings: tuple[ChangeWords, ...]
    candidates: tuple[ChangeWords, ...]
    alerts: tuple[ChangeWords, ...]

    @property
    def all(self) -> tuple[ChangeWords, ...]:
        """Every change, findings first."""
        return (*self.findings, *self.candidates, *self.alerts)


def difference_words(diff: FindingsDiff, days: tuple[date, date]) -> DifferenceWords:
    """What differs between two views, in words; `days`: on which the one and the other asks what is true."""
    return DifferenceWords(
        findings=tuple(_said(change, days, _finding) for change in diff.findings.all),
        candidates=tuple(_said(change, days, _candidate) for change in diff.candidates.all),
        alerts=tuple(_said(change, days, _alert) for change in diff.alerts.all),
    )


_Says = Callable[[T | None, T | None, tuple[date, date]], tuple[str, str, bool]]
"""What kind of change it is, what it is in a sentence, and whether it is loud."""


def _said(change: Change[T], days: tuple[date, date], says: _Says[T]) -> ChangeWords:
    about, text, loud = says(change.before, change.after, days)
    return ChangeWords(about, text, CAUSES[change.cause], tuple(_records(change.records, change.nodes, days[1])), loud)


def _finding(before: Finding | None, after: Finding | None, days: tuple[date, date]) -> tuple[str, str, bool]:
    if after is None:
        assert before is not None
        return "No longer found at risk", f"{_named(before, days[0])}, before: {_strength(before)}.", True
    name, why = _named(after, days[1]), _why(after)
    if before is None:
        about = "Newly at risk" if after.is_risk else "New, for context only"
        return about, f"{name}: {_strength(after)}. {why}", after.is_risk
    if _RANK[after.strength] != _RANK[before.strength]:
        stronger = _RANK[after.strength] < _RANK[before.strength]
        about = "Stronger" if stronger else "Weaker"
        return about, f"{name}: {_strength(after)}, before: {_strength(before)}. {why}", stronger
    return "Other reasons than before", f"{name}: still {_strength(after)}. {_reasons(before, after)}", False


def _named(finding: Finding, day: date) -> str:
    what, name = subject_words(finding.subject, day), words.clean(finding.subject.description)
    return f"{name}, {what}" if what else name


def _strength(finding: Finding) -> str:
    return STRENGTHS[finding.strength].name


def _why(finding: Finding) -> str:
    strongest = strongest_of(finding)
    return sentence_of(strongest.pattern.title, strongest.summary)


def _reasons(before: Finding, after: Finding) -> str:
    """What a finding rests on now that it did not, and what no more."""
    was, is_ = ([exposure.pattern.title for exposure in one.live_exposures] for one in (before, after))
    new = [title for title in dict.fromkeys(is_) if title not in was]
    gone = [title for title in dict.fromkeys(was) if title not in is_]
    said = (
        f"New: {_quoted(new)}." if new else "",
        f"No more: {_quoted(gone)}." if gone else "",
        "" if new or gone else "It is of other groups at risk.",
    )
    return " ".join(filter(None, said))


def _quoted(titles: list[str]) -> str:
    return words.both(f"“{words.clean(title)}”" for title in titles)


def _candidate(before: Candidate | None, after: Candidate | None, days: tuple[date, date]) -> tuple[str, str, bool]:
    if after is None:
        assert before is not None
        return "No longer proposed to be told", f"{recipient_words(before)}.", True
    who, standing = recipient_words(after), STANDINGS[after.standing].name
    if before is None:
        if after.standing is Standing.BLOCKED:
            return "New, and not safe to tell", f"{who}: {_against(after)}", True
        shares = after.channel is Channel.SHARING
        return "New to share with" if shares else "New to consider telling", f"{who}: {standing}.", False
    if after.standing is not before.standing:
        unsafe = after.standing is Standing.BLOCKED
        why = f" {_against(after)}" if unsafe else ""
        about = "No longer safe to tell" if unsafe else "Stands otherwise than before"
        return about, f"{who}: {standing}, before: {STANDINGS[before.standing].name}.{why}", unsafe
    was, is_ = ({one.subject.record.id for one in side.protects} for side in (before, after))
    if was != is_:
        whom = (
            words.both(words.clean(one.subject.description) for one in after.protects) if after.protects else "nobody"
        )
        return "Would protect others than before", f"{who}: would protect {whom}.", False
    return "Other grounds than before", f"{who}: {standing}.", False


def _against(candidate: Candidate) -> str:
    return " ".join(dict.fromkeys(words.clean(conflict.summary) for conflict in candidate.conflicts))


def _alert(before: Alert | None, after: Alert | None, _days: tuple[date, date]) -> tuple[str, str, bool]:
    entry = before if after is None else after
    assert entry is not None
    about = "Alert that no longer holds" if after is None else "New alert" if before is None else "Alert changed"
    text = f"{words.clean(entry.title)}. {sentence_of(entry.title, entry.summary)}"
    return about, text, before is None


def view_words(view: View) -> str:
    """A view: what is true on which day, as it was known when."""
    known, day = view.known_at.astimezone(LONDON), words.day(view.as_of.isoformat())
    if known == end_of(view.as_of):
        return f"{day}, as known at the end of that day"
    return f"{day}, as known at {known:%H:%M} on {words.day(known.date().isoformat())}"


def records_in(diff: FindingsDiff) -> Iterator[Record]:
    """Every record that a difference speaks of."""
    changes: list[Change[Finding] | Change[Candidate] | Change[Alert]]
    changes = [*diff.findings.all, *diff.candidates.all, *diff.alerts.all]
    for change in changes:
        yield from change.nodes.values()
        for entry in (change.before, change.after):
            match entry:
                case Candidate():
                    yield from (one for one in (entry.recipient,) if isinstance(one, Record))
                    yield from (one.subject.record for one in entry.protects)
                case Finding():
                    yield entry.subject.record
                case Alert() if entry.subject is not None:
                    yield entry.subject


def _records(links: tuple[Link, ...], nodes: Mapping[str, Record], day: date) -> Iterator[str]:
    """The relationships that made a change, each in a sentence, and since when each is on record."""
    for link in links:
        start, end = nodes.get(link.from_id), nodes.get(link.to_id)
        if start is None or end is None:
            continue
        refuted = "recorded as untrue" if link.status == "REFUTED" else ""
        details = [refuted, words.dates(link, day), f"recorded {recorded(link)}" if recorded(link) else ""]
        said = "; ".join(filter(None, details))
        yield f"{sentence(link, start, end, day)}{f' – {said}' if said else ''}"
