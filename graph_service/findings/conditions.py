"""Which conditions of orders in force a finding touches: whom, where and what they are about. Pure."""

from math import asin, cos, radians, sin, sqrt
from typing import Final

from graph_service.findings.evidence import Evidence, PatternMatch
from graph_service.model.findings import Condition
from graph_service.model.records import Link, Record
from graph_service.model.vocabulary import ConditionKind, Kind, Serves

EARTH_RADIUS_M: Final = 6_371_008.8
_ADULT_AGE: Final = 18
_HOUSEHOLD: Final = frozenset({"LIVES_AT", "STAYS_AT", "PLANNED_RESIDENCE"})
_WORK: Final = frozenset({"WORKS_FOR", "VOLUNTEERS_AT"})


def touched(match: PatternMatch, evidence: Evidence) -> tuple[Condition, ...]:
    """The conditions that somebody who weighs this exposure should read beside it."""
    return tuple(condition for condition in evidence.conditions if _touches(condition, match, evidence))


def _touches(condition: Condition, match: PatternMatch, evidence: Evidence) -> bool:
    nodes, links = match.path.nodes[1:], match.path.links
    own = [link for link in links if evidence.person.id in (link.from_id, link.to_id)]
    match condition.kind:
        case ConditionKind.NO_CONTACT:
            return any(node.id == condition.subject_id for node in nodes)
        case ConditionKind.NO_CHILD_CONTACT:
            return _covers(condition, match, evidence)
        case ConditionKind.NO_CHILD_HOUSEHOLD:
            return _any_of(own, _HOUSEHOLD) and _covers(condition, match, evidence)
        case ConditionKind.EXCLUDED_PLACE:
            return any(node.id == condition.subject_id for node in nodes)
        case ConditionKind.EXCLUDED_AREA:
            return any(_inside(condition, node) for node in nodes)
        case ConditionKind.RESIDENCE:
            return any(link.type in _HOUSEHOLD and link.to_id != condition.subject_id for link in own)
        case ConditionKind.TELL_OF_RELATIONSHIP:
            return _any_of(own, frozenset({"PARTNER_OF"}))
        case ConditionKind.WORK_APPROVAL:
            return _any_of(own, _WORK)
        case _:
            return False


def _any_of(links: list[Link], types: frozenset[str]) -> bool:
    return any(link.type in types for link in links)


def _covers(condition: Condition, match: PatternMatch, evidence: Evidence) -> bool:
    """Whether the subject is a child of the age and sex the condition speaks of; what is not recorded counts."""
    subject = match.subject
    if subject.protected is not None:
        return subject.protected in {Serves.CHILDREN, Serves.BOTH}
    if not evidence.is_child(subject.record):
        return False
    age, sex = subject.record.age(evidence.as_of), subject.record.values.get("sex")
    young = age is None or age < (condition.age_limit or _ADULT_AGE)
    return young and (condition.sex is None or sex is None or sex == condition.sex)


def _inside(condition: Condition, place: Record) -> bool:
    if place.kind is Kind.PERSON or condition.latitude is None or condition.longitude is None:
        return False
    latitude, longitude = place.values.get("latitude"), place.values.get("longitude")
    if latitude is None or longitude is None or condition.radius_m is None:
        return False
    return metres_between(condition.latitude, condition.longitude, latitude, longitude) <= condition.radius_m


def metres_between(latitude: float, longitude: float, other_latitude: float, other_longitude: float) -> float:
    """Great-circle metres between two points (degrees, WGS 84) on the mean earth radius, by the haversine formula."""
    a, b = radians(latitude), radians(other_latitude)
    half = sin((b - a) / 2) ** 2 + cos(a) * cos(b) * sin(radians(other_longitude - longitude) / 2) ** 2
    return 2 * EARTH_RADIUS_M * asin(sqrt(half))
