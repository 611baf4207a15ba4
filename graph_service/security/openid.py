"""Signing in by OpenID Connect: the authorization code flow with PKCE, state and nonce, and what an ID token says of a user.

Everything is taken from the ID token, whose signature, issuer, audience, times and nonce are checked; nothing from a
token that the provider has not signed for this service.
"""

import asyncio
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final
from urllib.parse import urlsplit

import requests
import structlog
from authlib.common.errors import AuthlibBaseError  # type: ignore[import-untyped]
from authlib.integrations.base_client import BaseApp  # type: ignore[import-untyped]
from authlib.integrations.base_client.sync_app import OAuth2Mixin  # type: ignore[import-untyped]
from authlib.integrations.base_client.sync_openid import OpenIDMixin  # type: ignore[import-untyped]
from authlib.integrations.requests_client import OAuth2Session  # type: ignore[import-untyped]
from joserfc.errors import JoseError
from requests.adapters import BaseAdapter

from graph_service.errors import ComponentUnavailable, Forbidden, Unauthenticated, WrongUse
from graph_service.security.identity import Role
from graph_service.security.tokens import is_user_name
from graph_service.settings import Settings

_log = structlog.get_logger(__name__)

CALLBACK: Final = "/sign-in/callback"
"""Where a provider sends the browser back to, below the address of the service."""
LOOPBACK: Final = frozenset({"127.0.0.1", "localhost", "::1"})
"""The names of the machine itself."""
_TIMEOUT_S: Final = 10
_LEEWAY_S: Final = 60
_SIGNED_BY_A_KEY_PAIR: Final = frozenset(
    {"RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA", "Ed25519"}
)
"""A token signed with a shared secret, or not at all, says nothing about who made it."""


@dataclass(frozen=True, slots=True)
class Attempt:
    """One sign-in under way: what must come back with the user's browser, and what the provider must confirm."""

    state: str
    nonce: str
    verifier: str
    redirect_uri: str


@dataclass(frozen=True, slots=True)
class Attested:
    """What a provider says of a user. `cases` is None where it says nothing of cases."""

    user: str
    role: Role
    cleared: bool
    cases: frozenset[str] | None


@dataclass(frozen=True, slots=True)
class Registration:
    """The service as a confidential client of a provider."""

    issuer: str
    client_id: str
    client_secret: str = field(repr=False)
    scope: str


class UnknownRole(Forbidden):
    """The provider knows the user, but names no role that there is here."""

    def __init__(self, message: str, user: str) -> None:
        super().__init__(message)
        self.user = user


class _Client(OAuth2Mixin, OpenIDMixin, BaseApp):  # type: ignore[misc]
    client_cls = OAuth2Session


class OpenIDProvider:
    """A provider. Safe to share; what it publishes about itself is read once, its keys when they change."""

    def __init__(self, client: Registration, transport: BaseAdapter | None = None) -> None:
        """`transport` carries what is asked of the provider, where that is not the network."""
        self._issuer = client.issuer
        self._client = _Client(
            None,
            client_id=client.client_id,
            client_secret=client.client_secret,
            server_metadata_url=f"{client.issuer.rstrip('/')}/.well-known/openid-configuration",
            client_kwargs={
                "scope": client.scope,
                "code_challenge_method": "S256",
                "default_timeout": _TIMEOUT_S,
            },
        )
        if transport is not None:
            self._client.client_cls = _sessions_by(transport)

    async def begin(self, redirect_uri: str) -> tuple[str, Attempt]:
        """Where to send the browser, and the attempt to keep. Raises ComponentUnavailable."""
        return await asyncio.to_thread(self._begin, redirect_uri)

    async def finish(self, attempt: Attempt, code: str, *, issuer: str | None) -> Mapping[str, Any]:
        """The claims of the ID token for a code; `issuer` is the one the answer names, where it names one.

        Raises Unauthenticated where the provider's answer does not hold, and ComponentUnavailable.
        """
        if issuer is not None and issuer != self._issuer:
            raise _not_held()
        return await asyncio.to_thread(self._finish, attempt, code)

    async def sign_out_address(self, back: str) -> str | None:
        """Where the user ends the session with the provider as well; None where there is no such place to be had."""
        return await asyncio.to_thread(self._sign_out_address, back)

    def _begin(self, redirect_uri: str) -> tuple[str, Attempt]:
        try:
            self._know_provider()
            made = self._client.create_authorization_url(redirect_uri)
        except (requests.RequestException, AuthlibBaseError, ValueError, RuntimeError) as error:
            raise _unreachable(error) from None
        return made["url"], Attempt(made["state"], made["nonce"], made["code_verifier"], redirect_uri)

    def _finish(self, attempt: Attempt, code: str) -> Mapping[str, Any]:
        try:
            self._know_provider()
            token = self._client.fetch_access_token(attempt.redirect_uri, code=code, code_verifier=attempt.verifier)
            claims = self._client.parse_id_token(
                token,
                attempt.nonce,
                claims_options={
                    "iss": {"essential": True, "value": self._issuer},
                    "aud": {"essential": True, "value": self._client.client_id},
                },
                leeway=_LEEWAY_S,
            )
        except (AuthlibBaseError, JoseError) as error:
            # A short word such as `invalid_client` or `invalid_claim`, for whoever sets this up; never a claim.
            _log.warning("sign_in_refused", kind=type(error).__name__, reason=error.error)
            raise _not_held() from None
        except (requests.RequestException, ValueError, TypeError, KeyError, RuntimeError) as error:
            raise _unreachable(error) from None
        if claims is None:
            raise _not_held()
        return dict(claims)

    def _sign_out_address(self, back: str) -> str | None:
        try:
            self._know_provider()
            made = self._client.create_logout_url(post_logout_redirect_uri=back, client_id=self._client.client_id)
        except (requests.RequestException, ComponentUnavailable, ValueError, RuntimeError):
            return None
        address: str = made["url"]
        return address

    def _know_provider(self) -> None:
        """Read what the provider publishes about itself, once."""
        known = self._client.load_server_metadata()
        if known.get("issuer") != self._issuer:
            self._client.server_metadata.clear()
            raise ComponentUnavailable(
                "The OpenID Connect provider does not call itself by the issuer of the settings."
            )
        offered = known.get("id_token_signing_alg_values_supported") or ["RS256"]
        known["id_token_signing_alg_values_supported"] = [name for name in offered if name in _SIGNED_BY_A_KEY_PAIR]


