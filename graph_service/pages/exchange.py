"""What a page or a paper about a case or a record answers with, and at which address it stands."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Final

from graph_service.facts.clerk import Clerk
from graph_service.model.clock import View
from graph_service.pages.site_frame import SiteFrame
from graph_service.queries.view_session import ViewSession
from graph_service.security.identity import Identity, Permission

PAGE_POLICY: Final = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; "
    "base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
)
"""The content policy under which every page works: nothing inline, nothing from elsewhere."""


class Below(StrEnum):
    """What an address is about."""

    OFFENDERS = "offenders"
    RECORDS = "records"


IsSeen = Callable[[ViewSession, str], Awaitable[bool]]
"""Whether the viewer sees a case or record of this id at the view; of what is not seen nobody can tell whether there is any."""


def _opens_none(_person_id: str) -> bool:
    return False


@dataclass(frozen=True, slots=True)
class Sent:
    """What the form of a page sent, by field. `acts`: whether anything is to be done by it; else the page is only to be shown
    again, filled in as it was, because its reader had to sign in or to say why."""

    fields: Mapping[str, str]
    acts: bool = True


@dataclass(frozen=True, slots=True)
class PageRequest:
    """One viewer opening one case or record at one view.

    `frame` is the head of a page. `asked` holds the parameters of the address, view left out; `repeated` all the values of each.
    `opens_case`: whether the case of a person of this id, should there be one, is open to the viewer. `session_at`: the same viewer
    at another view. Of a page with a form, `sent` is what it sent, None where it was only opened, and by `clerk` it records.
    `last_look`: when the viewer looked at the case before this time; None where that is not known.
    """

    session: ViewSession
    record_id: str
    identity: Identity
    frame: SiteFrame
    asked: Mapping[str, str]
    repeated: Mapping[str, Sequence[str]] = field(default_factory=dict)
    opens_case: Callable[[str], bool] = _opens_none
    session_at: Callable[[View], ViewSession] | None = None
    sent: Sent | None = None
    clerk: Clerk | None = None
    last_look: Callable[[], Awaitable[datetime | None]] | None = None

    def at(self, view: View) -> ViewSession:
        """The same viewer asking at another view."""
        assert self.session_at is not None
        return self.session_at(view)


@dataclass(frozen=True, slots=True)
class PageResponse:
    """What is handed out, and the ids of everybody whom it speaks of, which the audit entry names.

    `filename`: given where a browser saves it rather than shows it; it may name no person. `details`: what else the
    entry says of it. `leads_to`: the address to go on to instead of showing anything, once a form has done what it was for.
    """

    content: str | bytes
    people: tuple[str, ...]
    media_type: str = "text/html"
    filename: str | None = None
    details: Mapping[str, str | int] = field(default_factory=dict)
    status: int = 200
    leads_to: str = ""


@dataclass(frozen=True, slots=True)
class PageAddress:
    """One address: `/{below}/{id}{path}`. `operation` is what the audit entry calls it.

    `show` answers None where the viewer sees no such record. `takes`: the parameters of the address besides the view. `is_form`:
    the page has a form that is sent to its own address; what it does is done now, so it takes a day and no instant of knowledge.
    """

    below: Below
    path: str
    operation: str
    permission: Permission
    show: Callable[[PageRequest], Awaitable[PageResponse | None]]
    takes: tuple[str, ...] = ()
    is_form: bool = False
