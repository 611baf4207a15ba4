"""The pages: start, development sign-in, the purpose of opening a case or a record, and the network pictures.

A page is opened by a session (a signed cookie, which only this service's pages can send back) or by a bearer token. The
purpose is asked once for each case or record and kept in a signed cookie that is sent for that one alone.
"""

import hmac
import secrets
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from hashlib import sha256
from typing import Any, Final
from urllib.parse import parse_qs, quote, urlsplit

from jinja2 import DictLoader, Environment, StrictUndefined
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from graph_service.audit.events import Action, Channel, Event
from graph_service.audit.log import AuditLog
from graph_service.errors import (
    ErrorCode,
    Forbidden,
    GraphServiceError,
    InputRefused,
    PurposeRequired,
    TooComplex,
    Unauthenticated,
)
from graph_service.graph import Graph
from graph_service.http.authentication import SESSION_COOKIE, Authentication, Caller, cookies, header
from graph_service.http.correlation import correlation_id
from graph_service.http.metrics import count_codes
from graph_service.http.problems import STATUS, problem
from graph_service.http.wire import JsonAnswer, challenge
from graph_service.queries.reading import Reading
from graph_service.resolvers.context import RequestContext
from graph_service.security.fields import ROOT_FIELDS
from graph_service.security.identity import Permission, Role
from graph_service.security.purpose import MAX_PURPOSE, read_purpose
from graph_service.security.tokens import SignedTokens, Use
from graph_service.settings import Environment as Surroundings
from graph_service.settings import Settings

Shown = tuple[str, tuple[str, ...]]
"""A page as HTML, and the ids of the people in it."""
NetworkPage = Callable[[Reading, str, int | None], Awaitable[Shown | None]]
"""The picture of an offender, with what lies within hops around; None where the viewer sees no such offender."""
RecordNetworkPage = Callable[[Reading, str, int], Awaitable[Shown | None]]
"""The picture of what lies within hops around a record; None where the viewer sees no such record."""

_SESSION_MINUTES: Final = 60
_FORM_COOKIE: Final = "graph-service-form"
_PURPOSE_COOKIE: Final = "graph-service-purpose"
_MAX_FORM: Final = 16 * 1024
_HOPS: Final = ("1", "2", "3", "4")
_USUAL_HOPS: Final = 2
_POLICY: Final = (
    "default-src 'none'; style-src 'self'; img-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
)
_LOOPBACK: Final = frozenset({"127.0.0.1", "localhost", "::1"})

STYLESHEET: Final = """
body { font: 1.1rem/1.5 Arial, sans-serif; color: #0b0c0c; max-width: 44rem; margin: 0 auto; padding: 1rem; }
h1 { font-size: 2rem; line-height: 1.2; }
a { color: #1d70b8; } a:focus, button:focus, input:focus, textarea:focus { outline: 3px solid #ffdd00; }
label { display: block; font-weight: 700; margin: 1rem 0 .25rem; }
label.choice { font-weight: 400; }
textarea { width: 100%; box-sizing: border-box; font: inherit; border: 2px solid #0b0c0c; padding: .4rem; }
button { font: inherit; background: #00703c; color: #fff; border: 0; padding: .5rem 1rem; margin: .25rem .25rem 0 0; }
code { background: #f3f2f1; padding: 0 .2rem; overflow-wrap: anywhere; }
.error { border-left: 5px solid #d4351c; padding-left: .8rem; font-weight: 700; }
"""

