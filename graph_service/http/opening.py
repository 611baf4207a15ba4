"""Opening a case or a record: identity, permission, purpose, view, the page or paper, and an entry whatever comes of it.

The purpose is asked once for each case or record and kept in a signed cookie that is sent for that one alone.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Final
from urllib.parse import quote

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from graph_service.audit.events import Action, Channel, Event
from graph_service.domain import LONDON
from graph_service.errors import ErrorCode, GraphServiceError, InputRefused, PurposeRequired, Unauthenticated
from graph_service.http.authentication import Caller, cookies, header
from graph_service.http.correlation import correlation_id
from graph_service.http.site import SESSION_MINUTES, Endpoint, Site, local, set_cookie
from graph_service.pages.answer import PAGE_POLICY, Address, Answer, Below, Visit
from graph_service.resolvers.context import RequestContext
from graph_service.security.purpose import MAX_PURPOSE, read_purpose
from graph_service.security.tokens import Use

_PURPOSE_COOKIE: Final = "graph-service-purpose"
_VIEW: Final = ("asOf", "knownAt")


@dataclass(frozen=True, slots=True)
class Opening:
    """The addresses of cases and records."""

    site: Site
    addresses: Sequence[Address]

    def routes(self) -> list[Route]:
        """One for each address, and one for giving the purpose of each kind of opening."""
        guarded = self.site.guarded
        return [
            *(
                Route(f"/{address.below}/{{record_id}}{address.path}", guarded(self._endpoint(address)))
                for address in self.addresses
            ),
            *(
                Route(f"/{below}/{{record_id}}/purpose", guarded(self._purpose_endpoint(below)), methods=["POST"])
                for below in Below
            ),
        ]

    def _endpoint(self, address: Address) -> Endpoint:
        async def opened(request: Request) -> Response:
            return await self._open(request, address)

        return opened

    async def _open(self, request: Request, address: Address) -> Response:
        record_id: str = request.path_params["record_id"]
        caller = await self.site.authentication.caller(request.scope)
        context = self._context(request, caller, address.below)
        answer: Answer | None = None
        outcome = "OK"
        try:
            context.require(address.permission)
            if context.purpose is None:
                raise PurposeRequired("This reads personal data, so it needs a purpose (header X-Purpose).")
            reading = context.reading(*_view(request))
            asked = {name: value for name, value in request.query_params.items() if name not in _VIEW}
            repeated = {name: request.query_params.getlist(name) for name in asked}
            if address.below is not Below.OFFENDERS or context.opens_case(record_id):
                answer = await address.show(Visit(reading, record_id, caller.identity, asked, repeated))
            if answer is not None:
                context.disclosed.update(dict.fromkeys(answer.people))
        except GraphServiceError as error:
            outcome = error.code.value
            # A reader who is only now asked for the purpose has been refused nothing yet.
            if isinstance(error, PurposeRequired) and caller.channel is Channel.PAGE:
                query = f"?{request.url.query}" if request.url.query else ""
                return self._ask_purpose(
                    request, address.below, f"{_opened(request, address.below)}{address.path}{query}"
                )
            raise
        except Exception:
            outcome = ErrorCode.INTERNAL.value
            raise
        finally:
            if outcome != ErrorCode.PURPOSE_REQUIRED or caller.channel is Channel.API:
                await self._log(request, context, address, outcome)
        if answer is None:
            what = "offender, or the case" if address.below is Below.OFFENDERS else "record, or it"
            return self.site.refused(404, f"There is no such {what} is not open to you.")
        headers = {"content-security-policy": PAGE_POLICY}
        if answer.filename is not None:
            headers["content-disposition"] = f'attachment; filename="{answer.filename}"'
        return Response(answer.content, media_type=answer.media_type, headers=headers)

    def _purpose_endpoint(self, below: Below) -> Endpoint:
        async def given(request: Request) -> Response:
            return await self._give_purpose(request, below)

        return given

    async def _give_purpose(self, request: Request, below: Below) -> Response:
        """Keep the purpose for which a case or a record is opened."""
        caller = await self.site.authentication.caller(request.scope)
        form = await self.site.form(request)
        opened = _opened(request, below)
        place = local(form.get("next"), below=opened)
        try:
            purpose = read_purpose(form.get("purpose"))
        except InputRefused as error:
            return self._ask_purpose(request, below, place, str(error))
        if purpose is None:
            return self._ask_purpose(request, below, place, "Say why you are opening it.")
        claims = {"sub": caller.identity.user, "opens": opened, "purpose": purpose}
        kept = self.site.tokens.seal(claims, Use.PURPOSE, timedelta(minutes=SESSION_MINUTES))
        answer = RedirectResponse(place, 303)
        set_cookie(request, answer, _PURPOSE_COOKIE, kept, opened, SESSION_MINUTES)
        return answer

    def _context(self, request: Request, caller: Caller, below: Below) -> RequestContext:
        purpose = read_purpose(header(request.scope, b"x-purpose"))
        kept = cookies(request.scope).get(_PURPOSE_COOKIE)
        if purpose is None and kept is not None and caller.channel is Channel.PAGE:
            try:
                claims = self.site.tokens.unseal(kept, Use.PURPOSE)
            except Unauthenticated:
                claims = {}
            if (claims.get("sub"), claims.get("opens")) == (caller.identity.user, _opened(request, below)):
                purpose = claims.get("purpose")
        return RequestContext(
            identity=caller.identity,
            purpose=purpose,
            correlation_id=correlation_id.get(),
            graph=self.site.graph,
            settings=self.site.settings,
            channel=Channel.PAGE,
        )

    async def _log(self, request: Request, context: RequestContext, address: Address, outcome: str) -> None:
        denied = outcome in (ErrorCode.FORBIDDEN, ErrorCode.PURPOSE_REQUIRED)
        named = "offenderId" if address.below is Below.OFFENDERS else "id"
        await self.site.audit.append(
            Event(
                user=context.identity.user,
                role=context.identity.role,
                cleared=context.identity.cleared,
                channel=Channel.PAGE,
                action=Action.DENIED if denied else Action.READ,
                outcome=outcome,
                purpose=context.purpose,
                operation=address.operation,
                asked={named: (request.path_params["record_id"],)},
                views=tuple(context.views),
                disclosed=tuple(context.disclosed),
                correlation_id=context.correlation_id,
            )
        )

    def _ask_purpose(self, request: Request, below: Below, place: str, error: str | None = None) -> Response:
        return self.site.form_page(
            request,
            "purpose",
            400 if error else 200,
            title="Purpose",
            what="This case" if below is Below.OFFENDERS else "This record",
            action=f"{_opened(request, below)}/purpose",
            next=place,
            longest=MAX_PURPOSE,
            error=error,
        )


def _opened(request: Request, below: Below) -> str:
    """The address of the case or record that is opened: a purpose holds for it and what is below."""
    return f"/{below}/{quote(request.path_params['record_id'], safe='')}"


def _view(request: Request) -> tuple[date | None, datetime | None]:
    """The view that `asOf` and `knownAt` name; a form of a page sends instants without a zone. Raises InputRefused."""
    as_of, known_at = (request.query_params.get(name) for name in _VIEW)
    try:
        day = date.fromisoformat(as_of) if as_of else None
    except ValueError:
        raise InputRefused("asOf must be a date such as 2026-06-01.") from None
    try:
        instant = datetime.fromisoformat(known_at) if known_at else None
    except ValueError:
        raise InputRefused(
            "knownAt must be an instant such as 2026-06-01T09:00:00Z; without a zone it is UK time."
        ) from None
    if instant is not None and instant.tzinfo is None:
        instant = instant.replace(tzinfo=LONDON)
    return day, instant.astimezone(UTC) if instant else None
