"""What each root field of the schema asks of the one who uses it. A field that is not named here is refused."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from graph_service.security.identity import Permission


@dataclass(frozen=True, slots=True)
class FieldRule:
    """The permission a root field needs, and whether it reads personal data (and so needs a purpose and an entry)."""

    permission: Permission
    personal: bool = True


ROOT_FIELDS: Final[Mapping[str, FieldRule]] = {
    "__typename": FieldRule(Permission.READ_CATALOGUE, personal=False),
    "__schema": FieldRule(Permission.READ_CATALOGUE, personal=False),
    "__type": FieldRule(Permission.READ_CATALOGUE, personal=False),
    "exposurePatterns": FieldRule(Permission.READ_CATALOGUE, personal=False),
    "offender": FieldRule(Permission.READ_CASE),
    "offenders": FieldRule(Permission.READ_CASE),
    "node": FieldRule(Permission.READ_RECORD),
    "person": FieldRule(Permission.READ_RECORD),
    "search": FieldRule(Permission.EXPLORE),
    "paths": FieldRule(Permission.EXPLORE),
    "neighbourhood": FieldRule(Permission.EXPLORE),
    "whyNot": FieldRule(Permission.EXPLORE),
    "findingsDiff": FieldRule(Permission.READ_CASE),
    "whatIfAddress": FieldRule(Permission.ASK_WHAT_IF),
    "whatIfHousehold": FieldRule(Permission.ASK_WHAT_IF),
    "whatIfAddresses": FieldRule(Permission.ASK_WHAT_IF),
    **{
        f"{what}Record": FieldRule(Permission.RECORD_FACTS)
        for what in (
            "source",
            "person",
            "offender",
            "profile",
            "assessment",
            "address",
            "school",
            "organisation",
            "account",
            "offence",
            "order",
            "condition",
            "enquiry",
            "relationship",
        )
    },
    "relationshipEnd": FieldRule(Permission.RECORD_FACTS),
    "relationshipRefute": FieldRule(Permission.RECORD_FACTS),
    "disclosureDecisionRecord": FieldRule(Permission.DECIDE),
}