_TEMPLATES: Final = {
    "base": """<!DOCTYPE html>
<html lang="en-GB"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>{{ title }} – graph-service</title><link rel="stylesheet" href="/static/pages.css"></head>
<body><main><h1>{{ title }}</h1>{% block body %}{% endblock %}</main></body></html>""",
    "start": """{% extends "base" %}{% block body %}
<p>Who an offender might harm, by which path, and who should be told.</p>
{% if user %}<p>You are signed in as {{ user }} ({{ role }}).</p>
<form method="post" action="/sign-out"><input type="hidden" name="form" value="{{ form }}"><button>Sign out</button></form>
{% elif development %}<p><a href="/sign-in">Sign in</a> (development: choose a role).</p>{% endif %}
<ul>
<li><code>/offenders/ID/network</code>: the network picture of an offender; add <code>?asOf=2026-06-01</code> and
<code>knownAt=2026-06-01T09:00:00Z</code> for another view, <code>hops=2</code> for more around</li>
<li><code>/records/ID/network</code>: the picture around any record, for those who may explore</li>
<li><code>/graphql</code>: the API</li>
<li><a href="/healthz">/healthz</a>, <a href="/readyz">/readyz</a>, <a href="/metrics">/metrics</a>: how the service is</li>
</ul>{% endblock %}""",
    "sign-in": """{% extends "base" %}{% block body %}
<p>This is a development service with invented people. Choose whom to be.</p>
<form method="post" action="/sign-in">
<input type="hidden" name="form" value="{{ form }}"><input type="hidden" name="next" value="{{ next }}">
<label class="choice"><input type="checkbox" name="cleared" value="yes"> Cleared for handling C</label>
{% for role in roles %}<p><button name="role" value="{{ role.value }}">{{ role.value.replace("_", " ").capitalize() }}</button></p>
{% endfor %}</form>{% endblock %}""",
    "purpose": """{% extends "base" %}{% block body %}
{% if error %}<p class="error" role="alert">{{ error }}</p>{% endif %}
<p>{{ what }} holds personal data. What you write here is logged with everything you open in it.</p>
<form method="post" action="{{ action }}">
<input type="hidden" name="form" value="{{ form }}"><input type="hidden" name="next" value="{{ next }}">
<label for="purpose">Why are you opening it?</label>
<textarea id="purpose" name="purpose" rows="3" maxlength="{{ longest }}" required></textarea>
<p><button>Open</button></p></form>{% endblock %}""",
    "refused": """{% extends "base" %}{% block body %}
<p>{{ message }}</p><p>Correlation id: <code>{{ correlation_id }}</code></p><p><a href="/">Start page</a></p>{% endblock %}""",
}
_environment: Final = Environment(loader=DictLoader(_TEMPLATES), autoescape=True, undefined=StrictUndefined)


