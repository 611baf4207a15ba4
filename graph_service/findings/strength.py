"""How strong an exposure is: its base, one step down for each reason, then the cap of its weakest part."""

from dataclasses import dataclass
from datetime import date

from graph_service.findings.evidence import Evidence, PatternMatch, Profile, StandsAs
from graph_service.model.grades import STRONG_GRADES
from graph_service.model.records import Link, Record
from graph_service.model.vocabulary import KIN_TYPES, OFFENCE_TYPES, Assertion, Strength, Timing

RANK = {Strength.STRONG: 0, Strength.MODERATE: 1, Strength.WEAK: 2, Strength.CONTEXT: 3}
"""Order of strength, strongest first."""

_LADDER = (Strength.STRONG, Strength.MODERATE, Strength.WEAK)
_PATTERN_DOWN = "by what the pattern says of such a link"


def has_timing(link: Link) -> bool:
    """Whether a link counts in an exposure's timing: kinship, offences and derived links do not."""
    return not link.derived and link.type not in KIN_TYPES and link.type not in OFFENCE_TYPES


def timing_of(match: PatternMatch, as_of: date) -> Timing:
    """When an exposure holds, seen from `as_of`; that of somebody expected is always still to come."""
    if match.stands_as is StandsAs.EXPECTED:
        return Timing.FORTHCOMING
    day = as_of.isoformat()
    timed = [link for link in match.path.links if has_timing(link)]
    if any(link.valid_from > day for link in timed):
        return Timing.FORTHCOMING
    if any(link.valid_to <= day for link in timed):
        return Timing.RECENT
    return Timing.CURRENT


def cap_of(link: Link) -> tuple[Strength, str]:
    """The most that a path through this link can amount to, and why; an empty reason where it holds nothing down."""
    if link.derived or (link.grade in STRONG_GRADES and link.assertion != Assertion.OPINION):
        return Strength.STRONG, ""
    why = f"graded {link.grade}" if link.grade not in STRONG_GRADES else "recorded as an opinion"
    return Strength.MODERATE, why


def weaker(one: Strength, other: Strength) -> Strength:
    """The weaker of two."""
    return one if RANK[one] >= RANK[other] else other


def mismatches(profiles: tuple[Profile, ...], person: Record, as_of: date) -> bool:
    """Whether no profile that opens a pattern prefers somebody of this sex and age."""
    age = person.age(as_of)
    sex = person.values.get("sex")
    return bool(profiles) and not any(profile.admits(sex, age) for profile in profiles)


@dataclass(frozen=True, slots=True)
class Weighing:
    """A strength and how it came about: what was said in words, and the link that held it down, where one did."""

    strength: Strength
    reasons: tuple[str, ...]
    capped_by: Link | None = None


def weigh(match: PatternMatch, evidence: Evidence) -> Weighing:
    """How strong one exposure is at the evidence's view."""
    base = Strength(match.base)
    if base is Strength.CONTEXT:
        return Weighing(base, ("Context only: it says where he is, not that he reaches anybody.",))
    reasons = [f"Starts at {base.value.lower()}."]
    steps_down = [_PATTERN_DOWN] * match.steps_down + _steps_down(match, evidence)
    strength = _LADDER[min(_LADDER.index(base) + len(steps_down), len(_LADDER) - 1)]
    reasons += [f"One step down: {why}." for why in steps_down]
    capped_by: Link | None = None
    for link in (*match.path.links, *match.supporting_links):
        cap, why = cap_of(link)
        if cap is not Strength.STRONG and capped_by is None:
            capped_by = link
            reasons.append(f"At most {cap.value.lower()}: a link of it is {why}.")
            strength = weaker(strength, cap)
    for why in _caps(match, evidence):
        reasons.append(f"At most moderate: {why}.")
        strength = weaker(strength, Strength.MODERATE)
    return Weighing(strength, tuple(reasons), capped_by)


def _steps_down(match: PatternMatch, evidence: Evidence) -> list[str]:
    """The steps down that every pattern shares."""
    pattern, subject = match.pattern, match.subject
    steps_down = []
    opening = tuple(profile for profile in evidence.profiles if profile.kind in match.opened_by)
    if match.stands_as is StandsAs.PERSON and mismatches(opening, subject.record, evidence.as_of):
        steps_down.append("recorded preferences (sex, age) do not fit")
    day = evidence.as_of.isoformat()
    to_come = [link for link in match.path.links if has_timing(link) and link.valid_from > day]
    if match.stands_as is not StandsAs.EXPECTED and any(
        not (pattern.plans_count_as_current and link.type == "PLANNED_RESIDENCE") for link in to_come
    ):
        steps_down.append("a link of it is still to begin")
    return steps_down


def _caps(match: PatternMatch, evidence: Evidence) -> list[str]:
    caps = []
    if match.stands_as is StandsAs.CLASS:
        caps.append("it is about people at a place in general")
    elif match.subject.record.id in evidence.possible_children:
        caps.append("the date of birth is unknown")
    if match.long_ended:
        caps.append("the partnership is recorded to have ended, and counts for what has happened since")
    return caps
