"""Signing in and out: by OpenID Connect; in development without a provider, by choosing a role."""

from dataclasses import asdict, dataclass
from datetime import timedelta
from typing import Final

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from graph_service.audit.events import OK, Action, Channel, Event
from graph_service.errors import Forbidden, GraphServiceError, InputRefused, Unauthenticated
from graph_service.http.authentication import SESSION_COOKIE, cookies
from graph_service.http.correlation import correlation_id
from graph_service.http.problems import STATUS
from graph_service.http.site import SESSION_MINUTES, Site, local
from graph_service.security.identity import Role
from graph_service.security.openid import Attempt, Attested, OpenIDProvider, UnknownRole, attested
from graph_service.security.tokens import Use

_LOOPBACK: Final = frozenset({"127.0.0.1", "localhost", "::1"})
_ATTEMPT_COOKIE: Final = "graph-service-sign-in"
_ATTEMPT_MINUTES: Final = 10
_CALLBACK: Final = "/sign-in/callback"
_MOST_COOKIE: Final = 4_000
"""Browsers drop a cookie of more than 4,096 characters, its name and attributes counted, without a word."""

_LONGEST_PLACE: Final = 1_000


@dataclass(frozen=True, slots=True)
class SignIn:
    """Where sessions begin and end."""

    site: Site

    def routes(self) -> list[Route]:
        """Their addresses. Without a provider, which is so in development alone, signing in is choosing a role."""
        guarded, provider = self.site.guarded, self.site.provider
        if provider is not None:
            by_provider = _ByProvider(self.site, provider)
            ways = [Route("/sign-in", guarded(by_provider.begin)), Route(_CALLBACK, by_provider.come_back)]
        elif self.site.signs_in:
            ways = [
                Route("/sign-in", guarded(self.choose)),
                Route("/sign-in", guarded(self.chosen), methods=["POST"]),
            ]
        else:
            ways = []
        return [*ways, Route("/sign-out", guarded(self.sign_out), methods=["POST"])]

    async def choose(self, request: Request) -> Response:
        """One user for each role, to choose from."""
        self._must_be_called_by_name(request)
        place = local(request.query_params.get("next"))
        return self.site.form_page(request, "sign-in", title="Sign in", roles=list(Role), next=place)

    async def chosen(self, request: Request) -> Response:
        """Begin a session as the user of a role."""
        self._must_be_called_by_name(request)
        form = await self.site.form(request)
        try:
            role = Role(form.get("role", ""))
        except ValueError:
            raise InputRefused("Choose one of the roles.") from None
        user = f"{role.value.lower().replace('_', '-')}@development"
        answer = RedirectResponse(local(form.get("next")), 303)
        await _begin_session(self.site, request, answer, Attested(user, role, form.get("cleared") == "yes", None))
        return answer

    async def sign_out(self, request: Request) -> Response:
        """End the session here, and say how to end the one with the provider."""
        await self.site.form(request)
        provider, answer = self.site.provider, RedirectResponse("/", 303)
        if provider is not None:
            # A link rather than a redirection: a form of ours may lead to our own pages alone.
            address = await provider.sign_out_address(f"{self.site.address(request)}/")
            answer = self.site.page("signed-out", title="You are signed out", provider=address)  # type: ignore[assignment]
        answer.delete_cookie(SESSION_COOKIE, path="/")
        return answer

    def _must_be_called_by_name(self, request: Request) -> None:
        """Refuse a name of the service that is not its own: a page elsewhere may have had its name point here."""
        if (request.url.hostname or "") not in _LOOPBACK | {self.site.settings.host}:
            raise Forbidden(f"Sign in at the address that the service prints, such as {self.site.settings.host}.")


