"""What roles, gateways, grades and the like are called in papers. Pure."""

from datetime import datetime
from typing import Final

from graph_service.domain import LONDON, Condition, Link, Record, View, from_microseconds
from graph_service.pictures import words
from graph_service.vocabulary import (
    Channel,
    ConditionKind,
    ConflictKind,
    Decision,
    Gateway,
    OrderKind,
    RecipientRole,
    RiskGroup,
    Standing,
    Strength,
    Timing,
)

ROLES: Final = {role: words.plain(role.value) for role in RecipientRole} | {
    RecipientRole.KIN_CARER: "relative or other carer",
    RecipientRole.GOVERNORS_CHAIR: "chair of governors",
    RecipientRole.CHILDRENS_SERVICES: "children's services",
    RecipientRole.STAFF_MEMBER: "member of staff",
}
CHANNELS: Final = {
    Channel.DISCLOSURE: "Disclosure to a third party",
    Channel.SHARING: "Sharing with an agency that has the duty to co-operate",
}
STANDINGS: Final = {
    Standing.CLEAR: "No conflict recorded",
    Standing.ASSESS: "Weigh first",
    Standing.BLOCKED: "Do not tell",
}
GATEWAYS: Final = {
    Gateway.PRESUMPTION_TO_DISCLOSE: "Presumption to disclose (Criminal Justice Act 2003, section 327A)",
    Gateway.DVDS_RIGHT_TO_KNOW: "Right to know (Domestic Violence Disclosure Scheme)",
    Gateway.CSODS: "Child Sex Offender Disclosure Scheme",
    Gateway.COMMON_LAW: "Common law power of the police to disclose",
    Gateway.DUTY_TO_COOPERATE: "Duty to co-operate (Criminal Justice Act 2003, section 325)",
    Gateway.VICTIM_CONTACT_SCHEME: "Victim Contact Scheme",
    Gateway.CARE_ACT: "Care Act 2014",
    Gateway.EMPLOYER_DUTY: "Duty of an employer to its staff",
}
CONFLICTS: Final = {
    ConflictKind.OFFENDER: "A managed offender",
    ConflictKind.KIN: "Kin of the offender",
    ConflictKind.PARTNER: "Partner of the offender, past or present",
    ConflictKind.CO_OFFENDER: "Involved in an offence with the offender",
    ConflictKind.ASSOCIATE: "Associate of the offender",
    ConflictKind.FRIEND: "Friend of the offender",
    ConflictKind.FINANCIAL: "Financially tied to the offender",
    ConflictKind.VICTIM: "Victim of the offender",
    ConflictKind.SECOND_HAND: "Close to somebody who is close to the offender",
    ConflictKind.UNVERIFIED: "One of these, by intelligence too weak to rely on",
}
DECISIONS: Final = {
    Decision.APPROVED: "To tell",
    Decision.REFUSED: "Not to tell",
    Decision.DEFERRED: "Not yet",
    Decision.DONE: "Has been told",
    Decision.WITHDRAWN: "Earlier decision withdrawn",
}
STRENGTHS: Final = {
    Strength.STRONG: "Strong",
    Strength.MODERATE: "Moderate",
    Strength.WEAK: "Weak",
    Strength.CONTEXT: "Context only",
}
TIMINGS: Final = {
    Timing.CURRENT: "now",
    Timing.RECENT: "recent",
    Timing.FORTHCOMING: "still to come",
    Timing.HISTORIC: "in the past",
}
GROUPS: Final = {group: words.plain(group.value) for group in RiskGroup}
ALERTS: Final = {
    "offender_cohabitation": "Offenders living together",
    "serial_partner": "Serial partner",
    "order_zone_breach": "Possible breach of an order",
    "notification_overdue": "Notification overdue",
    "intelligence_to_develop": "Intelligence to develop",
}
ORDERS: Final = {
    OrderKind.NOTIFICATION: "Notification requirements",
    OrderKind.LICENCE: "Licence",
    OrderKind.SHPO: "Sexual harm prevention order",
    OrderKind.SRO: "Sexual risk order",
    OrderKind.RESTRAINING: "Restraining order",
    OrderKind.NON_MOLESTATION: "Non-molestation order",
    OrderKind.STALKING: "Stalking protection order",
    OrderKind.DAPO: "Domestic abuse protection order",
    OrderKind.VOO: "Violent offender order",
    OrderKind.OTHER: "Other order",
}
_CONDITIONS: Final = {
    ConditionKind.NO_CONTACT: "No contact",
    ConditionKind.NO_CHILD_CONTACT: "No contact with children",
    ConditionKind.NO_CHILD_HOUSEHOLD: "Not to live or stay in a household with a child",
    ConditionKind.EXCLUDED_AREA: "An area not to be entered",
    ConditionKind.EXCLUDED_PLACE: "A place not to be entered",
    ConditionKind.RESIDENCE: "To live where approved",
    ConditionKind.TELL_OF_RELATIONSHIP: "To tell of a relationship",
    ConditionKind.WORK_APPROVAL: "Work only as approved",
    ConditionKind.OTHER: "Other condition",
}
_SOURCES: Final = {"1": "reliable source", "2": "untested source", "3": "source not reliable"}
_ASSESSMENTS: Final = {
    "A": "known directly to the source",
    "B": "known indirectly, corroborated",
    "C": "known indirectly",
    "D": "not known whether true",
    "E": "suspected to be false",
}


