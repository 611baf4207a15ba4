"""The start page, and signing in and out."""

from dataclasses import dataclass
from typing import Final

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from graph_service.audit.events import Action, Channel, Event
from graph_service.errors import Forbidden, InputRefused
from graph_service.http.authentication import SESSION_COOKIE
from graph_service.http.correlation import correlation_id
from graph_service.http.site import SESSION_MINUTES, Site, local, set_cookie
from graph_service.security.identity import Role
from graph_service.security.tokens import Use
from graph_service.settings import Environment

_LOOPBACK: Final = frozenset({"127.0.0.1", "localhost", "::1"})


@dataclass(frozen=True, slots=True)
class SignIn:
    """Development sign-in: one user for each role."""

    site: Site

    def routes(self) -> list[Route]:
        """Their addresses. Signing in by choosing a role is there in development alone."""
        guarded = self.site.guarded
        routes = [
            Route("/", guarded(self.start)),
            Route("/sign-out", guarded(self.sign_out), methods=["POST"]),
        ]
        if self._in_development:
            routes += [
                Route("/sign-in", guarded(self.sign_in)),
                Route("/sign-in", guarded(self.signed_in), methods=["POST"]),
            ]
        return routes

    @property
    def _in_development(self) -> bool:
        return self.site.settings.environment is Environment.DEVELOPMENT

    async def start(self, request: Request) -> Response:
        """Where to go."""
        caller = await self.site.caller_if_any(request)
        return self.site.form_page(
            request,
            "start",
            title="graph-service",
            user=caller.identity.user if caller else None,
            role=caller.identity.role.value if caller else None,
            development=self._in_development,
        )

    async def sign_in(self, request: Request) -> Response:
        """One user for each role, to choose from."""
        self._must_be_called_by_name(request)
        place = local(request.query_params.get("next"))
        return self.site.form_page(request, "sign-in", title="Sign in", roles=list(Role), next=place)

    async def signed_in(self, request: Request) -> Response:
        """Begin a session as the user of a role."""
        self._must_be_called_by_name(request)
        form = await self.site.form(request)
        try:
            role = Role(form.get("role", ""))
        except ValueError:
            raise InputRefused("Choose one of the roles.") from None
        cleared = form.get("cleared") == "yes"
        user = f"{role.value.lower().replace('_', '-')}@development"
        session = self.site.tokens.issue(user, role, minutes=SESSION_MINUTES, cleared=cleared, use=Use.SESSION)
        await self.site.audit.append(
            Event(
                user=user,
                role=role,
                cleared=cleared,
                channel=Channel.PAGE,
                action=Action.SIGN_IN,
                correlation_id=correlation_id.get(),
            )
        )
        answer = RedirectResponse(local(form.get("next")), 303)
        set_cookie(request, answer, SESSION_COOKIE, session, "/", SESSION_MINUTES)
        return answer

    async def sign_out(self, request: Request) -> Response:
        """End the session."""
        await self.site.form(request)
        answer = RedirectResponse("/", 303)
        answer.delete_cookie(SESSION_COOKIE, path="/")
        return answer

    def _must_be_called_by_name(self, request: Request) -> None:
        """Refuse a name of the service that is not its own: a page elsewhere may have had its name point here."""
        if (request.url.hostname or "") not in _LOOPBACK | {self.site.settings.host}:
            raise Forbidden(f"Sign in at the address that the service prints, such as {self.site.settings.host}.")
