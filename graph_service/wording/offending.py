"""What an offender has done, and what is known of his offending: offences by outcome, profiles, assessments of risk."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from graph_service.model.case import CaseFile
from graph_service.model.clock import stored_day
from graph_service.model.records import Link, Path, Record, too_weak
from graph_service.model.vocabulary import FOUND_GUILTY, OffenceKind, RiskGroup, RiskLevel
from graph_service.wording import links as words
from graph_service.wording.evidence import Step, steps
from graph_service.wording.labels import GROUPS, OFFENCES, OUTCOMES, RISK_LEVELS, grade_meaning, sentence_case
from graph_service.wording.provenance import handling_words, source_words

_NO_CONVICTION = "No conviction and no caution for it is recorded."
_WEAK_CONVICTION = "No conviction and no caution for it is recorded well enough to rely on."

_YOUNG = {"F": "girls", "M": "boys"}
_GROWN = {"F": "women", "M": "men"}
_ANY_AGE = {"F": "females", "M": "males"}


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of an offence for the offender, and on whose word; `link` is the relationship that says so."""

    text: str
    step: Step
    link: Link


@dataclass(frozen=True, slots=True)
class OffenceWords:
    """An offence to which the offender is recorded as party; `what` says its kind and when it was committed.

    `guilty`: he is recorded, well enough to rely on, as convicted of it or cautioned for it. `doubt` says so of
    every offence where he is not, so that suspicion is not read as guilt; else it is empty.
    """

    title: str
    what: str
    guilty: bool
    doubt: str
    outcomes: tuple[Outcome, ...]


@dataclass(frozen=True, slots=True)
class ProfileWords:
    """A profile in force: what his offending is like, whom he is recorded to prefer, since when, on whose word.

    `evidence` says so where it is too weak to open a pattern.
    """

    name: str
    whom: str
    dates: str
    evidence: str
    source: str
    handling: str


def offences(file: CaseFile) -> tuple[OffenceWords, ...]:
    """Every offence once, those of which he has been found guilty first, then the latest first."""
    by_offence: dict[str, list[Path]] = {}
    for path in file.offences:
        by_offence.setdefault(path.nodes[-1].id, []).append(path)
    said = (_offence(file, paths) for paths in by_offence.values())
    return tuple(sorted(said, key=lambda one: not one.guilty))


def _offence(file: CaseFile, paths: list[Path]) -> OffenceWords:
    offence = paths[0].nodes[-1]
    kind = offence.values.get("kind")
    guilty = any(map(_finds_guilty, paths))
    claimed = any(path.links[0].role in FOUND_GUILTY for path in paths)
    said = (
        OFFENCES[OffenceKind(kind)] if kind else "kind not recorded",
        committed(offence.values) or "date of the offence not recorded",
    )
    return OffenceWords(
        title=words.clean(offence.name),
        what=", ".join(said),
        guilty=guilty,
        doubt="" if guilty else _WEAK_CONVICTION if claimed else _NO_CONVICTION,
        outcomes=tuple(_outcome(file, path) for path in paths),
    )


def _finds_guilty(path: Path) -> bool:
    """A conviction or caution recorded well enough to rely on. It is an event: that its interval has ended undoes nothing."""
    (link,) = path.links
    return link.role in FOUND_GUILTY and not link.weak


def committed(values: Mapping[str, Any]) -> str:
    """When an offence was committed, from its columns; empty where that is not recorded."""
    first, last = values.get("committed_from"), values.get("committed_to")
    if first and last and first != last:
        return f"committed between {words.day(first)} and {words.day(last)}"
    on = first or last
    return f"committed on {words.day(on)}" if on else ""


def _outcome(file: CaseFile, path: Path) -> Outcome:
    (link,) = path.links
    (step,) = steps(file, path)
    outcome = OUTCOMES[link.role or ""]
    on, last = stored_day(link.valid_from), words.last_day(link)
    when = f" on {words.day(on)}" if on else ", date not recorded"
    over = f", until {words.day(last)}" if last and words.is_over(link, file.view.as_of) else ""
    return Outcome(sentence_case(f"{outcome}{when}{over}"), step, link)


