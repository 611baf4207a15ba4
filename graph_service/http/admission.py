"""Letting a reader in to what holds personal data: identity, permission, purpose, and an entry whatever comes of it.

The purpose is asked once for each thing opened and kept in a signed cookie for that thing alone.
"""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Final

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from graph_service.audit.events import ABANDONED, NOT_SHOWN, OK, Action, EntryPoint
from graph_service.errors import ErrorCode, GraphServiceError, InputRefused, PurposeRequired, Unauthenticated
from graph_service.http.authentication import Caller
from graph_service.http.correlation import correlation_id
from graph_service.http.headers import header
from graph_service.http.site import SESSION_MINUTES, Site, local
from graph_service.pages.exchange import PageResponse
from graph_service.resolvers.context import RequestContext
from graph_service.security.identity import Permission
from graph_service.security.purpose import MAX_PURPOSE, read_purpose
from graph_service.security.tokens import Use

_COOKIE: Final = "graph-service-purpose"
FILL: Final = "fill"
"""The field of a form that is only to be shown again, filled in as it was."""


@dataclass(frozen=True, slots=True)
class Opened:
    """What is opened for one purpose: its address, what readers call it, and the part of the site it is sent to.

    `permission`: what whoever opens it needs at the least; a page of it may ask for more. `name` tells its cookie from that
    of what else is open on the same part of the site.
    """

    address: str
    what: str
    below: str
    permission: Permission
    name: str = ""

    @property
    def cookie(self) -> str:
        """The name of the cookie that keeps the purpose."""
        return f"{_COOKIE}-{self.name}" if self.name else _COOKIE

    @property
    def form_address(self) -> str:
        """Where the purpose is sent."""
        return f"{self.address}/purpose"


@dataclass(frozen=True, slots=True, kw_only=True)
class Act:
    """What a reader does: what it opens, the permission it needs, and what its entry says of it.

    `place`: where to go once the purpose is given. `asked` and `details` as in the entry.
    """

    opened: Opened
    permission: Permission
    operation: str
    place: str
    asked: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    details: Mapping[str, str | int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Admission:
    """Lets readers in, asks for purposes, keeps them, and finds them again."""

    site: Site

    async def admit(
        self,
        request: Request,
        act: Act,
        show: Callable[[RequestContext], Awaitable[PageResponse | None]],
        is_there: Callable[[RequestContext], Awaitable[bool]] | None = None,
        *,
        sent: Mapping[str, str] | None = None,
        purpose: str | None = None,
    ) -> Response | PageResponse | None:
        """What `show` answers; else the page that asks for the purpose. Raises what refuses the reader.

        `is_there`: whether the reader could see anything with a purpose. Who could not is told so at once, and not asked why.
        `sent`: what the form of a page sent, which is kept where the purpose is asked for; `purpose`: what was answered then.
        """
        caller = await self.site.authentication.caller(request.scope)
        context = RequestContext(
            identity=caller.identity,
            purpose=None,
            correlation_id=correlation_id.get(),
            graph=self.site.graph,
            settings=self.site.settings,
            audit=self.site.audit,
            channel=EntryPoint.PAGE,
        )
        outcome, details = OK, act.details
        try:
            context.require(act.permission)
            # Who may not read what is opened is not told whether it is there.
            context.require(act.opened.permission)
            context.purpose = purpose or self._given(request, caller, act.opened)
            if context.purpose is None:
                if is_there is not None and caller.channel is EntryPoint.PAGE and not await is_there(context):
                    outcome = NOT_SHOWN
                    return None
                raise PurposeRequired("This reads personal data, so it needs a purpose (header X-Purpose).")
            answer = await show(context)
            if answer is None:
                outcome = NOT_SHOWN
                return None
            context.disclosed.update(dict.fromkeys(answer.people))
            details = {**details, **answer.details}
            return answer
        except GraphServiceError as error:
            outcome = error.code.value
            # A reader who is only now asked for the purpose has been refused nothing yet.
            if isinstance(error, PurposeRequired) and caller.channel is EntryPoint.PAGE:
                return self._ask(request, caller, act.opened, act.place, sent=sent)
            raise
        except asyncio.CancelledError:
            outcome = ABANDONED
            raise
        except Exception:
            outcome = ErrorCode.INTERNAL.value
            raise
        finally:
            if outcome != ErrorCode.PURPOSE_REQUIRED or caller.channel is EntryPoint.API:
                await self._log(context, act, outcome, details)

    async def _log(self, context: RequestContext, act: Act, outcome: str, details: Mapping[str, str | int]) -> None:
        denied = outcome in (ErrorCode.FORBIDDEN, ErrorCode.PURPOSE_REQUIRED)
        action = Action.DENIED if denied else Action.READ
        await self.site.audit.append(context.event(action, outcome, act.operation, asked=act.asked, details=details))

    def _given(self, request: Request, caller: Caller, opened: Opened) -> str | None:
        """The purpose of a request: of its header, else the one kept for what it opens. Raises InputRefused."""
        purpose = read_purpose(header(request.scope, b"x-purpose"))
        kept = self.site.cookies.read(request.scope, opened.cookie, opened.below)
        if purpose is not None or kept is None or caller.channel is not EntryPoint.PAGE:
            return purpose
        try:
            claims = self.site.tokens.unseal(kept, Use.PURPOSE)
        except Unauthenticated:
            return None
        if (claims.get("sub"), claims.get("opens")) != (caller.identity.user, opened.address):
            return None
        return claims.get("purpose")

    def _ask(
        self,
        request: Request,
        caller: Caller,
        opened: Opened,
        place: str,
        error: str | None = None,
        sent: Mapping[str, str] | None = None,
    ) -> Response:
        """The page that asks why, and leads on to `place`, with what a form there has `sent` already."""
        nonce = self.site.nonce(request)
        page = self.site.page(
            "purpose",
            400 if error else 200,
            frame=self.site.frame(caller.identity, nonce),
            what=opened.what,
            action=opened.form_address if sent is None else place,
            kept={"next": place} if sent is None else {**sent, FILL: "yes"},
            longest=MAX_PURPOSE,
            error=error,
        )
        self.site.keep_nonce(request, page, nonce)
        return page

    async def give(self, request: Request, opened: Opened) -> Response:
        """Keep the purpose that the page's form sends. It opens nothing by itself: whoever reads is let in by `admit`."""
        caller = await self.site.authentication.caller(request.scope)
        async with self.site.refusals_of(caller, "purpose"):
            caller.identity.must_have(opened.permission)
            form = await self.site.form(request)
        place = local(form.get("next"), below=opened.below)
        try:
            purpose = read_purpose(form.get("purpose"))
        except InputRefused as error:
            return self._ask(request, caller, opened, place, str(error))
        if purpose is None:
            return self._ask(request, caller, opened, place, "Say why you are opening it.")
        answer = RedirectResponse(place, 303)
        self.keep(request, answer, opened, caller.identity.user, purpose)
        return answer

    def keep(self, request: Request, answer: Response, opened: Opened, user: str, purpose: str) -> None:
        """Have the browser keep the purpose of a user for what it opens."""
        claims = {"sub": user, "opens": opened.address, "purpose": purpose}
        kept = self.site.tokens.seal(claims, Use.PURPOSE, timedelta(minutes=SESSION_MINUTES))
        self.site.cookies.keep(request.scope, answer, opened.cookie, kept, minutes=SESSION_MINUTES, path=opened.below)