def attested(claims: Mapping[str, Any], settings: Settings) -> Attested:
    """What the claims of an ID token say of a user, by the names of the settings.

    Raises UnknownRole where no role of ours, or more than one, is named, and Unauthenticated where no user is.
    """
    user = _claim(claims, settings.oidc_user_claim)
    if not isinstance(user, str) or not is_user_name(user):
        raise Unauthenticated(
            f"The provider does not say who you are: the claim {settings.oidc_user_claim} is missing."
        )
    named = _texts(_claim(claims, settings.oidc_role_claim))
    roles = [role for role in Role if role.value in named]
    if len(roles) != 1:
        what = "no role" if not roles else "more than one role"
        raise UnknownRole(
            f"You are signed in with your organisation, but it gives you {what} in this service. "
            "Ask whoever looks after access to give you one.",
            user,
        )
    cleared, cases = (_claim(claims, name) for name in (settings.oidc_clearance_claim, settings.oidc_cases_claim))
    return Attested(
        user=user,
        role=roles[0],
        # Some providers keep every attribute as text.
        cleared=cleared is True or cleared == "true",
        cases=None if cases is None else _texts(cases),
    )


def _claim(claims: Mapping[str, Any], name: str) -> Any:
    """The claim of this name, else the one that its parts lead to."""
    if name in claims:
        return claims[name]
    found: Any = claims
    for part in name.split("."):
        found = found.get(part) if isinstance(found, Mapping) else None
    return found


def _texts(value: Any) -> frozenset[str]:
    """The texts of a claim that holds one or a list."""
    return frozenset(one for one in (value if isinstance(value, list) else [value]) if isinstance(one, str))


def _must_be_safe(name: str, address: str) -> None:
    """Raise WrongUse unless an address is an https one; on the machine itself it may be without."""
    parts = urlsplit(address)
    if not parts.hostname or not (parts.scheme == "https" or (parts.scheme == "http" and parts.hostname in LOOPBACK)):
        raise WrongUse(f"{name} must be an address that begins with https://.")


def provider_of(settings: Settings) -> OpenIDProvider | None:
    """The provider of the settings; None where none is named.

    Raises WrongUse where it is named by half, or an address is not safe.
    """
    issuer, client_id, secret = settings.oidc_issuer, settings.oidc_client_id, settings.oidc_client_secret
    if issuer is None and client_id is None and secret is None:
        return None
    if issuer is None or client_id is None or secret is None:
        raise WrongUse(
            "Signing in by OpenID Connect needs GRAPH_SERVICE_OIDC_ISSUER, GRAPH_SERVICE_OIDC_CLIENT_ID and "
            "GRAPH_SERVICE_OIDC_CLIENT_SECRET together."
        )
    _must_be_safe("GRAPH_SERVICE_OIDC_ISSUER", issuer)
    if settings.public_url is not None:
        _must_be_safe("GRAPH_SERVICE_PUBLIC_URL", settings.public_url)
    return OpenIDProvider(Registration(issuer, client_id, secret.get_secret_value(), settings.oidc_scope))


def _sessions_by(transport: BaseAdapter) -> Callable[..., OAuth2Session]:
    """Makes sessions of which nothing goes another way than by this transport."""

    def session(**values: Any) -> OAuth2Session:
        made = OAuth2Session(**values)
        for scheme in ("http://", "https://"):
            made.mount(scheme, transport)
        return made

    return session


def _not_held() -> Unauthenticated:
    return Unauthenticated("What came back from the provider does not hold. Sign in again.")


def _unreachable(error: Exception) -> ComponentUnavailable:
    _log.warning("sign_in_provider_unavailable", kind=type(error).__name__)
    return ComponentUnavailable("The OpenID Connect provider cannot be reached or does not answer as it should.")
