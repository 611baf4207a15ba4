"""What a panel reads first: who is at risk and why, whom to consider first, whom not to tell, what has changed and what waits."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from graph_service.model.case import CaseFile, OffenderCase
from graph_service.model.clock import View
from graph_service.model.findings import Alert, Candidate, DisclosureDecision, Exposure, Finding
from graph_service.model.vocabulary import AgencyRole, Channel, Standing
from graph_service.recording.decisions import standing
from graph_service.wording import links as words
from graph_service.wording.candidates import (
    best_placed_part,
    best_placed_words,
    blocked_besides,
    by_precedence,
    decided,
    decided_about,
    recipient_words,
)
from graph_service.wording.evidence import sentence_of, subject_words
from graph_service.wording.labels import AGENCIES, STRENGTHS, TIMINGS, sentence_case

AT_RISK: Final = "Who is at risk, why, whom to consider telling first and whom not"
AT_RISK_COLUMNS: Final = ("Who", "How strong", "Why", "Consider first", "Not safe to tell, and why")
"""What the first table of the case page and of papers is about, and what its columns are called."""
NO_RECIPIENT: Final = "Nobody is proposed"
NONE_UNSAFE: Final = "Nobody on record"


@dataclass(frozen=True, slots=True)
class Said:
    """One thing said of a case, and what it is about."""

    about: str
    text: str


@dataclass(frozen=True, slots=True)
class NotToTell:
    """Somebody who is not safe to tell, in which part he or she would be told, and why; of several rows the first says why."""

    candidate: Candidate
    name: str
    why: str


@dataclass(frozen=True, slots=True)
class AtRisk:
    """A row of the first table: somebody at risk, and what a panel needs to know to act. `first` is the candidate to consider
    first, None where there is none; `first_part` is the part in which that is proposed, `first_words` names both; `decided`: what
    was decided about that, blank where nothing was.
    """

    finding: Finding
    name: str
    strength: str
    timing: str
    why: str
    first: Candidate | None
    first_part: str
    first_words: str
    not_to_tell: tuple[NotToTell, ...]
    decided: str = ""


@dataclass(frozen=True, slots=True)
class Waiting:
    """Something that has changed or waits for somebody. `alert`: the number of the alert that it is about, or of the first of
    several gaps alike, alerts before gaps, counted from 1; None where it is a decision.
    """

    about: str
    text: str
    alert: int | None = None


def at_risk(file: CaseFile) -> tuple[AtRisk, ...]:
    """The first table: a row for each person or class at risk, the strongest first."""
    explained: set[tuple[str, Channel]] = set()
    return tuple(_at_risk(file, finding, explained) for finding in file.risks)


def _at_risk(file: CaseFile, finding: Finding, explained: set[tuple[str, Channel]]) -> AtRisk:
    strongest, first = strongest_of(finding), file.best_placed.get(finding.subject.record.id)
    share = "Share with " if first is not None and first.channel is Channel.SHARING else ""
    blocked = [one for one in file.candidates if one.standing is Standing.BLOCKED and finding in one.protects]
    not_to_tell = tuple(
        NotToTell(one, recipient_words(one), "As above." if one.identity in explained else why_not(file, one))
        for one in blocked
    )
    explained.update(one.identity for one in blocked)
    return AtRisk(
        finding=finding,
        name=finding_name(finding, file),
        strength=STRENGTHS[finding.strength].name,
        timing=TIMINGS[strongest.timing].name,
        why=sentence_of(strongest.pattern.title, strongest.summary),
        first=first,
        first_part=best_placed_part(file, finding),
        first_words=f"{share}{best_placed_words(file, finding)}",
        not_to_tell=not_to_tell,
        decided="" if first is None or first.latest_decision is None else _decided(first.latest_decision),
    )


def _decided(decision: DisclosureDecision) -> str:
    on = f", {words.day(decision.decided_on)}" if decision.decided_on else ""
    again = "; decide again" if decision.evidence_changed else ""
    return f"{decided(decision)}{on}{again}"


def strongest_of(finding: Finding) -> Exposure:
    """The exposure that says best why somebody is listed."""
    return (*finding.live_exposures, *finding.exposures)[0]


def why_not(file: CaseFile, candidate: Candidate) -> str:
    """Why somebody is not safe to tell, each reason once."""
    conflicts = (words.clean(conflict.summary) for conflict in candidate.conflicts)
    return " ".join(filter(None, dict.fromkeys((*conflicts, blocked_besides(file, candidate)))))


def fewest(file: CaseFile) -> str:
    """The fewest to tell so that everybody is protected whom telling somebody can protect; empty where that is nobody."""
    cover = {candidate.identity for candidate in file.cover.recipients}
    named = [recipient_words(candidate) for candidate in by_precedence(file) if candidate.identity in cover]
    return f"{words.both(named)}." if named else ""


def how_far(file: CaseFile) -> str:
    """Whom those few protect."""
    who = "One is enough to" if len(file.cover.recipients) == 1 else "Between them they"
    return f"{who} protect everybody whom telling somebody can protect."


def uncovered(file: CaseFile) -> str:
    """For whom nobody to tell is found; empty where there is somebody for each."""
    names = [finding_name(finding, file) for finding in file.cover.uncovered]
    return f"Nobody to tell is found for {words.both(names)}. Other measures are needed." if names else ""


def waiting(file: CaseFile) -> tuple[Waiting, ...]:
    """What has changed since it was decided, what is due, and in short what somebody should look into."""
    return (*_decisions_waiting(file), *_alerts_waiting(file))


def _decisions_waiting(file: CaseFile) -> Iterator[Waiting]:
    for decision in standing(file.decisions):
        what, whom = decided(decision), decided_about(decision)
        on = f" ({words.day(decision.decided_on)})" if decision.decided_on else ""
        if decision.evidence_changed:
            yield Waiting("Decide again", f"{what}: {whom}{on}. What it rested on has changed since.")
        if decision.review_on is not None and decision.is_due(file.view.as_of):
            yield Waiting("Review due", f"{what}: {whom}{on}. Its review was due on {words.day(decision.review_on)}.")


def _alerts_waiting(file: CaseFile) -> Iterator[Waiting]:
    looked_into = alerts(file)
    for number, alert in enumerate(looked_into, 1):
        yield Waiting("Look into", f"{words.clean(alert.title)}{_about(file, alert)}.", number)
    if file.gaps_wait:
        alike: dict[tuple[str, AgencyRole | None], list[tuple[int, Alert]]] = {}
        for number, gap in enumerate(gaps(file), len(looked_into) + 1):
            alike.setdefault((gap.kind, gap.agency), []).append((number, gap))
        for numbered in alike.values():
            yield Waiting("Gap in the file", gap_words([gap for _, gap in numbered]), numbered[0][0])


def _about(file: CaseFile, alert: Alert) -> str:
    subject = alert.subject
    return f": {words.clean(subject.name)}" if subject is not None and subject.id != file.case.person.id else ""


def alerts(file: CaseFile) -> tuple[Alert, ...]:
    """The alerts about what somebody has done or what has come about."""
    return tuple(alert for alert in file.alerts if not alert.is_gap)


def gaps(file: CaseFile) -> tuple[Alert, ...]:
    """The alerts about what is missing in the file, or too weak to rely on."""
    return tuple(alert for alert in file.alerts if alert.is_gap)


def gap_words(alike: Sequence[Alert]) -> str:
    """What is missing in the file, in one line for gaps of one kind and agency."""
    gap = alike[0]
    names = list(dict.fromkeys(words.clean(one.subject.name) for one in alike if one.subject is not None))
    if gap.agency is not None:
        return f"{sentence_case(AGENCIES[gap.agency])}: not asked, or has not answered, about {words.both(names)}."
    return f"{words.clean(gap.title)}: {words.both(names)}." if names else f"{words.clean(gap.title)}."


def finding_name(finding: Finding, file: CaseFile) -> str:
    """Who a finding is about, with the age of a person."""
    what = subject_words(finding.subject, file.view.as_of)
    name = words.clean(finding.subject.description)
    return f"{name}, {what}" if what else name


def consider_first(file: CaseFile, finding: Finding) -> tuple[Said, ...]:
    """Who is best placed to protect the subject of a finding; nothing where nobody is proposed."""
    best = file.best_placed.get(finding.subject.record.id)
    if best is None:
        return ()
    about = "Consider telling first" if best.channel is Channel.DISCLOSURE else "Share with first"
    weighed = ", weigh first" if best.standing is Standing.ASSESS else ""
    return (Said(about, f"{best_placed_words(file, finding)}{weighed}."),)


def minimum(candidate: Candidate) -> Said:
    """What is said to somebody and no more. Of whoever is not safe to tell it says first that nothing is."""
    least = candidate.minimum_information
    if candidate.standing is Standing.BLOCKED:
        return Said(
            "To be told",
            f"Nothing, while what speaks against it stands. Were that resolved, no more than this: {least}",
        )
    return Said("Share, and no more" if candidate.channel is Channel.SHARING else "Tell, and no more", least)


def standing_notices(case: OffenderCase, view: View) -> tuple[str, ...]:
    """What a reader must know of the person before anything else: dead, or not managed on this day."""
    name, died = words.clean(case.person.name), case.person.values.get("deceased_on")
    if died is not None and died <= view.as_of.isoformat():
        return (
            f"{name} died on {words.day(died)}. The dead expose nobody, so nothing is found and nobody is proposed "
            "from that day on. An earlier day shows what was found then.",
        )
    if not case.managed:
        return (
            f"No agency is recorded as managing {name} on this day. What follows is made from the records all the same: "
            "it says what they show, not that anybody acts on it.",
        )
    return ()


NOBODY_FOUND = (
    "It means that no path of relationships, recorded well enough, leads from this person to anybody of the kind that the "
    "recorded profile of offending speaks of.",
    "It does not mean that there is no risk. Who is not recorded cannot be found; evidence graded 3, D or E carries no "
    "finding by itself; a profile that nobody recorded opens no pattern; what your role or clearance does not open is not "
    "counted; and another day may show more.",
)
"""What it means, and what it does not, that nobody is found at risk."""
