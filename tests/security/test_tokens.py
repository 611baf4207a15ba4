"""Tokens: what is believed and what is not; keys; and what each role sees."""

import time
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from joserfc import jwt
from joserfc.jwk import OctKey
from pydantic import SecretStr

from graph_service.errors import Unauthenticated, WrongUse
from graph_service.security.identity import PERMISSIONS, Permission, Role
from graph_service.security.keys import read_or_create_key
from graph_service.security.tokens import LapsedIdentity, SignedTokens, Use
from graph_service.settings import Environment, Settings

KEY = "k" * 32


def settings(home: Path, **more: Any) -> Settings:
    """Settings of a home with a key of their own."""
    values: dict[str, Any] = {"home": home, "token_key": SecretStr(KEY)} | more
    return Settings(**values)


@pytest.fixture
def tokens(tmp_path: Path) -> SignedTokens:
    """Tokens signed with that key."""
    return SignedTokens.of(settings(tmp_path))


def forged(**change: Any) -> str:
    """A token with some claims changed (None: left out), signed with the true key."""
    now = int(time.time())
    claims: dict[str, Any] = {
        "iss": "graph-service",
        "aud": "graph-service/development/bearer",
        "sub": "ana",
        "role": "ANALYST",
        "cleared": False,
        "iat": now,
        "exp": now + 60,
    }
    claims = {name: value for name, value in (claims | change).items() if value is not None}
    return jwt.encode({"alg": "HS256"}, claims, OctKey.import_key(KEY))


def test_a_token_states_an_identity(tokens: SignedTokens) -> None:
    identity = tokens.read(tokens.issue("ana", Role.PLAN_AUTHOR, minutes=5, cleared=True, cases=["O-1"]))
    assert (identity.user, identity.role, identity.cleared) == ("ana", Role.PLAN_AUTHOR, True)
    assert identity.cases == frozenset({"O-1"})
    assert 290 < identity.expires_at.timestamp() - time.time() <= 301


@pytest.mark.parametrize(
    "change",
    [
        {"iss": "another"},
        {"iss": None},
        {"aud": "graph-service/production/bearer"},
        {"aud": "graph-service/development/session"},
        {"aud": None},
        {"exp": None},
        {"exp": "tomorrow"},
        {"iat": None},
        {"iat": int(time.time()) + 3600},
        {"sub": None},
        {"sub": ""},
        {"sub": "a\nb"},
        {"sub": "x" * 201},
        {"sub": 7},
        {"role": "OWNER"},
        {"role": None},
        {"cleared": "yes"},
        {"cleared": None},
        {"cases": "O-1"},
        {"cases": [1]},
    ],
)
def test_claims_that_are_not_as_they_must_be(tokens: SignedTokens, change: dict[str, Any]) -> None:
    assert tokens.read(forged()).user == "ana"
    with pytest.raises(Unauthenticated):
        tokens.read(forged(**change))


def test_signatures(tokens: SignedTokens, tmp_path: Path) -> None:
    other = SignedTokens.of(settings(tmp_path, token_key=SecretStr("o" * 32)))
    unsigned = "eyJhbGciOiJub25lIn0." + forged().split(".")[1] + "."
    changed = forged()[:-2] + ("A" if forged()[-2] != "A" else "B") + forged()[-1]
    for token in (other.issue("ana", Role.ANALYST, minutes=5), unsigned, changed, "", "a.b.c", "x" * 10_000):
        with pytest.raises(Unauthenticated):
            tokens.read(token)


def test_an_expired_token_says_whose_it_was(tokens: SignedTokens) -> None:
    with pytest.raises(LapsedIdentity) as caught:
        tokens.read(forged(exp=int(time.time()) - 1))
    assert (caught.value.user, caught.value.role) == ("ana", Role.ANALYST)


def test_a_token_of_development_opens_nothing_in_production(tokens: SignedTokens, tmp_path: Path) -> None:
    production = SignedTokens.of(settings(tmp_path, environment=Environment.PRODUCTION))
    with pytest.raises(Unauthenticated):
        production.read(tokens.issue("ana", Role.ANALYST, minutes=5))


def test_what_is_signed_for_another_use_is_no_bearer_token(tokens: SignedTokens) -> None:
    claims = {"sub": "ana", "role": "ANALYST", "cleared": False}
    assert tokens.read(tokens.seal(claims, Use.BEARER, timedelta(minutes=5))).user == "ana"
    with pytest.raises(Unauthenticated):
        tokens.read(tokens.seal(claims, Use.PURPOSE, timedelta(minutes=5)))


@pytest.mark.parametrize(("user", "minutes"), [("", 5), (" ana", 5), ("a\tb", 5), ("ana", 0), ("ana", 1441)])
def test_tokens_that_are_not_made(tokens: SignedTokens, user: str, minutes: int) -> None:
    with pytest.raises(WrongUse):
        tokens.issue(user, Role.ANALYST, minutes=minutes)


def test_the_key_of_the_home_is_made_once_and_kept_private(tmp_path: Path) -> None:
    first = SignedTokens.of(Settings(home=tmp_path))
    second = SignedTokens.of(Settings(home=tmp_path))
    assert second.read(first.issue("ana", Role.ANALYST, minutes=5)).user == "ana"
    key = tmp_path / "keys" / "token.key"
    assert key.stat().st_mode & 0o777 == 0o600
    key.chmod(0o644)
    with pytest.raises(WrongUse, match="readable by its owner alone"):
        SignedTokens.of(Settings(home=tmp_path))


@pytest.mark.parametrize("text", ["", "not hexadecimal", "00ff"])
def test_a_file_that_holds_no_key(tmp_path: Path, text: str) -> None:
    path = tmp_path / "some.key"
    path.write_text(text)
    path.chmod(0o600)
    with pytest.raises(WrongUse):
        read_or_create_key(path)


def test_a_key_of_the_settings_must_be_long_enough(tmp_path: Path) -> None:
    with pytest.raises(WrongUse, match="32 bytes"):
        SignedTokens.of(settings(tmp_path, token_key=SecretStr("short")))


def test_what_each_role_may_do() -> None:
    assert set(PERMISSIONS) == set(Role)
    case_data = {Permission.READ_CASE, Permission.READ_RECORD, Permission.EXPLORE, Permission.ASK_WHAT_IF}
    for role in (Role.AUDITOR, Role.ADMINISTRATOR):
        assert not PERMISSIONS[role] & (case_data | {Permission.DECIDE, Permission.RECORD_FACTS, Permission.MAKE_PACK})
    assert Permission.DECIDE not in PERMISSIONS[Role.ANALYST]
    assert {role for role in Role if Permission.DECIDE in PERMISSIONS[role]} == {Role.PLAN_AUTHOR}
    assert {role for role in Role if Permission.READ_AUDIT in PERMISSIONS[role]} == {Role.AUDITOR}


def test_whom_victims_addresses_are_sealed_from(tokens: SignedTokens) -> None:
    sealed = {role for role in Role if tokens.read(tokens.issue("ana", role, minutes=5)).clearance.seals_victims}
    assert {Role.PANEL_MEMBER, Role.PLAN_AUTHOR} <= sealed
    assert Role.ANALYST not in sealed
