"""How strong an exposure is: its base, one step down for each reason, then the cap of its weakest part."""

from datetime import date

from graph_service.domain import Link, Record
from graph_service.findings.evidence import Evidence, Profile, Sighting
from graph_service.vocabulary import KIN_TYPES, OFFENCE_TYPES, Assertion, Strength, Timing

RANK = {Strength.STRONG: 0, Strength.MODERATE: 1, Strength.WEAK: 2, Strength.CONTEXT: 3}
"""Order of strength, strongest first."""

_LADDER = (Strength.STRONG, Strength.MODERATE, Strength.WEAK)
_STRONG_GRADES = frozenset({"1A", "1B"})


def has_timing(link: Link) -> bool:
    """Whether a link counts in an exposure's timing: kinship, offences and derived links do not."""
    return not link.derived and link.type not in KIN_TYPES and link.type not in OFFENCE_TYPES


def timing_of(links: tuple[Link, ...], as_of: date) -> Timing:
    """When an exposure holds, seen from `as_of`."""
    day = as_of.isoformat()
    timed = [link for link in links if has_timing(link)]
    if any(link.valid_from > day for link in timed):
        return Timing.FORTHCOMING
    if any(link.valid_to <= day for link in timed):
        return Timing.RECENT
    return Timing.CURRENT


def cap_of(link: Link) -> Strength:
    """The most that a path through this link can amount to."""
    if link.derived:
        return Strength.STRONG
    if link.grade not in _STRONG_GRADES or link.assertion == Assertion.OPINION:
        return Strength.MODERATE
    return Strength.STRONG


def weaker(one: Strength, other: Strength) -> Strength:
    """The weaker of two."""
    return one if RANK[one] >= RANK[other] else other


def mismatches(profiles: tuple[Profile, ...], person: Record, as_of: date) -> bool:
    """Whether no profile that opens a pattern prefers somebody of this sex and age."""
    age = person.age(as_of)
    sex = person.values.get("sex")
    return bool(profiles) and not any(profile.admits(sex, age) for profile in profiles)


def strength_of(sighting: Sighting, evidence: Evidence) -> Strength:
    """The strength of one exposure at the evidence's view."""
    base = Strength(sighting.base)
    if base is Strength.CONTEXT:
        return base
    pattern, subject = sighting.pattern, sighting.subject
    is_person = subject.protected is None
    opening = tuple(profile for profile in evidence.profiles if profile.kind in pattern.profiles)
    steps = sighting.downs
    if is_person and pattern.judges_preference and mismatches(opening, subject.record, evidence.as_of):
        steps += 1
    if timing_of(sighting.path.links, evidence.as_of) is Timing.FORTHCOMING:
        steps += 1
    strength = _LADDER[min(_LADDER.index(base) + steps, len(_LADDER) - 1)]
    for link in sighting.path.links:
        strength = weaker(strength, cap_of(link))
    if not is_person or subject.record.id in evidence.possible_children:
        strength = weaker(strength, Strength.MODERATE)
    return strength
