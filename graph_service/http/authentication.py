"""Who makes a request: a bearer token, or the session of a page."""

from dataclasses import dataclass
from typing import Final

from starlette.types import Scope

from graph_service.audit.events import Action, Channel, Event
from graph_service.audit.log import AuditLog
from graph_service.errors import ErrorCode, GraphServiceError, Unauthenticated
from graph_service.http.cookies import Cookies
from graph_service.http.correlation import correlation_id
from graph_service.http.headers import header
from graph_service.security.identity import Identity
from graph_service.security.sessions import Sessions
from graph_service.security.tokens import KnownTokens, LapsedIdentity, SignedTokens

SESSION_COOKIE: Final = "graph-service-session"


@dataclass(frozen=True, slots=True)
class Caller:
    """An identity and the way it came."""

    identity: Identity
    channel: Channel


class Authentication:
    """Finds the caller of a request, and puts on record what is refused him."""

    def __init__(self, tokens: SignedTokens, sessions: Sessions, cookies: Cookies, audit: AuditLog) -> None:
        self._sessions = sessions
        self._cookies = cookies
        self._known = KnownTokens(tokens)
        self._audit = audit

    async def caller(self, scope: Scope) -> Caller:
        """Who calls. Raises Unauthenticated; a token or a session that is good no more is logged under its user."""
        bearer = header(scope, b"authorization")
        try:
            if bearer is not None:
                scheme, _, token = bearer.partition(" ")
                if scheme.lower() != "bearer" or not token.strip():
                    raise Unauthenticated("The Authorization header must be: Bearer TOKEN.")
                return Caller(self._known.read(token.strip()), Channel.API)
            session = self._cookies.read(scope, SESSION_COOKIE)
            if session is not None:
                return Caller(self._sessions.identity(session), Channel.PAGE)
        except LapsedIdentity as lapsed:
            await self._audit.append(
                Event(
                    user=lapsed.user,
                    role=lapsed.role,
                    cleared=False,
                    channel=Channel.PAGE if bearer is None else Channel.API,
                    action=Action.DENIED,
                    outcome=ErrorCode.UNAUTHENTICATED.value,
                    correlation_id=correlation_id.get(),
                )
            )
            raise
        raise Unauthenticated("Say who you are: send the header Authorization: Bearer TOKEN.")

    async def refused(self, caller: Caller, error: GraphServiceError, operation: str | None = None) -> None:
        """Put on record that somebody known was refused something. Raises AuditUnavailable."""
        await self._audit.append(
            Event(
                user=caller.identity.user,
                role=caller.identity.role,
                cleared=caller.identity.cleared,
                channel=caller.channel,
                action=Action.DENIED,
                outcome=error.code.value,
                operation=operation,
                correlation_id=correlation_id.get(),
            )
        )