@dataclass(frozen=True, slots=True)
class Pages:
    """The pages and what they need. `picture_policy` is the content policy under which the network picture works."""

    settings: Settings
    graph: Graph
    audit: AuditLog
    tokens: SignedTokens
    authentication: Authentication
    network_page: NetworkPage
    record_network_page: RecordNetworkPage
    picture_policy: str

    def routes(self) -> list[Route]:
        """Their addresses. Signing in by choosing a role is there in development alone."""
        routes = [
            Route("/", self._guarded(self.start)),
            Route("/sign-out", self._guarded(self.sign_out), methods=["POST"]),
            Route("/offenders/{record_id}/network", self._guarded(self.network)),
            Route("/offenders/{record_id}/purpose", self._guarded(self.give_purpose), methods=["POST"]),
            Route("/records/{record_id}/network", self._guarded(self.record_network)),
            Route("/records/{record_id}/purpose", self._guarded(self.give_purpose), methods=["POST"]),
        ]
        if self.settings.environment is Surroundings.DEVELOPMENT:
            routes += [
                Route("/sign-in", self._guarded(self.sign_in)),
                Route("/sign-in", self._guarded(self.signed_in), methods=["POST"]),
            ]
        return routes

    async def start(self, request: Request) -> Response:
        """Where to go."""
        caller = await self._caller_if_any(request)
        return self._form_page(
            request,
            "start",
            title="graph-service",
            user=caller.identity.user if caller else None,
            role=caller.identity.role.value if caller else None,
            development=self.settings.environment is Surroundings.DEVELOPMENT,
        )

    async def sign_in(self, request: Request) -> Response:
        """One user for each role, to choose from."""
        self._must_be_called_by_name(request)
        place = _local(request.query_params.get("next"))
        return self._form_page(request, "sign-in", title="Sign in", roles=list(Role), next=place)

    async def signed_in(self, request: Request) -> Response:
        """Begin a session as the user of a role."""
        self._must_be_called_by_name(request)
        form = await self._form(request)
        try:
            role = Role(form.get("role", ""))
        except ValueError:
            raise InputRefused("Choose one of the roles.") from None
        cleared = form.get("cleared") == "yes"
        user = f"{role.value.lower().replace('_', '-')}@development"
        session = self.tokens.issue(user, role, minutes=_SESSION_MINUTES, cleared=cleared, use=Use.SESSION)
        await self.audit.append(
            Event(
                user=user,
                role=role,
                cleared=cleared,
                channel=Channel.PAGE,
                action=Action.SIGN_IN,
                correlation_id=correlation_id.get(),
            )
        )
        answer = RedirectResponse(_local(form.get("next")), 303)
        _set_cookie(request, answer, SESSION_COOKIE, session, "/", _SESSION_MINUTES)
        return answer

    async def sign_out(self, request: Request) -> Response:
        """End the session."""
        await self._form(request)
        answer = RedirectResponse("/", 303)
        answer.delete_cookie(SESSION_COOKIE, path="/")
        return answer

    async def network(self, request: Request) -> Response:
        """The network picture of an offender."""

        async def show(context: RequestContext, offender_id: str) -> Shown | None:
            reading, hops = context.reading(*_view(request)), _hops(request)
            return await self.network_page(reading, offender_id, hops) if context.opens_case(offender_id) else None

        return await self._picture(request, Permission.READ_CASE, show)

    async def record_network(self, request: Request) -> Response:
        """The picture of what lies around any record."""

        async def show(context: RequestContext, record_id: str) -> Shown | None:
            reading, hops = context.reading(*_view(request)), _hops(request)
            return await self.record_network_page(reading, record_id, _USUAL_HOPS if hops is None else hops)

        return await self._picture(request, ROOT_FIELDS["neighbourhood"].permission, show)

    async def _picture(
        self,
        request: Request,
        permission: Permission,
        show: Callable[[RequestContext, str], Awaitable[Shown | None]],
    ) -> Response:
        """A page of personal data: identity, permission, purpose, and an entry whatever comes of it."""
        record_id: str = request.path_params["record_id"]
        caller = await self.authentication.caller(request.scope)
        context = self._context(request, caller)
        shown: Shown | None = None
        outcome = "OK"
        try:
            context.require(permission)
            if context.purpose is None:
                raise PurposeRequired("This reads personal data, so it needs a purpose (header X-Purpose).")
            shown = await show(context, record_id)
            if shown is not None:
                context.disclosed.update(dict.fromkeys(shown[1]))
        except GraphServiceError as error:
            outcome = error.code.value
            # A reader who is only now asked for the purpose has been refused nothing yet.
            if isinstance(error, PurposeRequired) and caller.channel is Channel.PAGE:
                return self._ask_purpose(request)
            raise
        except Exception:
            outcome = ErrorCode.INTERNAL.value
            raise
        finally:
            if outcome != ErrorCode.PURPOSE_REQUIRED or caller.channel is Channel.API:
                await self._log(request, context, outcome)
        if shown is None:
            what = "offender, or the case" if _of_case(request) else "record, or it"
            return _refusal_page(404, f"There is no such {what} is not open to you.")
        return Response(shown[0], media_type="text/html", headers={"content-security-policy": self.picture_policy})

    async def give_purpose(self, request: Request) -> Response:
        """Keep the purpose for which a case or a record is opened."""
        caller = await self.authentication.caller(request.scope)
        form = await self._form(request)
        opened = _opened(request)
        place = _local(form.get("next"), below=opened)
        try:
            purpose = read_purpose(form.get("purpose"))
        except InputRefused as error:
            return self._ask_purpose(request, place, str(error))
        if purpose is None:
            return self._ask_purpose(request, place, "Say why you are opening it.")
        claims = {"sub": caller.identity.user, "opens": opened, "purpose": purpose}
        kept = self.tokens.seal(claims, Use.PURPOSE, timedelta(minutes=_SESSION_MINUTES))
        answer = RedirectResponse(place, 303)
        _set_cookie(request, answer, _PURPOSE_COOKIE, kept, opened, _SESSION_MINUTES)
        return answer

    def _context(self, request: Request, caller: Caller) -> RequestContext:
        purpose = read_purpose(header(request.scope, b"x-purpose"))
        kept = cookies(request.scope).get(_PURPOSE_COOKIE)
        if purpose is None and kept is not None and caller.channel is Channel.PAGE:
            try:
                claims = self.tokens.unseal(kept, Use.PURPOSE)
            except Unauthenticated:
                claims = {}
            if (claims.get("sub"), claims.get("opens")) == (caller.identity.user, _opened(request)):
                purpose = claims.get("purpose")
        return RequestContext(
            identity=caller.identity,
            purpose=purpose,
            correlation_id=correlation_id.get(),
            graph=self.graph,
            settings=self.settings,
            channel=Channel.PAGE,
        )

    async def _log(self, request: Request, context: RequestContext, outcome: str) -> None:
        denied = outcome in (ErrorCode.FORBIDDEN, ErrorCode.PURPOSE_REQUIRED)
        of_case = _of_case(request)
        await self.audit.append(
            Event(
                user=context.identity.user,
                role=context.identity.role,
                cleared=context.identity.cleared,
                channel=Channel.PAGE,
                action=Action.DENIED if denied else Action.READ,
                outcome=outcome,
                purpose=context.purpose,
                operation="networkPage" if of_case else "recordNetworkPage",
                asked={"offenderId" if of_case else "id": (request.path_params["record_id"],)},
                views=tuple(context.views),
                disclosed=tuple(context.disclosed),
                correlation_id=context.correlation_id,
            )
        )

    async def _caller_if_any(self, request: Request) -> Caller | None:
        try:
            return await self.authentication.caller(request.scope)
        except Unauthenticated:
            return None

    def _ask_purpose(self, request: Request, place: str | None = None, error: str | None = None) -> Response:
        query = f"?{request.url.query}" if request.url.query else ""
        opened = _opened(request)
        return self._form_page(
            request,
            "purpose",
            400 if error else 200,
            title="Purpose",
            what="This case" if _of_case(request) else "This record",
            action=f"{opened}/purpose",
            next=place or f"{opened}/network{query}",
            longest=MAX_PURPOSE,
            error=error,
        )

    def _form_page(self, request: Request, template: str, status: int = 200, **values: Any) -> Response:
        """A page whose forms only a reader of that page can send."""
        nonce = cookies(request.scope).get(_FORM_COOKIE) or secrets.token_hex(16)
        html = _environment.get_template(template).render(form=self._form_mark(nonce), **values)
        answer = Response(html, status, {"content-security-policy": _POLICY}, "text/html")
        _set_cookie(request, answer, _FORM_COOKIE, nonce, "/", _SESSION_MINUTES)
        return answer

    async def _form(self, request: Request) -> dict[str, str]:
        """The fields of a form that one of our pages sent. Raises Forbidden where another site may have sent it."""
        if header(request.scope, b"sec-fetch-site") not in (None, "same-origin", "none"):
            raise Forbidden("This form must be sent from its own page.")
        body = b""
        async for chunk in request.stream():
            body += chunk
            if len(body) > _MAX_FORM:
                raise TooComplex("The form is too large.")
        try:
            fields = parse_qs(body.decode(), keep_blank_values=True, max_num_fields=20)
        except ValueError:
            raise InputRefused("The form cannot be read.") from None
        form = {name: values[-1] for name, values in fields.items()}
        nonce = cookies(request.scope).get(_FORM_COOKIE)
        if nonce is None or not hmac.compare_digest(form.get("form", "").encode(), self._form_mark(nonce).encode()):
            raise Forbidden("The form is no longer good. Open its page again.")
        return form

    def _form_mark(self, nonce: str) -> str:
        """What a form must hold: only a page of ours, read by the holder of the nonce, has it."""
        secret: bytes = self.tokens.key.raw_value
        return hmac.new(secret, f"form {nonce}".encode(), sha256).hexdigest()

    def _must_be_called_by_name(self, request: Request) -> None:
        """Refuse a name of the service that is not its own: a page elsewhere may have had its name point here."""
        if (request.url.hostname or "") not in _LOOPBACK | {self.settings.host}:
            raise Forbidden(f"Sign in at the address that the service prints, such as {self.settings.host}.")

    def _guarded(self, page: Callable[[Request], Awaitable[Response]]) -> Callable[[Request], Awaitable[Response]]:
        """A page whose refusals are pages for a browser and JSON for a holder of a token."""

        async def endpoint(request: Request) -> Response:
            try:
                return await page(request)
            except GraphServiceError as error:
                return self._refusal(request, error)

        return endpoint

    def _refusal(self, request: Request, error: GraphServiceError) -> Response:
        status = STATUS[error.code]
        by_token = header(request.scope, b"authorization") is not None
        described = problem(error.code, str(error), correlation_id.get())
        count_codes([described])
        if by_token or "text/html" not in (header(request.scope, b"accept") or ""):
            headers = challenge(invalid_token=by_token) if status == 401 else None
            return JsonAnswer({"errors": [described]}, status, headers=headers)  # type: ignore[return-value]
        signs_in = self.settings.environment is Surroundings.DEVELOPMENT
        if status == 401 and signs_in and request.method == "GET":
            query = f"?{request.url.query}" if request.url.query else ""
            return RedirectResponse(f"/sign-in?next={quote(_raw_path(request) + query, safe='')}", 303)
        return _refusal_page(status, str(error))


