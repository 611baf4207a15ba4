"""The words of the domain, declared once: kinds of record, types of relationship, roles and enumerations.

The importer, the checks of the Cypher files, the GraphQL schema and the pictures all read them from here.
"""

from dataclasses import dataclass
from enum import StrEnum
from typing import Final


def in_words(value: str) -> str:
    """A value of the vocabulary as it stands in a sentence: `HEAD_TEACHER` as `head teacher`."""
    return value.replace("_", " ").lower()


class Kind(StrEnum):
    """A kind of record; also its label in the store (beside `Record`)."""

    PERSON = "Person"
    ADDRESS = "Address"
    SCHOOL = "School"
    ORGANISATION = "Organisation"
    OFFENCE = "Offence"
    ORDER = "Order"
    ACCOUNT = "Account"
    SOURCE = "Source"
    CONDITION = "Condition"
    PROFILE = "Profile"
    MANAGEMENT = "Management"
    ASSESSMENT = "Assessment"
    ENQUIRY = "Enquiry"
    DISCLOSURE = "Disclosure"


NODE_KINDS: Final = (
    Kind.PERSON,
    Kind.ADDRESS,
    Kind.SCHOOL,
    Kind.ORGANISATION,
    Kind.OFFENCE,
    Kind.ORDER,
    Kind.ACCOUNT,
    Kind.SOURCE,
)
"""The kinds that GraphQL shows as `Node`; RecordKind holds exactly these."""

RECORD_LABEL: Final = "Record"
STATE_LABEL: Final = "State"
VEILED_LABEL: Final = "Veiled"


class Sex(StrEnum):
    """Recorded sex."""

    F = "F"
    M = "M"
    X = "X"


class Handling(StrEnum):
    """Whether a source may be shared freely (P) or only with conditions (C)."""

    P = "P"
    C = "C"


class Interest(StrEnum):
    """Whose word a source rests on."""

    OFFENDER = "OFFENDER"
    PARTNER = "PARTNER"
    FAMILY = "FAMILY"
    THIRD_PARTY = "THIRD_PARTY"
    AGENCY = "AGENCY"


class ProfileKind(StrEnum):
    """What an offender's offending is like; the gate of every pattern."""

    CHILD_SEXUAL = "CHILD_SEXUAL"
    CHILD_VIOLENCE = "CHILD_VIOLENCE"
    DOMESTIC_ABUSE = "DOMESTIC_ABUSE"
    ADULT_SEXUAL = "ADULT_SEXUAL"
    EXPLOITATION = "EXPLOITATION"
    GENERAL_VIOLENCE = "GENERAL_VIOLENCE"


class OffenceKind(StrEnum):
    """As a profile, or OTHER."""

    CHILD_SEXUAL = "CHILD_SEXUAL"
    CHILD_VIOLENCE = "CHILD_VIOLENCE"
    DOMESTIC_ABUSE = "DOMESTIC_ABUSE"
    ADULT_SEXUAL = "ADULT_SEXUAL"
    EXPLOITATION = "EXPLOITATION"
    GENERAL_VIOLENCE = "GENERAL_VIOLENCE"
    OTHER = "OTHER"


class RiskGroup(StrEnum):
    """Groups at risk, as assessments name them."""

    CHILDREN = "CHILDREN"
    PUBLIC = "PUBLIC"
    KNOWN_ADULT = "KNOWN_ADULT"
    STAFF = "STAFF"
    PRISONERS = "PRISONERS"


class RiskLevel(StrEnum):
    """Assessed level of risk of serious harm."""

    LOW = "LOW"
    MEDIUM = "MEDIUM"
    HIGH = "HIGH"
    VERY_HIGH = "VERY_HIGH"


class AddressKind(StrEnum):
    """What an address is."""

    DWELLING = "DWELLING"
    ROOM = "ROOM"
    BUILDING = "BUILDING"
    APPROVED_PREMISES = "APPROVED_PREMISES"
    PRISON = "PRISON"
    SITE = "SITE"
    PLAY_AREA = "PLAY_AREA"


