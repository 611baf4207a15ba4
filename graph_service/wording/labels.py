"""What the words of the vocabulary stand for, in plain English: roles, gateways, standings, orders, grades."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from graph_service.model.vocabulary import (
    AgencyRole,
    Channel,
    ConditionKind,
    ConflictKind,
    Decision,
    Gateway,
    OffenceKind,
    OrderKind,
    RecipientRole,
    RiskGroup,
    RiskLevel,
    Standing,
    Strength,
    Timing,
    ToldByOffender,
)
from graph_service.wording.links import clean


@dataclass(frozen=True, slots=True)
class Label:
    """What something is called, and a sentence that says what it means."""

    name: str
    meaning: str


STRENGTHS: Final[Mapping[Strength, Label]] = {
    Strength.STRONG: Label("strong", "Direct, and resting on good evidence alone."),
    Strength.MODERATE: Label("moderate", "Less direct, or held down by its weakest evidence."),
    Strength.WEAK: Label("weak", "Worth knowing; nobody is proposed to be told because of it alone."),
    Strength.CONTEXT: Label("context only", "Says where somebody is. By itself it is no finding of risk."),
}

TIMINGS: Final[Mapping[Timing, Label]] = {
    Timing.CURRENT: Label("now", "Every relationship on the path holds on the day of the view."),
    Timing.RECENT: Label("recent", "A relationship on the path has ended, but not long ago."),
    Timing.FORTHCOMING: Label(
        "still to come", "A relationship on the path is recorded to begin after the day of the view."
    ),
    Timing.HISTORIC: Label("in the past", "A relationship on the path ended long ago."),
}

GROUPS: Final[Mapping[RiskGroup, str]] = {
    RiskGroup.CHILDREN: "Children",
    RiskGroup.PUBLIC: "Public",
    RiskGroup.KNOWN_ADULT: "Known adult",
    RiskGroup.STAFF: "Staff",
    RiskGroup.PRISONERS: "Prisoners",
}

RISK_LEVELS: Final[Mapping[RiskLevel, str]] = {
    RiskLevel.LOW: "low",
    RiskLevel.MEDIUM: "medium",
    RiskLevel.HIGH: "high",
    RiskLevel.VERY_HIGH: "very high",
}

OFFENCES: Final[Mapping[OffenceKind, str]] = {
    OffenceKind.CHILD_SEXUAL: "child sexual offending",
    OffenceKind.CHILD_VIOLENCE: "violence against children",
    OffenceKind.DOMESTIC_ABUSE: "domestic abuse",
    OffenceKind.ADULT_SEXUAL: "adult sexual offending",
    OffenceKind.EXPLOITATION: "exploitation",
    OffenceKind.GENERAL_VIOLENCE: "general violence",
    OffenceKind.OTHER: "other offending",
}
"""Kinds of offence; a profile of the same name is called the same."""

OUTCOMES: Final[Mapping[str, str]] = {
    "CONVICTED": "convicted",
    "CAUTIONED": "cautioned",
    "CHARGED": "charged",
    "SUSPECTED": "suspected",
    "ACQUITTED": "acquitted",
    "": "party to it, in which part is not recorded",
}
"""What came of an offence for somebody involved in it, by the role of the relationship."""

AGENCIES: Final[Mapping[AgencyRole, str]] = {
    AgencyRole.CHILDRENS_SERVICES: "Children's services",
    AgencyRole.ADULT_SOCIAL_CARE: "Adult social care",
    AgencyRole.HOUSING_AUTHORITY: "Housing authority",
    AgencyRole.YOUTH_JUSTICE: "Youth justice",
    AgencyRole.EDUCATION_AUTHORITY: "Local education authority",
    AgencyRole.POLICE: "Police",
    AgencyRole.PROBATION: "Probation",
    AgencyRole.PRISON: "Prison",
    AgencyRole.HEALTH: "Health",
    AgencyRole.JOBCENTRE: "Jobcentre Plus",
    AgencyRole.ELECTRONIC_MONITORING: "Electronic monitoring",
    AgencyRole.IMMIGRATION: "Immigration enforcement",
    AgencyRole.OTHER: "Other agency",
}


def sentence_case(text: str) -> str:
    """`text` with a capital at its beginning and nothing else changed."""
    return text[:1].upper() + text[1:]


def agency_words(recorded: str) -> str:
    """What a lead agency is called: by the word for its part where that is recorded, else as it is written."""
    part = recorded.strip().upper().replace(" ", "_")
    return AGENCIES[AgencyRole(part)] if part in AgencyRole.__members__ else clean(recorded)


THROUGH_LIAISON: Final = "through the victim liaison officer"
"""How a previous victim is told of anything, whatever else he or she is told as."""

ROLES: Final[Mapping[RecipientRole, str]] = {
    RecipientRole.PARTNER: "partner",
    RecipientRole.EX_PARTNER: "former partner",
    RecipientRole.PARENT: "parent",
    RecipientRole.OTHER_PARENT: "other parent",
    RecipientRole.KIN_CARER: "carer in the family",
    RecipientRole.HEAD_TEACHER: "head teacher",
    RecipientRole.SAFEGUARDING_LEAD: "designated safeguarding lead",
    RecipientRole.GOVERNORS_CHAIR: "chair of governors",
    RecipientRole.NURSERY_MANAGER: "nursery manager",
    RecipientRole.CLUB_LEAD: "leader of the club or group",
    RecipientRole.CARE_PROVIDER: "care provider",
    RecipientRole.EMPLOYER: "employer",
    RecipientRole.LANDLORD: "landlord",
    RecipientRole.SOCIAL_LANDLORD: "social landlord",
    RecipientRole.PERSON_AT_RISK: "person at risk, for their own safety",
    RecipientRole.ADULT_AT_RISK: "adult at risk, for their own safety",
    RecipientRole.PRIOR_VICTIM: f"previous victim, {THROUGH_LIAISON}",
    RecipientRole.STAFF_MEMBER: "member of staff, for their own safety",
    RecipientRole.CHILDRENS_SERVICES: "children's services",
    RecipientRole.ADULT_SOCIAL_CARE: "adult social care",
    RecipientRole.HOUSING_AUTHORITY: "housing authority",
    RecipientRole.YOUTH_JUSTICE: "youth justice",
    RecipientRole.POLICE: "police",
}

CHANNELS: Final[Mapping[Channel, Label]] = {
    Channel.DISCLOSURE: Label(
        "Disclosure",
        "Telling somebody outside the arrangements. Lawful, necessary and proportionate, or not at all; people decide.",
    ),
    Channel.SHARING: Label(
        "Sharing", "Passing information to an agency that has the duty to co-operate. Nothing leaves the arrangements."
    ),
}

STANDINGS: Final[Mapping[Standing, Label]] = {
    Standing.CLEAR: Label("no conflict recorded", "Nothing recorded ties them to the person this case is about."),
    Standing.ASSESS: Label(
        "weigh first", "Could be told once somebody has weighed the conflict or circumstances shown."
    ),
    Standing.BLOCKED: Label(
        "not safe to tell", "A recorded conflict speaks against it. Listed so that nobody tells them unaware."
    ),
}

GATEWAYS: Final[Mapping[Gateway, Label]] = {
    Gateway.PRESUMPTION_TO_DISCLOSE: Label(
        "Presumption to disclose (Criminal Justice Act 2003, section 327A)",
        "For convictions and cautions for child sexual offences: where telling this person is needed to protect a "
        "particular child or children from serious harm, the law presumes that they are told. No request is needed.",
    ),
    Gateway.DVDS_RIGHT_TO_KNOW: Label(
        "Domestic Violence Disclosure Scheme, right to know",
        "The police may tell a partner or former partner of past abuse, without being asked, where that protects them.",
    ),
    Gateway.CSODS: Label(
        "Child Sex Offender Disclosure Scheme",
        "A parent or carer may ask the police about somebody who has contact with the child. It needs a request.",
    ),
    Gateway.COMMON_LAW: Label(
        "Police common-law powers",
        "The police may tell a third party what is necessary and proportionate to protect people or prevent crime.",
    ),
    Gateway.DUTY_TO_COOPERATE: Label(
        "Duty to co-operate (Criminal Justice Act 2003, section 325)",
        "Agencies with this duty share what each needs for its own part. It is sharing, not disclosure.",
    ),
    Gateway.VICTIM_CONTACT_SCHEME: Label(
        "Victim Contact Scheme",
        "The victim liaison officer tells a victim of what protects them, and hears what they want.",
    ),
    Gateway.CARE_ACT: Label(
        "Care Act 2014, section 42",
        "Adult social care enquires where an adult with care needs may be abused, and may involve who cares for them.",
    ),
    Gateway.EMPLOYER_DUTY: Label(
        "An employer's duty to its staff", "An employer tells its own staff what they need to know to be safe at work."
    ),
}

CONFLICTS: Final[Mapping[ConflictKind, str]] = {
    ConflictKind.OFFENDER: "Managed as an offender",
    ConflictKind.KIN: "Family",
    ConflictKind.PARTNER: "Partner",
    ConflictKind.CO_OFFENDER: "Offence together",
    ConflictKind.ASSOCIATE: "Associate",
    ConflictKind.FRIEND: "Friend",
    ConflictKind.FINANCIAL: "Money or a home",
    ConflictKind.VICTIM: "Offended against",
    ConflictKind.SECOND_HAND: "Tied to somebody close",
    ConflictKind.UNVERIFIED: "Not confirmed",
}
"""What ties a possible recipient to the offender, as the heading of the sentence that says it."""

DECISIONS: Final[Mapping[Decision, Label]] = {
    Decision.APPROVED: Label("To be told", "It was decided to tell; it has not been done yet."),
    Decision.REFUSED: Label("Not to be told", "It was decided not to tell."),
    Decision.DEFERRED: Label("Not yet", "It was decided to wait."),
    Decision.DONE: Label("Told", "It was decided to tell, and it has been done."),
    Decision.WITHDRAWN: Label("Withdrawn", "An earlier decision no longer holds."),
}

TOLD_BY_OFFENDER: Final[Mapping[ToldByOffender, str]] = {
    ToldByOffender.NOT_ASKED: "The offender was not asked to tell it himself first.",
    ToldByOffender.OFFERED: "The offender was offered to tell it himself first.",
    ToldByOffender.DONE_VERIFIED: "The offender told it himself first, which was checked.",
}

ORDERS: Final[Mapping[OrderKind, str]] = {
    OrderKind.NOTIFICATION: "Notification requirements (the register)",
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

CONDITIONS: Final[Mapping[ConditionKind, str]] = {
    ConditionKind.NO_CONTACT: "No contact",
    ConditionKind.NO_CHILD_CONTACT: "No contact with children",
    ConditionKind.NO_CHILD_HOUSEHOLD: "No living or staying where a child does",
    ConditionKind.EXCLUDED_AREA: "Kept out of an area",
    ConditionKind.CONFINED_AREA: "Kept within an area",
    ConditionKind.EXCLUDED_PLACE: "Kept away from a place",
    ConditionKind.RESIDENCE: "Where to live",
    ConditionKind.TELL_OF_RELATIONSHIP: "To tell of relationships",
    ConditionKind.WORK_APPROVAL: "Work needs approval",
    ConditionKind.OTHER: "Other condition",
}

SOURCE_EVALUATIONS: Final[Mapping[str, str]] = {
    "1": "reliable source",
    "2": "untested source",
    "3": "unreliable source",
}
"""The first mark of a grade."""

ASSESSMENTS: Final[Mapping[str, str]] = {
    "A": "known directly",
    "B": "known indirectly but corroborated",
    "C": "known indirectly",
    "D": "not known",
    "E": "suspected to be false",
}
"""The second mark of a grade: how the source knows."""


def grade_meaning(grade: str) -> str:
    """What a grade such as `2B` says of its source."""
    return f"{SOURCE_EVALUATIONS[grade[:1]]}, {ASSESSMENTS[grade[1:2]]}"