def sentence_case(text: str) -> str:
    """`text` with a capital at its beginning and nothing else changed."""
    return text[:1].upper() + text[1:]


def instant(at: datetime) -> str:
    """An instant as it is read in the United Kingdom, such as `09:00 on 1 June 2026`."""
    local = at.astimezone(LONDON)
    return f"{local:%H:%M} on {words.day(local.date().isoformat())}"


def exact_instant(at: datetime) -> str:
    """An instant to the second, in UTC, by which a view can be asked for again; never later than `at`."""
    return at.isoformat().replace("+00:00", "Z")


def view_line(view: View) -> str:
    """Both clocks of a view in one line."""
    return f"True on {words.day(view.as_of.isoformat())} · as known at {instant(view.known_at)} (UK time)"


def order_name(order: Record) -> str:
    """What an order is called."""
    kind = order.values.get("kind")
    return ORDERS[OrderKind(kind)] if kind else "Order"


def condition_words(condition: Condition) -> str:
    """A condition as one sentence: its own words where it has any."""
    if condition.text:
        return condition.text
    limit = f" under {condition.age_limit}" if condition.age_limit else ""
    return f"{_CONDITIONS[condition.kind]}{limit}"


def grade_words(link: Link) -> str:
    """A grade in full, such as `1A: reliable source, known directly to the source`."""
    if link.derived:
        return "Worked out by the service from the records of the two places"
    said = [_SOURCES.get(link.grade[:1], ""), _ASSESSMENTS.get(link.grade[1:], "")]
    grade = f"{link.grade}: {', '.join(part for part in said if part)}"
    if link.weak:
        grade += " – too weak to rely on"
    recorded_as = ["recorded as opinion"] if link.assertion == "OPINION" else []
    if link.status != "ASSERTED":
        recorded_as.append(words.plain(link.status))
    return "; ".join((grade, *recorded_as))


def recorded(link: Link) -> str:
    """When a relationship came to be known to the service."""
    if link.derived:
        return "–"
    at = from_microseconds(link.recorded_at)
    return "not known" if at is None else instant(at)


def source_lines(link: Link, source: Record | None) -> tuple[str, ...]:
    """Where a relationship comes from: agency, reference, day, and how it may be handled."""
    if link.derived:
        return ("–",)
    if link.source_id is None:
        return ("No source recorded; counts as 1A",)
    if source is None:
        return ("Source not shown",)
    values = source.values
    reported = values.get("reported_on")
    lines = [str(part) for part in (values.get("agency"), values.get("reference")) if part]
    lines += [f"reported {words.day(reported)}"] if reported else []
    if values.get("handling") == "C":
        note = values.get("handling_note")
        lines.append(f"Handling C, with conditions{f': {note}' if note else ''}")
    return tuple(lines) or ("Source without particulars",)
