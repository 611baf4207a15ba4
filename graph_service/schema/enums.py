"""The enumerations of the API: the words of the vocabulary, each with what it means."""

from collections.abc import Mapping
from enum import Enum, StrEnum
from typing import cast

import graphene

from graph_service.model import difference
from graph_service.model import vocabulary as words


def described(
    enum: type[Enum], description: str, meanings: Mapping[str, str], name: str | None = None
) -> graphene.Enum:
    """The GraphQL enumeration of a Python one; every value must have a meaning."""
    missing = enum.__members__.keys() ^ meanings.keys()
    if missing:
        raise TypeError(
            f"{enum.__name__}: exactly one meaning is needed for each of its values; see {sorted(missing)}."
        )
    return graphene.Enum.from_enum(
        enum,
        name=name or enum.__name__,
        description=lambda value: description if value is None else meanings[value.name],
    )


def _enum(name: str, members: Mapping[str, str]) -> type[Enum]:
    return cast(type[Enum], StrEnum(name, dict(members)))


class PathLengthsWord(StrEnum):
    """Which paths `paths` looks for."""

    SHORTEST = "SHORTEST"
    UP_TO_MAX = "UP_TO_MAX"


_NODE_MEANINGS = {
    "PERSON": "A person.",
    "ADDRESS": "An address, a room, a building or another place.",
    "SCHOOL": "A school.",
    "ORGANISATION": "An employer, agency, nursery, club or other organisation.",
    "OFFENCE": "An offence.",
    "ORDER": "An order or licence that binds a person.",
    "ACCOUNT": "A telephone, e-mail address, profile or device.",
    "SOURCE": "What a record rests on.",
}

RecordKind = described(
    _enum("RecordKind", {kind.name: kind.value for kind in words.NODE_KINDS}),
    "A kind of record: the types of `Node`.",
    _NODE_MEANINGS,
)

_ALL_TYPES = words.RELATIONSHIPS | words.DERIVED_RELATIONSHIPS
RelationshipType = described(
    _enum("RelationshipType", {name: name for name in _ALL_TYPES}),
    "A type of relationship, read from its start to its end.",
    {
        name: f"The one it leads from {spec.phrase} the one it leads to."
        + (" It holds both ways." if spec.symmetric else "")
        + (" Computed, not recorded." if name in words.DERIVED_RELATIONSHIPS else "")
        for name, spec in _ALL_TYPES.items()
    },
)

