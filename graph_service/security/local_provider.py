"""An OpenID provider of the service's own, for development: one client, and one user for each role.

With it, signing in takes the same way in development as with an organisation's provider. It is exact in what it checks,
and holds nothing that outlives the process: its key, the secret of its client and its codes are made while it runs.
"""

import hmac
import secrets
import time
from base64 import b64encode, urlsafe_b64encode
from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256
from io import BytesIO
from ipaddress import ip_address
from typing import Any, Final
from urllib.parse import parse_qsl, urlencode, urlsplit

import orjson
from joserfc import jwt
from joserfc.jwk import ECKey
from requests import PreparedRequest, Response
from requests.adapters import BaseAdapter

from graph_service.errors import Forbidden, InputRefused, WrongUse
from graph_service.security.identity import Role
from graph_service.security.openid import CALLBACK, LOOPBACK, OpenIDProvider, Registration
from graph_service.settings import Environment, Settings

BELOW: Final = "/development/openid"
DISCOVERY: Final = f"{BELOW}/.well-known/openid-configuration"
AUTHORIZE: Final = f"{BELOW}/authorize"
TOKEN: Final = f"{BELOW}/token"
KEYS: Final = f"{BELOW}/keys"
END_SESSION: Final = f"{BELOW}/end-session"

CLIENT_ID: Final = "graph-service"
_ALGORITHM: Final = "ES256"
_CODE_S: Final = 60
_TOKEN_S: Final = 60


@dataclass(frozen=True, slots=True)
class AuthorizationRequest:
    """What a browser brings from the service: where to send it back to, and what must come back or be confirmed."""

    redirect_uri: str
    state: str
    nonce: str
    challenge: str


@dataclass(frozen=True, slots=True)
class _Granted:
    """What a code stands for."""

    asked: AuthorizationRequest
    role: Role
    cleared: bool
    until: float


class LocalProvider:
    """The provider. `address` is that at which the browser reaches the service, and so the provider. Safe to share."""

    def __init__(self, settings: Settings) -> None:
        """Raises WrongUse in production, where another provider is named, and where others than this machine are served."""
        if settings.environment is not Environment.DEVELOPMENT or settings.oidc_issuer is not None:
            raise WrongUse("The local OpenID provider is for development without another provider.")
        if not _is_loopback(settings.host):
            raise WrongUse(
                "In development anybody who reaches the service signs in as whom he likes, so it is served to this machine "
                "alone: set GRAPH_SERVICE_HOST to 127.0.0.1. To serve others, let them sign in by OpenID Connect: set "
                "GRAPH_SERVICE_OIDC_ISSUER, GRAPH_SERVICE_OIDC_CLIENT_ID and GRAPH_SERVICE_OIDC_CLIENT_SECRET."
            )
        public = urlsplit(settings.public_url or "").hostname
        self._names = LOOPBACK | {settings.host} | ({public} if public else set())
        self._settings = settings
        self._key = ECKey.generate_key("P-256", {"kid": secrets.token_hex(8), "use": "sig", "alg": _ALGORITHM})
        self._secret = secrets.token_urlsafe(32)
        self._granted: dict[str, _Granted] = {}

    def client_at(self, address: str) -> OpenIDProvider:
        """What signs in by this provider a browser that reaches the service at an address. Raises Forbidden."""
        self.must_be_named(urlsplit(address).hostname)
        client = Registration(_issuer(address), CLIENT_ID, self._secret, self._settings.oidc_scope)
        return OpenIDProvider(client, _InProcess(self, address))

    def must_be_named(self, name: str | None) -> None:
        """Raise Forbidden at a name that is not the service's own: a page elsewhere may have had its name point here."""
        if name not in self._names:
            raise Forbidden(f"Sign in at the address that the service prints, such as {self._settings.host}.")

    def asked(self, address: str, query: Mapping[str, str]) -> AuthorizationRequest:
        """What an address brings to the authorization endpoint. Raises InputRefused.

        What is wrong is said here, and never sent back: there is one client, whose own mistake it would be.
        """
        expected = {
            "client_id": CLIENT_ID,
            "redirect_uri": f"{address}{CALLBACK}",
            "response_type": "code",
            "code_challenge_method": "S256",
        }
        for name, value in expected.items():
            if query.get(name) != value:
                raise InputRefused(f"A sign-in must be asked for with {name} {value}.")
        for name in ("state", "nonce", "code_challenge"):
            if not query.get(name):
                raise InputRefused(f"A sign-in must be asked for with a {name}.")
        if "openid" not in query.get("scope", "").split():
            raise InputRefused("A sign-in must be asked for with the scope openid.")
        return AuthorizationRequest(query["redirect_uri"], query["state"], query["nonce"], query["code_challenge"])

    def grant(self, address: str, asked: AuthorizationRequest, role: Role, *, cleared: bool) -> str:
        """Where to send the browser back to once somebody is chosen, with a code that is good once and for a minute."""
        begun = time.monotonic()
        for old in [code for code, granted in tuple(self._granted.items()) if granted.until <= begun]:
            self._granted.pop(old, None)
        code = secrets.token_urlsafe(32)
        self._granted[code] = _Granted(asked, role, cleared, begun + _CODE_S)
        return f"{asked.redirect_uri}?{urlencode({'code': code, 'state': asked.state, 'iss': _issuer(address)})}"

    def back_after_sign_out(self, address: str, query: Mapping[str, str]) -> str:
        """Where to send the browser after signing out; there is no session of the provider to end. Raises InputRefused."""
        back = f"{address}/"
        if query.get("client_id") != CLIENT_ID or query.get("post_logout_redirect_uri") != back:
            raise InputRefused(f"After signing out this provider leads to {back} alone.")
        return f"{back}?{urlencode({'state': query['state']})}" if "state" in query else back

    def answer(
        self, address: str, path: str, authorization: str | None, form: Mapping[str, str]
    ) -> tuple[int, dict[str, Any]]:
        """The status and the content with which the provider answers a program."""
        if path == DISCOVERY:
            return 200, _published(address)
        if path == KEYS:
            return 200, {"keys": [self._key.as_dict(private=False)]}
        if path == TOKEN:
            return self._token(address, authorization, form)
        return 404, {"error": "not_found"}

    def _token(self, address: str, authorization: str | None, form: Mapping[str, str]) -> tuple[int, dict[str, Any]]:
        expected = b"Basic " + b64encode(f"{CLIENT_ID}:{self._secret}".encode())
        if not hmac.compare_digest((authorization or "").encode(), expected):
            return 401, {"error": "invalid_client"}
        if form.get("grant_type") != "authorization_code":
            return 400, {"error": "unsupported_grant_type"}
        # Taken before it is looked at, so that a wrong guess uses it up.
        granted = self._granted.pop(form.get("code", ""), None)
        if (
            granted is None
            or granted.until <= time.monotonic()
            or granted.asked.redirect_uri != form.get("redirect_uri")
            or granted.asked.challenge != _challenge(form.get("code_verifier", ""))
        ):
            return 400, {"error": "invalid_grant"}
        return 200, {
            # OAuth wants one in every answer; this one opens nothing.
            "access_token": secrets.token_urlsafe(16),
            "token_type": "Bearer",
            "expires_in": _TOKEN_S,
            "id_token": self._id_token(address, granted),
        }

    def _id_token(self, address: str, granted: _Granted) -> str:
        """What the provider attests, by the names of claims that the settings expect."""
        user, begun = f"{granted.role.value.lower().replace('_', '-')}@development", int(time.time())
        claims = {
            self._settings.oidc_user_claim: user,
            self._settings.oidc_role_claim: granted.role.value,
            self._settings.oidc_clearance_claim: granted.cleared,
            "iss": _issuer(address),
            "sub": user,
            "aud": CLIENT_ID,
            "iat": begun,
            "exp": begun + _TOKEN_S,
            "nonce": granted.asked.nonce,
        }
        return jwt.encode({"alg": _ALGORITHM, "kid": self._key.kid}, claims, self._key)


