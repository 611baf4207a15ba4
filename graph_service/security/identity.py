"""Who asks, in which role, and what each role may do."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Final

from graph_service.errors import Forbidden
from graph_service.model.records import Clearance


class Role(StrEnum):
    """The part a user plays."""

    ANALYST = "ANALYST"
    PANEL_MEMBER = "PANEL_MEMBER"
    PLAN_AUTHOR = "PLAN_AUTHOR"
    AUDITOR = "AUDITOR"
    ADMINISTRATOR = "ADMINISTRATOR"


class Permission(StrEnum):
    """One thing that a role may or may not do."""

    READ_CATALOGUE = "READ_CATALOGUE"
    READ_CASE = "READ_CASE"
    READ_RECORD = "READ_RECORD"
    EXPLORE = "EXPLORE"
    ASK_WHAT_IF = "ASK_WHAT_IF"
    RECORD_FACTS = "RECORD_FACTS"
    DECIDE = "DECIDE"
    MAKE_PACK = "MAKE_PACK"
    READ_AUDIT = "READ_AUDIT"
    ADMINISTER = "ADMINISTER"


PERMISSIONS: Final[Mapping[Role, frozenset[Permission]]] = {
    Role.ANALYST: frozenset(
        {
            Permission.READ_CATALOGUE,
            Permission.READ_CASE,
            Permission.READ_RECORD,
            Permission.EXPLORE,
            Permission.ASK_WHAT_IF,
            Permission.RECORD_FACTS,
        }
    ),
    Role.PANEL_MEMBER: frozenset({Permission.READ_CATALOGUE, Permission.READ_CASE, Permission.READ_RECORD}),
    Role.PLAN_AUTHOR: frozenset(
        {
            Permission.READ_CATALOGUE,
            Permission.READ_CASE,
            Permission.READ_RECORD,
            Permission.ASK_WHAT_IF,
            Permission.RECORD_FACTS,
            Permission.DECIDE,
            Permission.MAKE_PACK,
        }
    ),
    Role.AUDITOR: frozenset({Permission.READ_CATALOGUE, Permission.READ_AUDIT}),
    Role.ADMINISTRATOR: frozenset({Permission.READ_CATALOGUE, Permission.ADMINISTER}),
}
"""What each role may do; what is not named here is refused."""

_CALLED: Final[Mapping[Role, str]] = {
    Role.ANALYST: "An analyst",
    Role.PANEL_MEMBER: "A panel member",
    Role.PLAN_AUTHOR: "A plan author",
    Role.AUDITOR: "An auditor",
    Role.ADMINISTRATOR: "An administrator",
}
_TO_DO: Final[Mapping[Permission, str]] = {
    Permission.READ_CATALOGUE: "read the catalogue of patterns",
    Permission.READ_CASE: "read cases",
    Permission.READ_RECORD: "read records",
    Permission.EXPLORE: "search all records, look for links or use the workbench",
    Permission.ASK_WHAT_IF: "ask what would be if",
    Permission.RECORD_FACTS: "record facts",
    Permission.DECIDE: "record decisions",
    Permission.MAKE_PACK: "make a panel pack",
    Permission.READ_AUDIT: "see the log",
    Permission.ADMINISTER: "look after access and settings",
}
"""What a permission is for, as a refusal says it."""

_SEALED_FROM: Final = frozenset({Role.PANEL_MEMBER, Role.PLAN_AUTHOR})


@dataclass(frozen=True, slots=True)
class Identity:
    """A user whose sign-in or token has been checked.

    `cleared`: may see what sources with handling `C` say. `expires_at`: UTC. `cases`: the ids of the offenders whose
    cases are open to this user where cases are open to members alone; None says nothing about membership.
    """

    user: str
    role: Role
    cleared: bool
    expires_at: datetime
    cases: frozenset[str] | None = None

    def may(self, permission: Permission) -> bool:
        """Whether the role has the permission."""
        return permission in PERMISSIONS[self.role]

    def must_have(self, permission: Permission) -> None:
        """Raise Forbidden unless the role has the permission."""
        if not self.may(permission):
            raise Forbidden(f"{_CALLED[self.role]} cannot {_TO_DO[permission]}.")

    def reads_records(self, *, every_case: bool) -> bool:
        """Whether the user may read records by themselves; `every_case` as the settings have it.

        Where cases are open to their members alone, a role that does not explore reads records only through its cases.
        """
        return self.may(Permission.READ_RECORD) and (every_case or self.may(Permission.EXPLORE))

    @property
    def clearance(self) -> Clearance:
        """What this user may see of the store."""
        return Clearance(cleared=self.cleared, seals_victims=self.role in _SEALED_FROM)

    def opens_case(self, offender_id: str, *, every_case: bool) -> bool:
        """Whether the case of this offender is open to the user; `every_case` as the settings have it."""
        if not self.may(Permission.READ_CASE):
            return False
        return every_case or (self.cases is not None and offender_id in self.cases)
