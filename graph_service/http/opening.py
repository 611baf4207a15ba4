"""Opening a case or a record: at which view, and the page or paper about it; and taking what the form of such a page sends."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from typing import Final
from urllib.parse import quote

import structlog
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from graph_service.errors import ComponentUnavailable, Forbidden, InputRefused, Unauthenticated
from graph_service.facts.access import Access
from graph_service.facts.clerk import Clerk
from graph_service.facts.recorder import Recorder
from graph_service.http.admission import FILL, Act, Admission, Opened
from graph_service.http.headers import header
from graph_service.http.looks import Looks
from graph_service.http.parameters import EXACTLY, VIEW, must_be_taken, view_of
from graph_service.http.site import Endpoint, Site
from graph_service.model.clock import View
from graph_service.pages.exchange import PAGE_POLICY, Below, IsSeen, PageAddress, PageRequest, PageResponse, Sent
from graph_service.queries.view_session import ViewSession
from graph_service.resolvers.context import RequestContext
from graph_service.security.identity import Permission
from graph_service.security.purpose import read_purpose

_log = structlog.get_logger(__name__)
_MOST_SENT: Final = 128 * 1024
_MOST_FIELDS: Final = 120
_STILL_NOW: Final = timedelta(hours=1)
"""Links carry the instant at which their page was opened; whoever follows one within this time sees what is known now."""
_OURS: Final = frozenset({"form", "purpose", FILL})
"""Fields of every form that are no part of what its reader wrote."""


@dataclass(frozen=True, slots=True)
class Opening:
    """The addresses of cases and records."""

    site: Site
    addresses: Sequence[PageAddress]
    seen: Mapping[Below, IsSeen]
    looks: Looks

    def routes(self) -> list[Route]:
        """One for each address, one for what the form of a page sends, and one for giving the purpose of each kind of opening."""
        guarded = self.site.guarded
        return [
            *(Route(_path(address), guarded(self._endpoint(address)), methods=["GET"]) for address in self.addresses),
            *(
                Route(_path(address), guarded(self._form_endpoint(address)), methods=["POST"])
                for address in self.addresses
                if address.is_form
            ),
            *(
                Route(f"/{below}/{{record_id}}/purpose", guarded(self._purpose_endpoint(below)), methods=["POST"])
                for below in Below
            ),
        ]

    def _endpoint(self, address: PageAddress) -> Endpoint:
        async def opened(request: Request) -> Response:
            return await self._open(request, address, None)

        return opened

    def _form_endpoint(self, address: PageAddress) -> Endpoint:
        async def sent(request: Request) -> Response:
            return await self._send(request, address)

        return sent

    async def _send(self, request: Request, address: PageAddress) -> Response:
        """Take what a form sent. Nothing that its reader wrote is lost where the session or the form itself has come to its end."""
        fields = await self.site.fields(request, most=_MOST_SENT, most_fields=_MOST_FIELDS)
        is_own = self.site.is_own(request, fields)
        # A form that is too old is shown again rather than refused, where the browser vouches that our own page sent it.
        from_where = header(request.scope, b"sec-fetch-site")
        if from_where not in (None, "none", "same-origin") or (not is_own and from_where != "same-origin"):
            caller = await self.site.authentication.caller(request.scope)
            async with self.site.refusals_of(caller, address.operation):
                self.site.must_come_from_here(request)
                raise Forbidden("The form is no longer good. Open its page again.")
        written = {name: value for name, value in fields.items() if name not in _OURS}
        try:
            purpose = read_purpose(fields.get("purpose"))
        except InputRefused:
            purpose = None
        try:
            return await self._open(
                request, address, Sent(written, acts=is_own and FILL not in fields), purpose if is_own else None
            )
        except Unauthenticated:
            if not self.site.signs_in or header(request.scope, b"authorization") is not None:
                raise
            return self.site.form_page(
                request,
                "kept",
                401,
                title="Your session has ended",
                action=_place(request, address),
                kept={**written, FILL: "yes"},
            )

    async def _open(
        self, request: Request, address: PageAddress, sent: Sent | None, purpose: str | None = None
    ) -> Response:
        record_id: str = request.path_params["record_id"]
        opened = _opened(request, address.below)
        nonce = self.site.nonce(request)
        users: list[str] = []

        def session_of(context: RequestContext) -> ViewSession:
            view = VIEW[:1] if address.is_form else VIEW
            must_be_taken(request.query_params, *view, *address.takes, unsaid=() if address.is_form else (EXACTLY,))
            return context.view_session(*view_of(request.query_params))

        async def is_there(context: RequestContext) -> bool:
            session = session_of(context)
            if address.below is Below.OFFENDERS and not context.opens_case(record_id):
                return False
            return await self.seen[address.below](session, record_id)

        async def show(context: RequestContext) -> PageResponse | None:
            session = session_of(context)
            users.append(context.identity.user)
            asked = {name: value for name, value in request.query_params.items() if name in address.takes}
            repeated = {name: request.query_params.getlist(name) for name in asked}
            if address.below is Below.OFFENDERS and not context.opens_case(record_id):
                return None
            frame = self.site.frame(context.identity, nonce)

            def session_at(view: View) -> ViewSession:
                return context.view_session(view.as_of, view.known_at)

            asked_for = PageRequest(
                session,
                record_id,
                context.identity,
                frame,
                asked,
                repeated,
                context.opens_case,
                session_at,
                sent,
                self._clerk(context),
                partial(self._last_look, context, session.view, record_id, address.path),
            )
            return await address.show(asked_for)

        act = Act(
            opened=opened,
            permission=address.permission,
            operation=address.operation,
            place=_place(request, address),
            asked={"offenderId" if address.below is Below.OFFENDERS else "id": (record_id,)},
        )
        written = None if sent is None else sent.fields
        admission = Admission(self.site)
        answer = await admission.admit(request, act, show, is_there, sent=written, purpose=purpose)
        if isinstance(answer, Response):
            return answer
        if answer is None:
            what = "offender, or the case" if address.below is Below.OFFENDERS else "record, or it"
            return await self.site.nothing(request, f"There is no such {what} is not open to you.")
        shown = self._sent(answer)
        self.site.keep_nonce(request, shown, nonce)
        if purpose is not None and users:
            admission.keep(request, shown, opened, users[0], purpose)
        return shown

    async def _last_look(self, context: RequestContext, view: View, offender_id: str, path: str) -> datetime | None:
        """When the reader looked at a case before. Who opens its own page looks at it now, unless as known long ago."""
        user = context.identity.user
        try:
            if not path and context.started_at - view.known_at < _STILL_NOW:
                # What became known after the view was not seen.
                await self.looks.note(user, offender_id, view.known_at)
            return await self.looks.before(user, offender_id)
        except ComponentUnavailable:
            # It only makes the way to what has changed shorter, so no page fails for want of it.
            _log.warning("last_look_unavailable")
            return None

    def _clerk(self, context: RequestContext) -> Clerk:
        settings = self.site.settings
        recorder = Recorder(self.site.graph, self.site.audit, settings.query_timeout_s)
        return Clerk(recorder, Access(context.identity, settings), context.event)

    @staticmethod
    def _sent(answer: PageResponse) -> Response:
        if answer.leads_to:
            return RedirectResponse(answer.leads_to, 303)
        headers = {"content-security-policy": PAGE_POLICY}
        if answer.filename is not None:
            headers["content-disposition"] = f'attachment; filename="{answer.filename}"'
        return Response(answer.content, answer.status, media_type=answer.media_type, headers=headers)

    def _purpose_endpoint(self, below: Below) -> Endpoint:
        async def given(request: Request) -> Response:
            return await Admission(self.site).give(request, _opened(request, below))

        return given


def _path(address: PageAddress) -> str:
    return f"/{address.below}/{{record_id}}{address.path}"


def _place(request: Request, address: PageAddress) -> str:
    """The address of a request itself, as it is written in a link."""
    query = f"?{request.url.query}" if request.url.query else ""
    return f"{_opened(request, address.below).address}{address.path}{query}"


def _opened(request: Request, below: Below) -> Opened:
    """The case or record that is opened: a purpose holds for it and what is below."""
    record_id = request.path_params["record_id"]
    address = f"/{below}/{quote(record_id, safe='')}"
    if below is Below.OFFENDERS:
        return Opened(address, f"The case {record_id}", below=address, permission=Permission.READ_CASE)
    return Opened(address, f"The record {record_id}", below=address, permission=Permission.READ_RECORD)