NO_HOMES: Final = frozenset(
    {
        AddressKind.BUILDING,
        AddressKind.APPROVED_PREMISES,
        AddressKind.PRISON,
        AddressKind.SITE,
        AddressKind.PLAY_AREA,
    }
)
"""Addresses at which people may live without being a household."""


class OrganisationKind(StrEnum):
    """What an organisation is."""

    EMPLOYER = "EMPLOYER"
    HOUSING_PROVIDER = "HOUSING_PROVIDER"
    CARE_PROVIDER = "CARE_PROVIDER"
    NURSERY = "NURSERY"
    CLUB = "CLUB"
    FAITH = "FAITH"
    CHARITY = "CHARITY"
    AGENCY = "AGENCY"


class AgencyRole(StrEnum):
    """The part an agency plays in the arrangements."""

    CHILDRENS_SERVICES = "CHILDRENS_SERVICES"
    ADULT_SOCIAL_CARE = "ADULT_SOCIAL_CARE"
    HOUSING_AUTHORITY = "HOUSING_AUTHORITY"
    YOUTH_JUSTICE = "YOUTH_JUSTICE"
    EDUCATION_AUTHORITY = "EDUCATION_AUTHORITY"
    POLICE = "POLICE"
    PROBATION = "PROBATION"
    PRISON = "PRISON"
    HEALTH = "HEALTH"
    JOBCENTRE = "JOBCENTRE"
    ELECTRONIC_MONITORING = "ELECTRONIC_MONITORING"
    IMMIGRATION = "IMMIGRATION"
    OTHER = "OTHER"


class EnquiryResult(StrEnum):
    """What an agency answered when it was asked what it knows."""

    NOTHING_KNOWN = "NOTHING_KNOWN"
    INFORMATION_HELD = "INFORMATION_HELD"
    CONCERNS = "CONCERNS"


class Serves(StrEnum):
    """Whom an organisation serves."""

    CHILDREN = "CHILDREN"
    ADULTS_AT_RISK = "ADULTS_AT_RISK"
    BOTH = "BOTH"
    NONE = "NONE"


class AccountKind(StrEnum):
    """What an account is."""

    PHONE = "PHONE"
    EMAIL = "EMAIL"
    SOCIAL = "SOCIAL"
    DEVICE = "DEVICE"


class OrderKind(StrEnum):
    """What an order is."""

    NOTIFICATION = "NOTIFICATION"
    LICENCE = "LICENCE"
    SHPO = "SHPO"
    SRO = "SRO"
    RESTRAINING = "RESTRAINING"
    NON_MOLESTATION = "NON_MOLESTATION"
    STALKING = "STALKING"
    DAPO = "DAPO"
    VOO = "VOO"
    OTHER = "OTHER"


class ConditionKind(StrEnum):
    """What a condition of an order bars or demands."""

    NO_CONTACT = "NO_CONTACT"
    NO_CHILD_CONTACT = "NO_CHILD_CONTACT"
    NO_CHILD_HOUSEHOLD = "NO_CHILD_HOUSEHOLD"
    EXCLUDED_AREA = "EXCLUDED_AREA"
    CONFINED_AREA = "CONFINED_AREA"
    EXCLUDED_PLACE = "EXCLUDED_PLACE"
    RESIDENCE = "RESIDENCE"
    TELL_OF_RELATIONSHIP = "TELL_OF_RELATIONSHIP"
    WORK_APPROVAL = "WORK_APPROVAL"
    OTHER = "OTHER"


class Assertion(StrEnum):
    """Whether a relationship is recorded as fact or as somebody's opinion."""

    FACT = "FACT"
    OPINION = "OPINION"


class Status(StrEnum):
    """Where a relationship stands."""

    ASSERTED = "ASSERTED"
    CONFIRMED = "CONFIRMED"
    REFUTED = "REFUTED"


class Strength(StrEnum):
    """How strong a finding is; never a score."""

    STRONG = "STRONG"
    MODERATE = "MODERATE"
    WEAK = "WEAK"
    CONTEXT = "CONTEXT"

    @property
    def is_risk(self) -> bool:
        """Whether a finding so strong says that somebody might be harmed; context by itself does not."""
        return self is not Strength.CONTEXT


