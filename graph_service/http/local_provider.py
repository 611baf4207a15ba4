"""The addresses of the local OpenID provider, which exists in development alone; its page is the choice of a role."""

from collections.abc import Mapping
from dataclasses import dataclass

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from graph_service.errors import InputRefused
from graph_service.http.headers import header
from graph_service.http.site import Endpoint, Site
from graph_service.http.wire import JsonAnswer
from graph_service.security.identity import Role
from graph_service.security.local_provider import AUTHORIZE, DISCOVERY, END_SESSION, KEYS, TOKEN, LocalProvider


@dataclass(frozen=True, slots=True)
class LocalProviderPages:
    """What browsers and programs ask of the provider."""

    site: Site
    provider: LocalProvider

    def routes(self) -> list[Route]:
        """Their addresses."""
        return [
            Route(DISCOVERY, self._named(self.publish)),
            Route(KEYS, self._named(self.publish)),
            Route(TOKEN, self._named(self.token), methods=["POST"]),
            Route(AUTHORIZE, self._named(self.choose)),
            Route(AUTHORIZE, self._named(self.chosen), methods=["POST"]),
            Route(END_SESSION, self._named(self.end_session)),
        ]

    async def publish(self, request: Request) -> Response:
        """What the provider says of itself, or its keys."""
        return self._answer(request, {})

    async def token(self, request: Request) -> Response:
        """An ID token for a code, for the client that proves its secret and the verifier."""
        return self._answer(request, await self.site.fields(request))

    async def choose(self, request: Request) -> Response:
        """One user for each role, to choose from."""
        self.provider.asked(self.site.address(request), request.query_params)
        action = f"{AUTHORIZE}?{request.url.query}"
        return self.site.form_page(request, "sign-in", title="Sign in", roles=list(Role), action=action)

    async def chosen(self, request: Request) -> Response:
        """Send the browser back as the user of a role."""
        address = self.site.address(request)
        asked = self.provider.asked(address, request.query_params)
        form = await self.site.form(request)
        try:
            role = Role(form.get("role", ""))
        except ValueError:
            raise InputRefused("Choose one of the roles.") from None
        return RedirectResponse(self.provider.grant(address, asked, role, cleared=form.get("cleared") == "yes"), 303)

    async def end_session(self, request: Request) -> Response:
        """Send the browser back after signing out."""
        return RedirectResponse(
            self.provider.back_after_sign_out(self.site.address(request), request.query_params), 303
        )

    def _answer(self, request: Request, form: Mapping[str, str]) -> Response:
        status, content = self.provider.answer(
            self.site.address(request), request.url.path, header(request.scope, b"authorization"), form
        )
        headers = {"WWW-Authenticate": 'Basic realm="graph-service"'} if status == 401 else None
        return JsonAnswer(content, status, headers=headers)  # type: ignore[return-value]

    def _named(self, endpoint: Endpoint) -> Endpoint:
        """An endpoint that answers where the service is called by its own name alone."""

        async def named(request: Request) -> Response:
            self.provider.must_be_named(request.url.hostname)
            return await endpoint(request)

        return self.site.guarded(named)