class _InProcess(BaseAdapter):
    """Carries what the service asks of its own provider: a call within the process, so no port has to be known or free."""

    def __init__(self, provider: LocalProvider, address: str) -> None:
        super().__init__()
        self._provider = provider
        self._address = address

    def send(self, request: PreparedRequest, *_: Any, **__: Any) -> Response:
        """Answer a request."""
        body = request.body or ""
        form = dict(parse_qsl(body if isinstance(body, str) else body.decode(), keep_blank_values=True))
        path = urlsplit(request.url or "").path
        answer = Response()
        answer.status_code, content = self._provider.answer(
            self._address, path, request.headers.get("Authorization"), form
        )
        answer.headers["Content-Type"] = "application/json"
        answer.raw = BytesIO(orjson.dumps(content))
        answer.request, answer.url = request, request.url or ""
        return answer

    def close(self) -> None:
        """Nothing is held."""


def _is_loopback(host: str) -> bool:
    """Whether what listens at a host is reached from the machine itself alone."""
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host in LOOPBACK


def _issuer(address: str) -> str:
    return f"{address}{BELOW}"


def _published(address: str) -> dict[str, Any]:
    """What the provider says of itself."""
    return {
        "issuer": _issuer(address),
        "authorization_endpoint": f"{address}{AUTHORIZE}",
        "token_endpoint": f"{address}{TOKEN}",
        "jwks_uri": f"{address}{KEYS}",
        "end_session_endpoint": f"{address}{END_SESSION}",
        "response_types_supported": ["code"],
        "grant_types_supported": ["authorization_code"],
        "subject_types_supported": ["public"],
        "scopes_supported": ["openid", "profile"],
        "id_token_signing_alg_values_supported": [_ALGORITHM],
        "token_endpoint_auth_methods_supported": ["client_secret_basic"],
        "code_challenge_methods_supported": ["S256"],
        "authorization_response_iss_parameter_supported": True,
    }


def _challenge(verifier: str) -> str:
    """What a verifier proves (RFC 7636, S256)."""
    return urlsafe_b64encode(sha256(verifier.encode()).digest()).decode().rstrip("=")