@dataclass(frozen=True, slots=True)
class _ByProvider:
    """Signing in with an OpenID Connect provider."""

    site: Site
    provider: OpenIDProvider

    async def begin(self, request: Request) -> Response:
        """Send the browser to the provider, and keep with it what must come back."""
        address, attempt = await self.provider.begin(f"{self.site.address(request)}{_CALLBACK}")
        place = local(request.query_params.get("next"))
        claims = asdict(attempt) | {"next": place if len(place) <= _LONGEST_PLACE else "/"}
        kept = self.site.tokens.seal(claims, Use.SIGN_IN, timedelta(minutes=_ATTEMPT_MINUTES))
        answer = RedirectResponse(address, 303)
        # One cookie for each attempt, so that several tabs may sign in at once. The browser comes back from another
        # site, and would hold back a strict one.
        self.site.keep(request, answer, _cookie(attempt.state), kept, _CALLBACK, _ATTEMPT_MINUTES, from_elsewhere=True)
        return answer

    async def come_back(self, request: Request) -> Response:
        """Begin a session for the user whom the provider attests; else say why there is none."""
        try:
            answer = await self._sign_in(request)
        except GraphServiceError as error:
            if isinstance(error, UnknownRole):
                await _log(self.site, error.user, None, cleared=False, outcome=error.code.value)
            answer = self.site.page(
                "not-signed-in",
                STATUS[error.code],
                title="You are not signed in",
                message=str(error),
                correlation_id=correlation_id.get(),
                provider=await self.provider.sign_out_address(f"{self.site.address(request)}/"),
            )
        answer.delete_cookie(_cookie(request.query_params.get("state", "")), path=_CALLBACK)
        return answer

    async def _sign_in(self, request: Request) -> Response:
        asked = request.query_params
        kept = cookies(request.scope).get(_cookie(asked.get("state", "")), "")
        try:
            claims = self.site.tokens.unseal(kept, Use.SIGN_IN)
        except Unauthenticated:
            raise Unauthenticated(
                "This sign-in was not begun in this browser, or took too long. Sign in again."
            ) from None
        attempt = Attempt(claims["state"], claims["nonce"], claims["verifier"], claims["redirect_uri"])
        # What the provider says of an error is for its own log: anybody could have written it into the address.
        if attempt.state != asked.get("state") or not asked.get("code"):
            raise Unauthenticated("The provider did not sign you in. Sign in again.")
        user = attested(await self.provider.finish(attempt, asked["code"], issuer=asked.get("iss")), self.site.settings)
        # A page that leads on, not a redirection: the browser counts the way back from the provider as one from another
        # site as long as it is only redirected, and would hold back the session.
        answer = self.site.page("signed-in", title="You are signed in", next=claims["next"])
        await _begin_session(self.site, request, answer, user)
        return answer


async def _begin_session(site: Site, request: Request, answer: Response, user: Attested) -> None:
    """Put the sign-in on record and give the browser its session. Raises Forbidden where no cookie could hold it."""
    session = site.tokens.issue(
        user.user, user.role, minutes=SESSION_MINUTES, cleared=user.cleared, cases=user.cases, use=Use.SESSION
    )
    if len(session) > _MOST_COOKIE:
        raise Forbidden("More cases are open to you than a session can hold. Ask whoever looks after access.")
    await _log(site, user.user, user.role, cleared=user.cleared, outcome=OK)
    site.keep(request, answer, SESSION_COOKIE, session, "/", SESSION_MINUTES)


async def _log(site: Site, user: str, role: Role | None, *, cleared: bool, outcome: str) -> None:
    await site.audit.append(
        Event(
            user=user,
            role=role,
            cleared=cleared,
            channel=Channel.PAGE,
            action=Action.SIGN_IN if outcome == OK else Action.DENIED,
            outcome=outcome,
            operation=None if outcome == OK else "signIn",
            correlation_id=correlation_id.get(),
        )
    )


def _cookie(state: str) -> str:
    """The name of the cookie of one attempt."""
    return f"{_ATTEMPT_COOKIE}-{''.join(letter for letter in state if letter.isalnum())[:16]}"