Sex = described(words.Sex, "Recorded sex.", {"F": "Female.", "M": "Male.", "X": "Neither, or another."})
Handling = described(
    words.Handling,
    "How a source may be handled.",
    {"P": "May be shared with everyone who may see the case.", "C": "Only for those who are cleared for it."},
)
OffenceKind = described(
    words.OffenceKind,
    "What an offence is.",
    {
        "CHILD_SEXUAL": "A sexual offence against a child.",
        "CHILD_VIOLENCE": "Violence against or neglect of a child.",
        "DOMESTIC_ABUSE": "Abuse of a partner or a member of the household.",
        "ADULT_SEXUAL": "A sexual offence against an adult.",
        "EXPLOITATION": "Exploitation of a person.",
        "GENERAL_VIOLENCE": "Other violence.",
        "OTHER": "Anything else.",
    },
)
RiskGroup = described(
    words.RiskGroup,
    "A group at risk, as assessments name them.",
    {
        "CHILDREN": "Children.",
        "PUBLIC": "The public.",
        "KNOWN_ADULT": "An adult the offender knows.",
        "STAFF": "Staff who work with the offender.",
        "PRISONERS": "Other prisoners.",
    },
)
Interest = described(
    words.Interest,
    "Whose word a source rests on.",
    {
        "OFFENDER": "The offender's own.",
        "PARTNER": "That of a partner of his, past or present.",
        "FAMILY": "That of somebody in the family.",
        "THIRD_PARTY": "That of somebody else.",
        "AGENCY": "An agency's own; also where nothing is recorded.",
    },
)
EnquiryResult = described(
    words.EnquiryResult,
    "What an agency answered when it was asked what it knows.",
    {
        "NOTHING_KNOWN": "It knows nothing.",
        "INFORMATION_HELD": "It holds information.",
        "CONCERNS": "It has concerns.",
    },
)
ProfileKind = described(
    words.ProfileKind,
    "What an offender's offending is like.",
    {
        "CHILD_SEXUAL": "Sexual offending against children.",
        "CHILD_VIOLENCE": "Violence against or neglect of children.",
        "DOMESTIC_ABUSE": "Abuse of partners or members of the household.",
        "ADULT_SEXUAL": "Sexual offending against adults.",
        "EXPLOITATION": "Exploitation of people.",
        "GENERAL_VIOLENCE": "Other violence.",
    },
)
RiskLevel = described(
    words.RiskLevel,
    "Assessed level of risk of serious harm.",
    {"LOW": "Low.", "MEDIUM": "Medium.", "HIGH": "High.", "VERY_HIGH": "Very high."},
)
AddressKind = described(
    words.AddressKind,
    "What an address is.",
    {
        "DWELLING": "A dwelling.",
        "ROOM": "A room in shared housing.",
        "BUILDING": "A building of several dwellings.",
        "APPROVED_PREMISES": "Approved premises.",
        "PRISON": "A prison.",
        "SITE": "Another site, such as a shop or a workplace.",
        "PLAY_AREA": "A play area.",
    },
)
OrganisationKind = described(
    words.OrganisationKind,
    "What an organisation is.",
    {
        "EMPLOYER": "An employer.",
        "HOUSING_PROVIDER": "A provider of social housing.",
        "CARE_PROVIDER": "A provider of care.",
        "NURSERY": "A nursery.",
        "CLUB": "A club.",
        "FAITH": "A faith community.",
        "CHARITY": "A charity.",
        "AGENCY": "A public agency.",
    },
)
AgencyRole = described(
    words.AgencyRole,
    "The part an agency plays in the arrangements.",
    {
        "CHILDRENS_SERVICES": "Children's services.",
        "ADULT_SOCIAL_CARE": "Adult social care.",
        "HOUSING_AUTHORITY": "The housing authority.",
        "YOUTH_JUSTICE": "Youth justice.",
        "EDUCATION_AUTHORITY": "The local education authority.",
        "POLICE": "The police.",
        "PROBATION": "Probation.",
        "PRISON": "The prison service.",
        "HEALTH": "Health services.",
        "JOBCENTRE": "Jobcentre Plus.",
        "ELECTRONIC_MONITORING": "The provider of electronic monitoring.",
        "IMMIGRATION": "Immigration enforcement.",
        "OTHER": "Another agency.",
    },
)
Serves = described(
    words.Serves,
    "Whom an organisation serves.",
    {
        "CHILDREN": "Children.",
        "ADULTS_AT_RISK": "Adults at risk.",
        "BOTH": "Children and adults at risk.",
        "NONE": "Neither in particular.",
    },
)
AccountKind = described(
    words.AccountKind,
    "What an account is.",
    {
        "PHONE": "A telephone number.",
        "EMAIL": "An e-mail address.",
        "SOCIAL": "A profile on a social network.",
        "DEVICE": "A device.",
    },
)
OrderKind = described(
    words.OrderKind,
    "What an order is.",
    {
        "NOTIFICATION": "Notification requirements.",
        "LICENCE": "A licence after release.",
        "SHPO": "A sexual harm prevention order.",
        "SRO": "A sexual risk order.",
        "RESTRAINING": "A restraining order.",
        "NON_MOLESTATION": "A non-molestation order.",
        "STALKING": "A stalking protection order.",
        "DAPO": "A domestic abuse protection order.",
        "VOO": "A violent offender order.",
        "OTHER": "Another order.",
    },
)
ConditionKind = described(
    words.ConditionKind,
    "What a condition of an order bars or demands.",
    {
        "NO_CONTACT": "No contact with the person named.",
        "NO_CHILD_CONTACT": "No contact with children.",
        "NO_CHILD_HOUSEHOLD": "No living or staying where a child lives.",
        "EXCLUDED_AREA": "Not within a distance of a point.",
        "CONFINED_AREA": "Only within a distance of a point.",
        "EXCLUDED_PLACE": "Not at the place named.",
        "RESIDENCE": "To live where directed.",
        "TELL_OF_RELATIONSHIP": "To tell of new relationships.",
        "WORK_APPROVAL": "Work only with approval.",
        "OTHER": "Another condition.",
    },
)
Assertion = described(
    words.Assertion,
    "Whether a relationship is recorded as fact.",
    {"FACT": "As a fact.", "OPINION": "As somebody's opinion."},
)
Status = described(
    words.Status,
    "Where a relationship stands.",
    {
        "ASSERTED": "Somebody says so.",
        "CONFIRMED": "It has been confirmed.",
        "REFUTED": "It has been found untrue; it is shown nowhere.",
    },
)
Strength = described(
    words.Strength,
    "How strong a finding is; never a score.",
    {
        "STRONG": "Strong.",
        "MODERATE": "Moderate.",
        "WEAK": "Weak.",
        "CONTEXT": "Worth knowing, no finding on its own.",
    },
)
Timing = described(
    words.Timing,
    "When an exposure holds, seen from the view.",
    {
        "CURRENT": "It holds now.",
        "RECENT": "It ended a short while ago.",
        "FORTHCOMING": "It is to begin soon.",
        "HISTORIC": "It ended long ago.",
    },
)
ChangeCause = described(
    difference.ChangeCause,
    "Why an entry is another than before.",
    {
        "WORLD": "The world changed: the same change shows between the two days with all that is known at the later view.",
        "KNOWLEDGE": "What is known changed: something was recorded, corrected or refuted.",
    },
)
RecipientRole = described(
    words.RecipientRole,
    "In whose part somebody would be told, in order of precedence.",
    {
        "PARTNER": "The partner at risk, or whose child is.",
        "EX_PARTNER": "The former partner at risk, or whose child is.",
        "PARENT": "A parent who lives with or cares for the child.",
        "OTHER_PARENT": "Another parent of the child.",
        "KIN_CARER": "A relative or other carer.",
        "HEAD_TEACHER": "The head of the school.",
        "SAFEGUARDING_LEAD": "The safeguarding lead of the school or organisation.",
        "GOVERNORS_CHAIR": "The chair of the governors, where the head may not be told.",
        "NURSERY_MANAGER": "The manager of the nursery.",
        "CLUB_LEAD": "The one who runs the club or organisation.",
        "CARE_PROVIDER": "The manager of the care provider.",
        "EMPLOYER": "The offender's employer.",
        "LANDLORD": "The offender's landlord.",
        "SOCIAL_LANDLORD": "The offender's social landlord.",
        "PERSON_AT_RISK": "The adult whom the offender may harm, for their own safety.",
        "ADULT_AT_RISK": "The adult at risk.",
        "PRIOR_VICTIM": "The prior victim, through the victim liaison officer.",
        "STAFF_MEMBER": "The member of staff.",
        "CHILDRENS_SERVICES": "Children's services.",
        "ADULT_SOCIAL_CARE": "Adult social care.",
        "HOUSING_AUTHORITY": "The housing authority.",
        "YOUTH_JUSTICE": "Youth justice.",
        "POLICE": "The police.",
    },
)
Channel = described(
    words.Channel,
    "How somebody would be told.",
    {
        "DISCLOSURE": "Disclosure to a third party.",
        "SHARING": "Sharing with an agency that has the duty to co-operate.",
    },
)
Standing = described(
    words.Standing,
    "Whether a candidate may be shown as safe.",
    {
        "CLEAR": "Nothing known speaks against it.",
        "ASSESS": "Only after a person has weighed the conflict.",
        "BLOCKED": "Never; see the alternatives.",
    },
)
ConflictKind = described(
    words.ConflictKind,
    "Why telling somebody might not protect.",
    {
        "OFFENDER": "A managed offender.",
        "KIN": "Kin of the offender.",
        "PARTNER": "A partner of the offender, past or present.",
        "CO_OFFENDER": "Involved in an offence with the offender.",
        "ASSOCIATE": "An associate of the offender.",
        "FRIEND": "A friend of the offender.",
        "FINANCIAL": "Financially tied to the offender.",
        "VICTIM": "A victim of the offender.",
        "SECOND_HAND": "Close to somebody who is close to the offender.",
        "UNVERIFIED": "One of these, by intelligence too weak to rely on.",
    },
)
Gateway = described(
    words.Gateway,
    "The legal basis on which somebody could be told.",
    {
        "PRESUMPTION_TO_DISCLOSE": "The presumption to disclose, section 327A of the Criminal Justice Act 2003.",
        "DVDS_RIGHT_TO_KNOW": "The right to know under the Domestic Violence Disclosure Scheme.",
        "CSODS": "The Child Sex Offender Disclosure Scheme.",
        "COMMON_LAW": "The common law power of the police to disclose.",
        "DUTY_TO_COOPERATE": "The duty to co-operate, section 325 of the Criminal Justice Act 2003.",
        "VICTIM_CONTACT_SCHEME": "The Victim Contact Scheme.",
        "CARE_ACT": "The Care Act 2014.",
        "EMPLOYER_DUTY": "The duty of an employer to its staff.",
    },
)
ToldByOffender = described(
    words.ToldByOffender,
    "Whether the offender was given the chance to tell it himself first.",
    {
        "NOT_ASKED": "He was not asked to.",
        "OFFERED": "He was given the chance.",
        "DONE_VERIFIED": "He has told it, and that was verified.",
    },
)
Decision = described(
    words.Decision,
    "What a person decided about a disclosure.",
    {
        "APPROVED": "To tell.",
        "REFUSED": "Not to tell.",
        "DEFERRED": "Not yet.",
        "DONE": "It has been told.",
        "WITHDRAWN": "An earlier decision no longer stands.",
    },
    name="DecisionKind",
)
PathLengths = described(
    PathLengthsWord,
    "Which paths are looked for.",
    {"SHORTEST": "Every shortest path.", "UP_TO_MAX": "Longer simple paths too, shortest first."},
    name="PathLengths",
)
