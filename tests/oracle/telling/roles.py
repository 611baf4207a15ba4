"""The roles of those who may be told, in their order, and what each of them is."""

from typing import Final

ROLES: Final = (
    "PARTNER",
    "EX_PARTNER",
    "PARENT",
    "OTHER_PARENT",
    "KIN_CARER",
    "HEAD_TEACHER",
    "SAFEGUARDING_LEAD",
    "GOVERNORS_CHAIR",
    "NURSERY_MANAGER",
    "CLUB_LEAD",
    "CARE_PROVIDER",
    "EMPLOYER",
    "LANDLORD",
    "SOCIAL_LANDLORD",
    "PERSON_AT_RISK",
    "ADULT_AT_RISK",
    "PRIOR_VICTIM",
    "STAFF_MEMBER",
    "CHILDRENS_SERVICES",
    "ADULT_SOCIAL_CARE",
    "HOUSING_AUTHORITY",
    "YOUTH_JUSTICE",
    "POLICE",
)
AGENCIES: Final = frozenset(ROLES[ROLES.index("CHILDRENS_SERVICES") :])
GUARDIANS: Final = frozenset({"PARTNER", "EX_PARTNER", "PARENT", "OTHER_PARENT", "KIN_CARER"})
FOR_CLASSES: Final = (
    "SAFEGUARDING_LEAD",
    "HEAD_TEACHER",
    "NURSERY_MANAGER",
    "CLUB_LEAD",
    "CARE_PROVIDER",
    "GOVERNORS_CHAIR",
    "EMPLOYER",
)
OFFICES: Final = ("HEAD_OF", "SAFEGUARDING_LEAD_OF", "CHAIR_OF")


def rank_of(role: str) -> int:
    """The place of a role in the order of precedence."""
    return ROLES.index(role)
