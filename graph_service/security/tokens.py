"""Signed statements that the service makes and later believes: bearer tokens and what pages keep with the browser (JWT, HS256).

A token's audience names the environment it was made for, so one made in development opens nothing in production.
"""

import secrets
import time
from collections import OrderedDict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from pathlib import Path
from typing import Any, Final

from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import OctKey
from pydantic import SecretStr

from graph_service.errors import Unauthenticated, WrongUse
from graph_service.model.clock import now
from graph_service.security.identity import Identity, Role
from graph_service.security.keys import read_or_create_key
from graph_service.settings import Settings

ISSUER: Final = "graph-service"
MAX_MINUTES: Final = 24 * 60
"""The longest life of a token."""
MAX_USER: Final = 200
"""The longest name of a user, in characters."""
_ALGORITHM: Final = "HS256"
_LEEWAY_S: Final = 30
_MAX_TOKEN: Final = 8_192
_REMEMBERED: Final = 1_024
_SHORTEST_KEY: Final = 32


class Use(StrEnum):
    """What a signed statement is good for."""

    BEARER = "bearer"
    PURPOSE = "purpose"
    SIGN_IN = "sign-in"


class LapsedIdentity(Unauthenticated):
    """The token or the session was ours, but is good no more; `user` and `role` say whose it was."""

    def __init__(self, message: str, user: str, role: Role) -> None:
        super().__init__(message)
        self.user = user
        self.role = role


def signing_secret(home: Path, token_key: SecretStr | None) -> bytes:
    """The key of the settings, or the one kept in the home. Raises WrongUse where the key is too short."""
    if token_key is None:
        return read_or_create_key(home / "keys" / "token.key")
    secret = token_key.get_secret_value().encode()
    if len(secret) < _SHORTEST_KEY:
        raise WrongUse(f"GRAPH_SERVICE_TOKEN_KEY must have at least {_SHORTEST_KEY} bytes.")
    return secret


@dataclass(frozen=True, slots=True)
class SignedTokens:
    """Makes and reads signed statements for one environment."""

    key: OctKey
    environment: str

    @classmethod
    def of(cls, settings: Settings) -> "SignedTokens":
        """With the key of the settings, or the one kept in the home. Raises WrongUse where the key is too short."""
        return cls(OctKey.import_key(signing_secret(settings.home, settings.token_key)), settings.environment.value)

    def issue(
        self,
        user: str,
        role: Role,
        *,
        minutes: int,
        cleared: bool = False,
        cases: Collection[str] | None = None,
    ) -> str:
        """A signed token that says who the user is. Raises WrongUse where the name or the life is not acceptable."""
        if not is_user_name(user):
            raise WrongUse(f"A user's name has 1 to {MAX_USER} printable characters.")
        if not 1 <= minutes <= MAX_MINUTES:
            raise WrongUse(f"A token may live for 1 to {MAX_MINUTES} minutes.")
        claims: dict[str, Any] = {"sub": user, "role": role.value, "cleared": cleared, "jti": secrets.token_hex(8)}
        if cases is not None:
            claims["cases"] = sorted(cases)
        return self.seal(claims, Use.BEARER, timedelta(minutes=minutes))

    def read(self, token: str) -> Identity:
        """The identity that a token states. Raises Unauthenticated; LapsedIdentity where it was good once."""
        claims, expired = self._open(token, Use.BEARER)
        try:
            user, role, cleared = claims["sub"], Role(claims["role"]), claims["cleared"]
            cases = claims.get("cases")
        except (KeyError, ValueError):
            raise _not_held() from None
        if not isinstance(user, str) or not is_user_name(user) or not isinstance(cleared, bool):
            raise _not_held()
        if cases is not None and not (isinstance(cases, list) and all(isinstance(case, str) for case in cases)):
            raise _not_held()
        if expired:
            raise LapsedIdentity("The token's time is over. Sign in again.", user, role)
        return Identity(
            user=user,
            role=role,
            cleared=cleared,
            expires_at=datetime.fromtimestamp(claims["exp"], UTC),
            cases=None if cases is None else frozenset(cases),
        )

    def seal(self, claims: dict[str, Any], use: Use, life: timedelta) -> str:
        """Sign claims for one use and a limited life."""
        begun = now()
        stamped = claims | {
            "iss": ISSUER,
            "aud": self._audience(use),
            "iat": int(begun.timestamp()),
            "exp": int((begun + life).timestamp()),
        }
        return jwt.encode({"alg": _ALGORITHM}, stamped, self.key)

    def unseal(self, token: str, use: Use) -> dict[str, Any]:
        """The claims of a signed statement that still holds. Raises Unauthenticated."""
        claims, expired = self._open(token, use)
        if expired:
            raise _not_held()
        return claims

    def _open(self, token: str, use: Use) -> tuple[dict[str, Any], bool]:
        """The claims whose signature, issuer, audience and beginning hold, and whether their time is over."""
        if len(token) > _MAX_TOKEN:
            raise _not_held()
        registry = jwt.JWTClaimsRegistry(
            leeway=_LEEWAY_S,
            iss={"essential": True, "value": ISSUER},
            aud={"essential": True, "value": self._audience(use)},
            iat={"essential": True},
        )
        try:
            claims = jwt.decode(token, self.key, algorithms=[_ALGORITHM]).claims
            expires = claims.pop("exp", None)
            registry.validate(claims)
        except (JoseError, ValueError, TypeError):
            raise _not_held() from None
        if not isinstance(expires, int) or isinstance(expires, bool):
            raise _not_held()
        claims["exp"] = expires
        return claims, expires <= time.time()

    def _audience(self, use: Use) -> str:
        return f"{ISSUER}/{self.environment}/{use.value}"


class KnownTokens:
    """Reads bearer tokens and remembers those it has checked, so that each is checked once and its end every time."""

    def __init__(self, tokens: SignedTokens) -> None:
        self._tokens = tokens
        self._known: OrderedDict[str, tuple[Identity, float]] = OrderedDict()

    def read(self, token: str) -> Identity:
        """The identity that a bearer token states. Raises Unauthenticated."""
        known = self._known.get(token)
        if known is not None:
            identity, ends = known
            if time.time() < ends:
                return identity
            del self._known[token]
        identity = self._tokens.read(token)
        self._known[token] = (identity, identity.expires_at.timestamp())
        if len(self._known) > _REMEMBERED:
            self._known.popitem(last=False)
        return identity


def is_user_name(text: str) -> bool:
    """Whether a text may stand for a user in tokens, the log and the pages."""
    return 0 < len(text) <= MAX_USER and text.isprintable() and text == text.strip()


def _not_held() -> Unauthenticated:
    return Unauthenticated("The token does not hold. Sign in again.")