class Timing(StrEnum):
    """When an exposure holds, seen from `asOf`."""

    CURRENT = "CURRENT"
    RECENT = "RECENT"
    FORTHCOMING = "FORTHCOMING"
    HISTORIC = "HISTORIC"


class RecipientRole(StrEnum):
    """In whose part a candidate would be told; in order of precedence."""

    PARTNER = "PARTNER"
    EX_PARTNER = "EX_PARTNER"
    PARENT = "PARENT"
    OTHER_PARENT = "OTHER_PARENT"
    KIN_CARER = "KIN_CARER"
    HEAD_TEACHER = "HEAD_TEACHER"
    SAFEGUARDING_LEAD = "SAFEGUARDING_LEAD"
    GOVERNORS_CHAIR = "GOVERNORS_CHAIR"
    NURSERY_MANAGER = "NURSERY_MANAGER"
    CLUB_LEAD = "CLUB_LEAD"
    CARE_PROVIDER = "CARE_PROVIDER"
    EMPLOYER = "EMPLOYER"
    LANDLORD = "LANDLORD"
    SOCIAL_LANDLORD = "SOCIAL_LANDLORD"
    PERSON_AT_RISK = "PERSON_AT_RISK"
    ADULT_AT_RISK = "ADULT_AT_RISK"
    PRIOR_VICTIM = "PRIOR_VICTIM"
    STAFF_MEMBER = "STAFF_MEMBER"
    CHILDRENS_SERVICES = "CHILDRENS_SERVICES"
    ADULT_SOCIAL_CARE = "ADULT_SOCIAL_CARE"
    HOUSING_AUTHORITY = "HOUSING_AUTHORITY"
    YOUTH_JUSTICE = "YOUTH_JUSTICE"
    POLICE = "POLICE"


SHARING_ROLES: Final = frozenset(
    {
        RecipientRole.CHILDRENS_SERVICES,
        RecipientRole.ADULT_SOCIAL_CARE,
        RecipientRole.HOUSING_AUTHORITY,
        RecipientRole.YOUTH_JUSTICE,
        RecipientRole.POLICE,
    }
)
"""The parts of agencies, with which information is shared."""


class Channel(StrEnum):
    """Telling a third party, or sharing with an agency that has the duty to co-operate."""

    DISCLOSURE = "DISCLOSURE"
    SHARING = "SHARING"


class Standing(StrEnum):
    """Whether a candidate may be shown as safe."""

    CLEAR = "CLEAR"
    ASSESS = "ASSESS"
    BLOCKED = "BLOCKED"


class ConflictKind(StrEnum):
    """Why telling somebody might not protect."""

    OFFENDER = "OFFENDER"
    KIN = "KIN"
    PARTNER = "PARTNER"
    CO_OFFENDER = "CO_OFFENDER"
    ASSOCIATE = "ASSOCIATE"
    FRIEND = "FRIEND"
    FINANCIAL = "FINANCIAL"
    VICTIM = "VICTIM"
    SECOND_HAND = "SECOND_HAND"
    UNVERIFIED = "UNVERIFIED"


class Gateway(StrEnum):
    """The legal basis on which somebody could be told."""

    PRESUMPTION_TO_DISCLOSE = "PRESUMPTION_TO_DISCLOSE"
    DVDS_RIGHT_TO_KNOW = "DVDS_RIGHT_TO_KNOW"
    CSODS = "CSODS"
    COMMON_LAW = "COMMON_LAW"
    DUTY_TO_COOPERATE = "DUTY_TO_COOPERATE"
    VICTIM_CONTACT_SCHEME = "VICTIM_CONTACT_SCHEME"
    CARE_ACT = "CARE_ACT"
    EMPLOYER_DUTY = "EMPLOYER_DUTY"


class Decision(StrEnum):
    """What a person decided about a disclosure."""

    APPROVED = "APPROVED"
    REFUSED = "REFUSED"
    DEFERRED = "DEFERRED"
    DONE = "DONE"
    WITHDRAWN = "WITHDRAWN"