def _refusal_page(status: int, message: str) -> Response:
    html = _environment.get_template("refused").render(
        title="Sorry, this cannot be shown", message=message, correlation_id=correlation_id.get()
    )
    return Response(html, status, {"content-security-policy": _POLICY}, "text/html")


def _set_cookie(request: Request, answer: Response, name: str, value: str, path: str, minutes: int) -> None:
    answer.set_cookie(
        name,
        value,
        max_age=minutes * 60,
        path=path,
        secure=request.url.scheme == "https",
        httponly=True,
        samesite="strict",
    )


def _view(request: Request) -> tuple[date | None, datetime | None]:
    """The view that `asOf` and `knownAt` name. Raises InputRefused."""
    as_of, known_at = request.query_params.get("asOf"), request.query_params.get("knownAt")
    try:
        day = date.fromisoformat(as_of) if as_of else None
    except ValueError:
        raise InputRefused("asOf must be a date such as 2026-06-01.") from None
    try:
        instant = datetime.fromisoformat(known_at) if known_at else None
    except ValueError:
        instant = None
    if known_at and (instant is None or instant.tzinfo is None):
        raise InputRefused("knownAt must be an instant with its zone, such as 2026-06-01T09:00:00Z.")
    return day, instant.astimezone(UTC) if instant else None


def _hops(request: Request) -> int | None:
    """How far around is asked for. Raises InputRefused."""
    hops = request.query_params.get("hops")
    if not hops:
        return None
    if hops not in _HOPS:
        raise InputRefused("hops must be a number from 1 to 4.")
    return int(hops)


def _of_case(request: Request) -> bool:
    return request.url.path.startswith("/offenders/")


def _opened(request: Request) -> str:
    """The address of the case or record that is opened: a purpose holds for it and what is below."""
    begin = "/offenders" if _of_case(request) else "/records"
    return f"{begin}/{quote(request.path_params['record_id'], safe='')}"


def _raw_path(request: Request) -> str:
    raw: bytes = request.scope.get("raw_path") or request.url.path.encode()
    return raw.decode("ascii", "ignore")


def _local(place: str | None, *, below: str = "/") -> str:
    """`place` where it is an address of this service below `below`; else the start page."""
    parts = urlsplit(place or "/")
    safe = not parts.scheme and not parts.netloc and "\\" not in (place or "") and parts.path.startswith(below)
    return (place or "/") if safe and (place or "/").isprintable() else "/"
