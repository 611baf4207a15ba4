"""Who makes a request: a bearer token, or the session of a page."""

from dataclasses import dataclass
from functools import partial
from typing import Final

from starlette.types import Scope

from graph_service.audit.events import Action, EntryPoint, Event
from graph_service.audit.log import AuditLog
from graph_service.errors import GraphServiceError, TooManyRequests, Unauthenticated
from graph_service.http.cookies import Cookies
from graph_service.http.correlation import correlation_id
from graph_service.http.headers import header
from graph_service.http.rates import Rates
from graph_service.security.identity import Identity, Role
from graph_service.security.sessions import Sessions
from graph_service.security.tokens import KnownTokens, LapsedIdentity, SignedTokens

SESSION_COOKIE: Final = "graph-service-session"


@dataclass(frozen=True, slots=True)
class Caller:
    """An identity and the way it came."""

    identity: Identity
    channel: EntryPoint


class Authentication:
    """Finds the caller of a request, and puts on record what is refused him."""

    def __init__(
        self, tokens: SignedTokens, sessions: Sessions, cookies: Cookies, requests_per_minute: int, audit: AuditLog
    ) -> None:
        self._sessions = sessions
        self._cookies = cookies
        self._rates = Rates(requests_per_minute)
        # Of their own: whoever holds an old token or cookie of a user must not use up what that user may ask.
        self._lapsed_rates = Rates(requests_per_minute)
        self._known = KnownTokens(tokens)
        self._audit = audit

    async def caller(self, scope: Scope) -> Caller:
        """Who calls, which counts as asking.

        Raises Unauthenticated; what is good no more is logged under its user. Raises TooManyRequests; the first of a run is.
        """
        caller = await self.uncounted(scope)
        await self.count(caller)
        return caller

    async def uncounted(self, scope: Scope) -> Caller:
        """Who calls, however often he has asked. Raises Unauthenticated as `caller` does."""
        channel = EntryPoint.PAGE if header(scope, b"authorization") is None else EntryPoint.API
        try:
            return Caller(await self._identity(scope), channel)
        except LapsedIdentity as lapsed:
            if self._lapsed_rates.take(lapsed.user):
                await self._deny(lapsed.user, lapsed.role, lapsed, cleared=False, channel=channel)
            raise

    async def count(self, caller: Caller) -> None:
        """Count a request of a caller. Raises TooManyRequests; the first of a run is logged."""
        user = caller.identity.user
        if not self._rates.take(user):
            error = TooManyRequests("You ask more often than one user may. Wait a little, and ask again.")
            if self._rates.is_first_refusal(user):
                await self.refused(caller, error, "rate")
            raise error

    async def _identity(self, scope: Scope) -> Identity:
        bearer = header(scope, b"authorization")
        if bearer is not None:
            scheme, _, token = bearer.partition(" ")
            if scheme.lower() != "bearer" or not token.strip():
                raise Unauthenticated("The Authorization header must be: Bearer TOKEN.")
            return self._known.read(token.strip())
        session = self._cookies.read(scope, SESSION_COOKIE)
        if session is None:
            raise Unauthenticated("Say who you are: send the header Authorization: Bearer TOKEN.")
        return await self._sessions.apart(partial(self._sessions.identity, session))

    async def refused(self, caller: Caller, error: GraphServiceError, operation: str | None = None) -> None:
        """Put on record that somebody known was refused something. Raises AuditUnavailable."""
        identity = caller.identity
        await self._deny(
            identity.user, identity.role, error, cleared=identity.cleared, channel=caller.channel, operation=operation
        )

    async def _deny(
        self,
        user: str,
        role: Role,
        error: GraphServiceError,
        *,
        cleared: bool,
        channel: EntryPoint,
        operation: str | None = None,
    ) -> None:
        await self._audit.append(
            Event(
                user=user,
                role=role,
                cleared=cleared,
                channel=channel,
                action=Action.DENIED,
                outcome=error.code.value,
                operation=operation,
                correlation_id=correlation_id.get(),
            )
        )
