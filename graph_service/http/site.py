"""What all pages share: their callers, their forms, their cookies and their refusals."""

import hmac
import secrets
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from hashlib import sha256
from typing import Any, Final
from urllib.parse import parse_qs, quote, unquote

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from graph_service.audit.events import OK, STARTED, Event
from graph_service.audit.log import AuditLog
from graph_service.errors import ErrorCode, Forbidden, GraphServiceError, InputRefused, TooComplex, Unauthenticated
from graph_service.http.authentication import SESSION_COOKIE, Authentication, Caller
from graph_service.http.cookies import Cookies
from graph_service.http.correlation import correlation_id
from graph_service.http.headers import header
from graph_service.http.leaving import finished
from graph_service.http.metrics import count_codes
from graph_service.http.problems import of_refusal, status_of
from graph_service.http.wire import JsonAnswer, challenge
from graph_service.model.clock import now
from graph_service.model.vocabulary import in_words
from graph_service.pages.exchange import PAGE_POLICY, PageResponse
from graph_service.pages.site_frame import SiteFrame
from graph_service.pages.templates import render
from graph_service.security.identity import Identity, Permission
from graph_service.security.openid import OpenIDProvider
from graph_service.security.sessions import Sessions
from graph_service.security.tokens import SignedTokens
from graph_service.settings import Settings
from graph_service.store.graph import Graph

SESSION_MINUTES: Final = 60
_FORM_COOKIE: Final = "graph-service-form"
_MAX_FORM: Final = 16 * 1024
_MAX_FIELDS: Final = 20
_NO_SUCH_PAGE: Final = "There is no such page. Check the address, or look for the case from the start page."
_SESSION_ENDED: Final = "Your session has ended. Sign in from the start page, and try again."

Endpoint = Callable[[Request], Awaitable[Response]]
ProviderAt = Callable[[str], OpenIDProvider]
"""The provider by which a browser signs in that reaches the service at an address."""


