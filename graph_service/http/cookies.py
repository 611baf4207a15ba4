"""The cookies of pages: no script reads them, no other site sends them, and none of another host is taken for ours.

Where the service is reached by https their names begin with `__Host-` (`__Secure-` where one is of a part of the site): browsers
then take them from this very host over https alone. Over plain http, as in development, no browser would keep such a name.
"""

from dataclasses import dataclass
from http.cookies import CookieError, SimpleCookie

from starlette.responses import Response
from starlette.types import Scope

from graph_service.http.headers import header


@dataclass(frozen=True, slots=True)
class Cookies:
    """Reads and sets them; `public_url` is the address at which browsers reach the service, where the settings say so."""

    public_url: str | None

    def read(self, scope: Scope, name: str, path: str = "/") -> str | None:
        """The value that a request brings."""
        jar = SimpleCookie()
        try:
            jar.load(header(scope, b"cookie") or "")
        except CookieError:
            return None
        found = jar.get(self.name(scope, name, path))
        return None if found is None else found.value

    def keep(
        self,
        scope: Scope,
        answer: Response,
        name: str,
        value: str,
        *,
        minutes: int,
        path: str = "/",
        from_elsewhere: bool = False,
    ) -> None:
        """Set one for the answer to a request; `from_elsewhere`: a link on another site may lead here with it."""
        answer.set_cookie(
            self.name(scope, name, path),
            value,
            max_age=minutes * 60,
            path=path,
            secure=self.is_secure(scope),
            httponly=True,
            samesite="lax" if from_elsewhere else "strict",
        )

    def drop(self, scope: Scope, answer: Response, name: str) -> None:
        """Have the browser forget one of the whole site."""
        answer.delete_cookie(
            self.name(scope, name), path="/", secure=self.is_secure(scope), httponly=True, samesite="strict"
        )

    def name(self, scope: Scope, name: str, path: str = "/") -> str:
        """What one is called where the browser reaches the service as it does here."""
        if not self.is_secure(scope):
            return name
        return f"__Host-{name}" if path == "/" else f"__Secure-{name}"

    def is_secure(self, scope: Scope) -> bool:
        """Whether the browser reaches the service by https."""
        return (self.public_url or f"{scope['scheme']}:").startswith("https:")