class ToldByOffender(StrEnum):
    """Whether the offender was given the chance to tell it himself first, and did."""

    NOT_ASKED = "NOT_ASKED"
    OFFERED = "OFFERED"
    DONE_VERIFIED = "DONE_VERIFIED"


@dataclass(frozen=True, slots=True)
class RelationshipSpec:
    """One type of relationship: the kinds it may join, its roles, how it counts in time, how it reads.

    `phrase` names it in a few words from its start, `reverse` from its end, where no day is spoken of: in counts, in descriptions,
    as what the lines of pictures are. What it says of two records, in its tense, is in `graph_service.wording.clauses`.
    """

    type: str
    ends: frozenset[tuple[Kind, Kind]]
    phrase: str
    reverse: str
    roles: tuple[str, ...] = ()
    symmetric: bool = False
    event: bool = False
    kinship: bool = False


def _spec(
    type_: str,
    starts: tuple[Kind, ...],
    ends: tuple[Kind, ...],
    phrase: str,
    reverse: str,
    roles: str = "",
    *,
    symmetric: bool = False,
    event: bool = False,
    kinship: bool = False,
) -> RelationshipSpec:
    return RelationshipSpec(
        type=type_,
        ends=frozenset((start, end) for start in starts for end in ends),
        phrase=phrase,
        reverse=reverse,
        roles=tuple(roles.split()),
        symmetric=symmetric,
        event=event,
        kinship=kinship,
    )


_P = (Kind.PERSON,)
_A = (Kind.ADDRESS,)
_O = (Kind.ORGANISATION,)
_SO = (Kind.SCHOOL, Kind.ORGANISATION)
_SOA = (Kind.SCHOOL, Kind.ORGANISATION, Kind.ADDRESS)
_AC = (Kind.ACCOUNT,)
_OF = (Kind.OFFENCE,)