@dataclass(frozen=True, slots=True)
class Site:
    """The parts that every page uses."""

    settings: Settings
    graph: Graph
    audit: AuditLog
    tokens: SignedTokens
    sessions: Sessions
    cookies: Cookies
    authentication: Authentication
    provider_at: ProviderAt | None = None

    def page(self, template: str, status: int = 200, **values: Any) -> Response:
        """A page made from a template, under the content policy of pages."""
        return Response(render(template, **values), status, {"content-security-policy": PAGE_POLICY}, "text/html")

    def form_page(self, request: Request, template: str, status: int = 200, **values: Any) -> Response:
        """A page whose forms (field `form`) only a reader of that page can send."""
        nonce = self.nonce(request)
        answer = self.page(template, status, form=self.form_mark(nonce), **values)
        self.keep_nonce(request, answer, nonce)
        return answer

    def nonce(self, request: Request) -> str:
        """What the browser of a request holds to send our forms with, or will."""
        return self.cookies.read(request.scope, _FORM_COOKIE) or secrets.token_hex(16)

    def keep_nonce(self, request: Request, answer: Response, nonce: str) -> None:
        """Give the browser what it needs to send the forms of this answer."""
        self.cookies.keep(request.scope, answer, _FORM_COOKIE, nonce, minutes=SESSION_MINUTES)

    def frame(self, identity: Identity, nonce: str, here: str = "") -> SiteFrame:
        """What stands at the head of a page of a signed-in reader; `here` is its address where it is of no one case."""
        return SiteFrame(
            user=identity.user,
            role=in_words(identity.role),
            reads=identity.may(Permission.READ_CASE),
            explores=identity.may(Permission.EXPLORE),
            records=identity.reads_records(every_case=self.settings.opens_every_case),
            form=self.form_mark(nonce),
            here=here,
            writes=identity.may(Permission.RECORD_FACTS),
            decides=identity.may(Permission.DECIDE),
        )

    def sent(
        self, request: Request, answer: Response | PageResponse | None, nonce: str, *, policy: str = PAGE_POLICY
    ) -> Response:
        """A page with forms as it is sent; what is sent already as it is."""
        if isinstance(answer, Response):
            return answer
        content = "" if answer is None else answer.content
        page = Response(content, media_type="text/html", headers={"content-security-policy": policy})
        self.keep_nonce(request, page, nonce)
        return page

    def address(self, request: Request) -> str:
        """The address at which the browser reaches the service, without a slash at its end."""
        return (self.settings.public_url or f"{request.url.scheme}://{request.url.netloc}").rstrip("/")

    async def end_sessions(self, event: Event, end: Callable[[], object]) -> None:
        """Put on record that sessions are about to be ended, end them, and put on record what came of it.

        All of it, though the client leaves meanwhile. Raises AuditUnavailable, and what `end` raises.
        """
        await finished(self._end_sessions(event, end))

    async def _end_sessions(self, event: Event, end: Callable[[], object]) -> None:
        await self.audit.append(replace(event, outcome=STARTED))
        outcome = ErrorCode.INTERNAL.value
        try:
            await self.sessions.apart(end)
            outcome = OK
        except GraphServiceError as error:
            outcome = error.code.value
            raise
        finally:
            await self.audit.append(replace(event, outcome=outcome, at=now()))

    def end_session(self, request: Request) -> None:
        """End the session that a request comes with, for everybody who holds its cookie. Raises ComponentUnavailable."""
        session = self.cookies.read(request.scope, SESSION_COOKIE)
        if session is not None:
            self.sessions.end(session)

    async def form(self, request: Request) -> dict[str, str]:
        """The fields of a form that one of our pages sent. Raises Forbidden where another site may have sent it."""
        self.must_come_from_here(request)
        form = await self.fields(request)
        if not self.is_own(request, form):
            raise Forbidden("The form is no longer good. Open its page again.")
        return form

    def must_come_from_here(self, request: Request) -> None:
        """Raise Forbidden where the browser says that another site sent a form."""
        if header(request.scope, b"sec-fetch-site") not in (None, "same-origin", "none"):
            raise Forbidden("This form must be sent from its own page.")

    def is_own(self, request: Request, form: Mapping[str, str]) -> bool:
        """Whether a form was made for this browser, and not too long ago."""
        nonce = self.cookies.read(request.scope, _FORM_COOKIE)
        return nonce is not None and hmac.compare_digest(form.get("form", "").encode(), self.form_mark(nonce).encode())

    async def fields(
        self, request: Request, *, most: int = _MAX_FORM, most_fields: int = _MAX_FIELDS
    ) -> dict[str, str]:
        """The fields of a form, whoever sent it; `most`: its largest size, in bytes."""
        body = b""
        async for chunk in request.stream():
            body += chunk
            if len(body) > most:
                raise TooComplex("The form is too large.")
        try:
            fields = parse_qs(body.decode(), keep_blank_values=True, max_num_fields=most_fields)
        except ValueError:
            raise InputRefused("The form cannot be read.") from None
        return {name: values[-1] for name, values in fields.items()}

    async def caller_if_any(self, request: Request) -> Caller | None:
        """Who opens a page that anybody may open."""
        try:
            return await self.authentication.caller(request.scope)
        except Unauthenticated:
            return None

    @asynccontextmanager
    async def refusals_of(self, caller: Caller | None, operation: str, *, counted: bool = True) -> AsyncIterator[None]:
        """Put on record what is refused within to somebody known; a page that `Admission.admit` shows does so itself.

        `counted`: whether the request was counted when its caller was found; else what is refused is counted here. Raises
        TooManyRequests.
        """
        try:
            yield
        except GraphServiceError as error:
            if caller is not None:
                if not counted:
                    await self.authentication.count(caller)
                await self.authentication.refused(caller, error, operation)
            raise

    def guarded(self, page: Endpoint) -> Endpoint:
        """A page whose refusals are pages for a browser and JSON for a holder of a token."""

        async def endpoint(request: Request) -> Response:
            try:
                return await page(request)
            except GraphServiceError as error:
                return await self._refusal(request, error)

        return endpoint

    async def refused(self, request: Request, status: int, message: str) -> Response:
        """The page that says why something is not shown; with the head of every page for who is signed in."""
        nonce = self.nonce(request)
        identity = None if status == 401 else await self._known(request)
        page = self.page(
            "refused",
            status,
            layout="site-layout.html" if identity else "base.html",
            frame=self.frame(identity, nonce) if identity else None,
            title="Sorry, this cannot be shown",
            message=message,
            correlation_id=correlation_id.get(),
        )
        if identity and self.cookies.read(request.scope, _FORM_COOKIE) is None:
            self.keep_nonce(request, page, nonce)
        return page

    async def _known(self, request: Request) -> Identity | None:
        """Who is signed in, where that can be found out: a refusal is shown whatever else goes wrong."""
        try:
            return (await self.authentication.uncounted(request.scope)).identity
        except GraphServiceError:
            return None

    async def no_such_page(self, request: Request, error: Exception) -> Response:
        """The answer at an address, or by a method, that leads to nothing: a page for a browser, JSON for others."""
        status, headers = (error.status_code, error.headers) if isinstance(error, HTTPException) else (500, None)
        message = _NO_SUCH_PAGE if status == 404 else "This address is not one to be opened by itself."
        return await self.nothing(request, message, status, headers)

    async def nothing(
        self, request: Request, message: str, status: int = 404, headers: Mapping[str, str] | None = None
    ) -> Response:
        """The answer where there is nothing to show: a page that says why for a browser, JSON for others."""
        if not _is_browser(request):
            return JsonAnswer({"status": status}, status, headers=headers)  # type: ignore[return-value]
        page = await self.refused(request, status, message)
        page.headers.update(headers or {})
        return page

    async def _refusal(self, request: Request, error: GraphServiceError) -> Response:
        status = status_of(error)
        described = of_refusal(error, correlation_id.get())
        count_codes([described])
        if not _is_browser(request):
            by_token = header(request.scope, b"authorization") is not None
            headers = challenge(invalid_token=by_token) if status == 401 else None
            return JsonAnswer({"errors": [described]}, status, headers=headers)  # type: ignore[return-value]
        if status == 401 and self.signs_in and request.method == "GET":
            query = f"?{request.url.query}" if request.url.query else ""
            return RedirectResponse(f"/sign-in?next={quote(_raw_path(request) + query, safe='')}", 303)
        return await self.refused(request, status, _SESSION_ENDED if status == 401 else str(error))

    @property
    def signs_in(self) -> bool:
        """Whether there is a way to sign in here."""
        return self.provider_at is not None

    def form_mark(self, nonce: str) -> str:
        """What a form must hold: only a page of ours, read by the holder of the nonce, has it."""
        secret: bytes = self.tokens.key.raw_value
        return hmac.new(secret, f"form {nonce}".encode(), sha256).hexdigest()


def local(place: str | None, *, below: str = "/") -> str:
    """`place` where it is an address of this service at or below `below`; else the start page.

    A browser takes `//host`, `///host` and `/\\host` for addresses elsewhere, reads past tabs and line feeds, and follows `..`,
    written as `%2e%2e` too.
    """
    place = place or "/"
    here = place.startswith("/") and not place.startswith("//") and "\\" not in place and place.isprintable()
    path = place.partition("?")[0].partition("#")[0]
    straight = {".", ".."}.isdisjoint(unquote(path).split("/"))
    return place if here and straight and (path == below or path.startswith(f"{below.rstrip('/')}/")) else "/"


def _is_browser(request: Request) -> bool:
    """Whether somebody reads the answer in a browser; who sends a token reads it by a program."""
    by_token = header(request.scope, b"authorization") is not None
    return not by_token and "text/html" in (header(request.scope, b"accept") or "")


def _raw_path(request: Request) -> str:
    raw: bytes = request.scope.get("raw_path") or request.url.path.encode()
    return raw.decode("ascii", "ignore")
