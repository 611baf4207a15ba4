"""Signing in and out, by OpenID Connect."""

from dataclasses import asdict, dataclass, replace
from datetime import timedelta
from functools import partial
from typing import Final

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from graph_service.audit.events import Action, EntryPoint, Event
from graph_service.errors import GraphServiceError, InputRefused, Unauthenticated
from graph_service.http.authentication import SESSION_COOKIE, Caller
from graph_service.http.correlation import correlation_id
from graph_service.http.leaving import finished
from graph_service.http.problems import STATUS
from graph_service.http.site import SESSION_MINUTES, ProviderAt, Site, local
from graph_service.model.clock import now
from graph_service.security.identity import Identity, Role
from graph_service.security.openid import CALLBACK, Attempt, Attested, OpenIDProvider, UnknownRole, attested
from graph_service.security.tokens import Use

_ATTEMPT_COOKIE: Final = "graph-service-sign-in"
_ATTEMPT_MINUTES: Final = 10
_LONGEST_PLACE: Final = 1_000


@dataclass(frozen=True, slots=True)
class SignIn:
    """Where sessions begin and end."""

    site: Site

    def routes(self) -> list[Route]:
        """Their addresses."""
        guarded, provider_at = self.site.guarded, self.site.provider_at
        if provider_at is None:
            ways = []
        else:
            by_provider = _ByProvider(self.site, provider_at)
            ways = [Route("/sign-in", guarded(by_provider.begin)), Route(CALLBACK, guarded(by_provider.come_back))]
        return [*ways, Route("/sign-out", guarded(self.sign_out), methods=["POST"])]

    async def sign_out(self, request: Request) -> Response:
        """End the session here, however often its user has asked, and say how to end the one with the provider."""
        caller = await self._leaver(request)
        async with self.site.refusals_of(caller, "signOut", counted=False):
            if caller is not None and caller.channel is EntryPoint.API:
                raise InputRefused("A token is no session: it ends with its time.")
            await self.site.form(request)
        if caller is not None:
            event = _event(caller.identity.user, caller.identity.role, Action.SIGN_OUT, cleared=caller.identity.cleared)
            await self.site.end_sessions(event, partial(self.site.end_session, request))
        here, provider = self.site.address(request), None
        if self.site.provider_at is not None:
            # A link rather than a redirection: a form of ours may lead to our own pages alone.
            provider = await self.site.provider_at(here).sign_out_address(f"{here}/")
        answer = self.site.page("signed-out", title="You are signed out", provider=provider)
        self.site.cookies.drop(request.scope, answer, SESSION_COOKIE)
        return answer

    async def _leaver(self, request: Request) -> Caller | None:
        """Whose session is to be ended, if there is one."""
        try:
            return await self.site.authentication.uncounted(request.scope)
        except Unauthenticated:
            return None


@dataclass(frozen=True, slots=True)
class _ByProvider:
    """Signing in with an OpenID Connect provider."""

    site: Site
    provider_at: ProviderAt

    async def begin(self, request: Request) -> Response:
        """Send the browser to the provider, and keep with it what must come back."""
        here = self.site.address(request)
        address, attempt = await self.provider_at(here).begin(f"{here}{CALLBACK}")
        place = local(request.query_params.get("next"))
        claims = asdict(attempt) | {"next": place if len(place) <= _LONGEST_PLACE else "/"}
        kept = self.site.tokens.seal(claims, Use.SIGN_IN, timedelta(minutes=_ATTEMPT_MINUTES))
        answer = RedirectResponse(address, 303)
        # One cookie for each attempt, so that several tabs may sign in at once. The browser comes back from another
        # site, and would hold back a strict one.
        name = _cookie(attempt.state)
        self.site.cookies.keep(request.scope, answer, name, kept, minutes=_ATTEMPT_MINUTES, from_elsewhere=True)
        return answer

    async def come_back(self, request: Request) -> Response:
        """Begin a session for the user whom the provider attests; else say why there is none."""
        here = self.site.address(request)
        provider = self.provider_at(here)
        try:
            answer = await self._sign_in(request, provider)
        except GraphServiceError as error:
            if isinstance(error, UnknownRole):
                event = _event(error.user, None, Action.DENIED, cleared=False)
                await self.site.audit.append(replace(event, outcome=error.code.value, operation="signIn"))
            answer = self.site.page(
                "not-signed-in",
                STATUS[error.code],
                title="You are not signed in",
                message=str(error),
                correlation_id=correlation_id.get(),
                provider=await provider.sign_out_address(f"{here}/"),
            )
        self.site.cookies.drop(request.scope, answer, _cookie(request.query_params.get("state", "")))
        return answer

    async def _sign_in(self, request: Request, provider: OpenIDProvider) -> Response:
        asked = request.query_params
        kept = self.site.cookies.read(request.scope, _cookie(asked.get("state", ""))) or ""
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
        user = attested(await provider.finish(attempt, asked["code"], issuer=asked.get("iss")), self.site.settings)
        # A page that leads on, not a redirection: the browser counts the way back from the provider as one from another
        # site as long as it is only redirected, and would hold back the session.
        answer = self.site.page("signed-in", title="You are signed in", next=claims["next"])
        await _begin_session(self.site, request, answer, user)
        return answer


async def _begin_session(site: Site, request: Request, answer: Response, user: Attested) -> None:
    """Give the browser its session, in place of the one that it held, once the sign-in is on record."""
    ends_at = now() + timedelta(minutes=SESSION_MINUTES)
    identity = Identity(user.user, user.role, user.cleared, ends_at, user.cases)

    def change() -> str:
        site.end_session(request)
        return site.sessions.begin(identity)

    async def begin() -> str:
        session = await site.sessions.apart(change)
        await site.audit.append(_event(user.user, user.role, Action.SIGN_IN, cleared=user.cleared))
        return session

    session = await finished(begin())
    site.cookies.keep(request.scope, answer, SESSION_COOKIE, session, minutes=SESSION_MINUTES)


def _event(user: str, role: Role | None, action: Action, *, cleared: bool) -> Event:
    return Event(
        user=user,
        role=role,
        cleared=cleared,
        channel=EntryPoint.PAGE,
        action=action,
        correlation_id=correlation_id.get(),
    )


def _cookie(state: str) -> str:
    """The name of the cookie of one attempt."""
    return f"{_ATTEMPT_COOKIE}-{''.join(letter for letter in state if letter.isalnum())[:16]}"