RELATIONSHIPS: Final[dict[str, RelationshipSpec]] = {
    spec.type: spec
    for spec in (
        _spec(
            "PARTNER_OF",
            _P,
            _P,
            "is a partner of",
            "is a partner of",
            "SPOUSE COHABITING INTIMATE",
            symmetric=True,
        ),
        _spec("PARENT_OF", _P, _P, "is a parent of", "is a child of", "BIRTH ADOPTIVE STEP FOSTER", kinship=True),
        _spec("SIBLING_OF", _P, _P, "is a sibling of", "is a sibling of", symmetric=True, kinship=True),
        _spec(
            "RELATED_TO",
            _P,
            _P,
            "is related to",
            "is related to",
            "GRANDPARENT AUNT_UNCLE COUSIN IN_LAW OTHER",
            symmetric=True,
            kinship=True,
        ),
        _spec("FRIEND_OF", _P, _P, "is a friend of", "is a friend of", symmetric=True),
        _spec(
            "ASSOCIATE_OF",
            _P,
            _P,
            "is an associate of",
            "is an associate of",
            "CO_ACCUSED GANG PRISON BUSINESS OTHER",
            symmetric=True,
        ),
        _spec(
            "CARES_FOR",
            _P,
            _P,
            "looks after",
            "is looked after by",
            "GUARDIAN KINSHIP MAIN_CARER INFORMAL PROFESSIONAL",
        ),
        _spec("MINDS", _P, _P, "minds", "is minded by", "ACTUAL OFFERED"),
        _spec(
            "CONTACTED",
            _P,
            _P,
            "contacted",
            "was contacted by",
            "CALL MESSAGE LETTER IN_PERSON APPROACH PRISON_VISIT INTERMEDIARY",
            event=True,
        ),
        _spec("VISITS", _P, (Kind.PERSON, Kind.ADDRESS), "visits", "is visited by", event=True),
        _spec("THREATENED", _P, _P, "threatened", "was threatened by", event=True),
        _spec("FIXATED_ON", _P, _P, "is fixated on", "is the object of a fixation of"),
        _spec("FINANCIALLY_TIED_TO", _P, _P, "is financially tied to", "is financially tied to", symmetric=True),
        _spec("LIVES_AT", _P, _A, "lives at", "is the home of", "MAIN SECONDARY"),
        _spec("STAYS_AT", _P, _A, "stays at", "is a place to stay of"),
        _spec("SEEN_AT", _P, _A, "was seen at", "is a place of sighting of", event=True),
        _spec("PLANNED_RESIDENCE", _P, _A, "is planned to live at", "is the planned home of"),
        _spec("NOTIFIED_ADDRESS", _P, _A, "notified", "was notified by"),
        _spec("HOLDS_KEYS", (Kind.PERSON, Kind.ORGANISATION), _A, "holds keys to", "is open to the keys of"),
        _spec("ADJACENT_TO", _A, _A, "is next door to", "is next door to", symmetric=True),
        _spec("ATTENDS", _P, _SO, "attends", "is attended by"),
        _spec("MEMBER_OF", _P, _SO, "is a member of", "has as a member"),
        _spec("VOLUNTEERS_AT", _P, _SO, "volunteers at", "has as a volunteer"),
        _spec("WORKS_FOR", _P, _SO, "works for", "employs"),
        _spec("HEAD_OF", _P, _SO, "is head of", "is headed by"),
        _spec("SAFEGUARDING_LEAD_OF", _P, _SO, "is safeguarding lead of", "has as safeguarding lead"),
        _spec("CHAIR_OF", _P, _SO, "is chair of", "has as chair"),
        _spec("LANDLORD_OF", (Kind.PERSON, Kind.ORGANISATION), _A, "is landlord of", "is let by"),
        _spec("SUPPORTS", _O, _P, "supports", "is supported by", "CARE VICTIM_LIAISON"),
        _spec("WORKS_AT", _O, _SOA, "works on site at", "is a work site of"),
        _spec("USES", _P, _AC, "uses", "is used by"),
        _spec("MESSAGED", _AC, _AC, "messaged", "was messaged by", event=True),
        _spec(
            "INVOLVED_IN",
            _P,
            _OF,
            "is party to",
            "has as a party",
            "CONVICTED CAUTIONED CHARGED SUSPECTED ACQUITTED",
        ),
        _spec("VICTIM_OF", _P, _OF, "is a victim of", "has as a victim"),
        _spec("WITNESS_TO", _P, _OF, "is a witness to", "was witnessed by"),
    )
}
"""Every type of relationship that a bundle may hold, by its name."""

DERIVED_RELATIONSHIPS: Final[dict[str, RelationshipSpec]] = {
    spec.type: spec
    for spec in (
        _spec("NEAR", _SOA, _SOA, "is near", "is near", symmetric=True),
        _spec("IN_BUILDING", _A, _A, "is part of", "contains"),
    )
}
"""Links that stand in a path like any other but are computed, not recorded."""

EVENT_TYPES: Final = frozenset(name for name, spec in RELATIONSHIPS.items() if spec.event)
SYMMETRIC_TYPES: Final = frozenset(name for name, spec in RELATIONSHIPS.items() if spec.symmetric)
KIN_TYPES: Final = tuple(name for name, spec in RELATIONSHIPS.items() if spec.kinship)
FAMILY_TYPES: Final = ("PARTNER_OF", *KIN_TYPES, "CARES_FOR")
"""What makes a family: kin, partners and those who care for somebody; in the order in which they are drawn."""
OFFENCE_TYPES: Final = frozenset({"INVOLVED_IN", "VICTIM_OF", "WITNESS_TO"})
FOUND_GUILTY: Final = frozenset({"CONVICTED", "CAUTIONED"})
"""The roles in an offence of those who were found guilty of it."""

FIRST_DAY: Final = "0001-01-01"
"""Stored for a blank `valid_from`: since always."""
LAST_DAY: Final = "9999-12-31"
"""Stored for a blank `valid_to`: still so."""
FIRST_INSTANT: Final = -62_135_596_800_000_000
"""Stored (microseconds since 1970, UTC) for a record known since always."""
LAST_INSTANT: Final = 253_402_300_799_000_000
"""Stored (microseconds since 1970, UTC) for a record that nothing supersedes."""