def profiles(file: CaseFile) -> tuple[ProfileWords, ...]:
    """What his offending is like, as far as a profile in force says."""
    return tuple(_profile(file, profile) for profile in file.profiles)


def profile_name(profile: Record) -> str:
    """What a profile is called, such as `child sexual offending`."""
    return OFFENCES[OffenceKind(profile.values["profile"])]


def _profile(file: CaseFile, profile: Record) -> ProfileWords:
    values = profile.values
    source = file.sources.get(values.get("source_id", ""))
    begin, end = stored_day(values.get("valid_from")), stored_day(values.get("valid_to"))
    ends = f", to end before {words.day(end)}" if end else ""
    return ProfileWords(
        name=sentence_case(profile_name(profile)),
        whom=_whom(profile),
        dates=f"{f'since {words.day(begin)}' if begin else 'since when is not recorded'}{ends}",
        evidence=f"{graded(values['grade'])}{_opens_nothing(values['grade'])}",
        source="no source is named" if source is None else source_words(source),
        handling=handling_words(source),
    )


def graded(grade: str) -> str:
    """A grade and what it means."""
    return f"graded {grade} ({grade_meaning(grade)})"


def _opens_nothing(grade: str) -> str:
    return ", too weak to rely on: it opens no pattern" if too_weak(grade) else ""


def _whom(profile: Record) -> str:
    """Whom he is recorded to prefer and whether strangers are among them; empty where nothing is recorded."""
    values = profile.values
    sex, youngest, oldest = (values.get(f"preferred_{name}") for name in ("sex", "age_from", "age_to"))
    said = []
    if sex or youngest is not None or oldest is not None:
        said.append(f"recorded as preferring {_people(sex, youngest, oldest)}")
    if values.get("targets_strangers"):
        said.append("strangers among them" if said else "recorded as offending against strangers")
    return ", ".join(said)


def _people(sex: str | None, youngest: int | None, oldest: int | None) -> str:
    if oldest is not None and oldest < 18:
        called = _YOUNG.get(sex or "", "children")
    elif youngest is not None and youngest >= 18:
        called = _GROWN.get(sex or "", "adults")
    else:
        called = _ANY_AGE.get(sex or "", "people")
    if youngest is not None and oldest is not None:
        return f"{called} aged {youngest} to {oldest}"
    if oldest is not None:
        return f"{called} aged up to {oldest}"
    return called if youngest is None else f"{called} aged {youngest} or over"


def assessments(file: CaseFile) -> tuple[str, ...]:
    """The recorded assessments of risk, the latest first. They are others' judgements; nothing is worked out from them."""
    return tuple(_assessment(one) for one in file.assessments)


def _assessment(assessment: Record) -> str:
    values = assessment.values
    group = f"{GROUPS[RiskGroup(values['group'])]}: " if values.get("group") else ""
    level = (
        f"{RISK_LEVELS[RiskLevel(values['level'])]} risk of serious harm"
        if values.get("level")
        else "level not recorded"
    )
    imminent = ", imminent" if values.get("imminent") else ""
    by = f" by {words.clean(values['assessor'])}" if values.get("assessor") else ""
    said = f"{group}{level}{imminent} ({words.clean(values['tool'])}, {words.day(values['assessed_on'])}{by})"
    return sentence_case(said)


def in_brief(file: CaseFile) -> str:
    """What a reader should know of his offending before anything else; empty where nothing of it is recorded."""
    named = dict.fromkeys(profile_name(one) for one in file.profiles if not too_weak(one.values["grade"]))
    guilty = sum(one.guilty for one in offences(file))
    counted = f"{guilty} {'offence' if guilty == 1 else 'offences'} with a conviction or caution" if guilty else ""
    return "; ".join((*named, *([counted] if counted else [])))
