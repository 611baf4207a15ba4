"""What the service believes of a provider: one that answers over HTTP as a test tells it to, honestly or not."""

import json
import threading
import time
from base64 import urlsafe_b64encode
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from joserfc import jwt
from joserfc.jwk import OctKey, RSAKey
from pydantic import SecretStr

from graph_service.app import check_sign_in
from graph_service.errors import ComponentUnavailable, Unauthenticated, WrongUse
from graph_service.security.identity import Role
from graph_service.security.openid import Attempt, OpenIDProvider, UnknownRole, attested, provider_of
from graph_service.settings import Environment, Settings

OURS = RSAKey.generate_key(2048, {"kid": "ours"})
THEIRS = RSAKey.generate_key(2048, {"kid": "ours"})
SHARED = OctKey.import_key("a-secret-that-both-sides-know-well")
BACK = "https://service.example/sign-in/callback"


def signed(claims: Mapping[str, Any], *, alg: str = "RS256", key: Any = OURS) -> str:
    return jwt.encode({"alg": alg, "kid": "ours"}, dict(claims), key, algorithms=[alg])


def unsigned(claims: Mapping[str, Any]) -> str:
    parts = (json.dumps(part).encode() for part in ({"alg": "none", "kid": "ours"}, claims))
    return ".".join(urlsafe_b64encode(part).decode().rstrip("=") for part in parts) + "."


@dataclass
class Told:
    """A provider: what it publishes, and how it makes the ID token of a request."""

    address: str = ""
    issuer: str | None = None
    make: Callable[[dict[str, Any]], str] = signed
    change: dict[str, Any] = field(default_factory=dict)
    asked: list[dict[str, str]] = field(default_factory=list)
    nonce: str = ""

    def claims(self) -> dict[str, Any]:
        now = int(time.time())
        claims = {"iss": self.address, "sub": "1", "aud": "service", "iat": now, "exp": now + 60, "nonce": self.nonce}
        changed = claims | {"preferred_username": "ana", "role": "ANALYST"} | self.change
        return {name: value for name, value in changed.items() if value is not None}

    def answer(self, path: str) -> dict[str, Any]:
        match path:
            case "/.well-known/openid-configuration":
                return {
                    "issuer": self.issuer or self.address,
                    "authorization_endpoint": f"{self.address}/authorize",
                    "token_endpoint": f"{self.address}/token",
                    "jwks_uri": f"{self.address}/keys",
                    "id_token_signing_alg_values_supported": ["RS256", "HS256", "none"],
                }
            case "/keys":
                return {"keys": [OURS.as_dict(private=False)]}
            case _:
                return {"access_token": "a", "token_type": "Bearer", "id_token": self.make(self.claims())}


@contextmanager
def provider() -> Iterator[Told]:
    told = Told()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            body = json.dumps(told.answer(self.path)).encode()
            self.send_response(200)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def do_POST(self) -> None:
            sent = parse_qs(self.rfile.read(int(self.headers["Content-Length"])).decode())
            told.asked.append({name: values[0] for name, values in sent.items()})
            self.do_GET()

        def log_message(self, *_: object) -> None:
            return

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    told.address = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield told
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


@pytest.fixture
def told() -> Iterator[Told]:
    with provider() as running:
        yield running


def settings_for(address: str, **more: Any) -> Settings:
    given: dict[str, Any] = {
        "oidc_issuer": address,
        "oidc_client_id": "service",
        "oidc_client_secret": SecretStr("hush"),
    }
    return Settings(**(given | more))


def provider_at(address: str) -> OpenIDProvider:
    found = provider_of(settings_for(address))
    assert found is not None
    return found


async def begun(told: Told) -> tuple[OpenIDProvider, Attempt]:
    """A sign-in under way; the provider remembers the nonce."""
    client = provider_at(told.address)
    address, attempt = await client.begin(BACK)
    asked = {name: values[0] for name, values in parse_qs(urlsplit(address).query).items()}
    assert asked["code_challenge_method"] == "S256" and asked["redirect_uri"] == BACK
    assert asked["state"] == attempt.state and asked["nonce"] == attempt.nonce
    told.nonce = asked["nonce"]
    return client, attempt


async def test_an_honest_answer_is_believed_and_the_verifier_proves_whose_the_code_is(told: Told) -> None:
    client, attempt = await begun(told)
    claims = await client.finish(attempt, "code", issuer=told.address)
    assert (claims["preferred_username"], claims["role"]) == ("ana", "ANALYST")
    (sent,) = told.asked
    assert (sent["code_verifier"], sent["redirect_uri"], sent["code"]) == (attempt.verifier, BACK, "code")


@pytest.mark.parametrize(
    "change",
    [
        {"nonce": "of another sign-in"},
        {"nonce": None},
        {"aud": "another service"},
        {"aud": None},
        {"iss": "https://elsewhere.example"},
        {"exp": 1},
        {"azp": "another service"},
    ],
)
async def test_a_token_for_another_service_another_sign_in_or_another_time_is_not_believed(
    change: dict[str, Any], told: Told
) -> None:
    client, attempt = await begun(told)
    told.change = change
    with pytest.raises(Unauthenticated):
        await client.finish(attempt, "code", issuer=None)


@pytest.mark.parametrize(
    "make",
    [
        lambda claims: signed(claims, key=THEIRS),
        lambda claims: signed(claims, alg="HS256", key=SHARED),
        unsigned,
    ],
    ids=["another key", "a shared secret", "unsigned"],
)
async def test_a_token_that_the_provider_has_not_signed_is_not_believed(
    make: Callable[[dict[str, Any]], str], told: Told
) -> None:
    client, attempt = await begun(told)
    told.make = make
    with pytest.raises(Unauthenticated):
        await client.finish(attempt, "code", issuer=None)


async def test_an_answer_that_names_another_issuer_is_not_followed(told: Told) -> None:
    client, attempt = await begun(told)
    with pytest.raises(Unauthenticated):
        await client.finish(attempt, "code", issuer="https://elsewhere.example")
    assert told.asked == []


async def test_a_provider_that_calls_itself_otherwise_or_is_not_there_is_unavailable(told: Told) -> None:
    told.issuer = "https://elsewhere.example"
    client = provider_at(told.address)
    with pytest.raises(ComponentUnavailable, match="issuer"):
        await client.begin(BACK)
    told.issuer = None
    assert (await client.begin(BACK))[0].startswith(told.address)
    with pytest.raises(ComponentUnavailable, match="cannot be reached"):
        await provider_at("http://127.0.0.1:9").begin(BACK)


@pytest.mark.parametrize(
    ("claims", "more", "role", "cleared", "cases"),
    [
        ({"role": "ANALYST"}, {}, Role.ANALYST, False, None),
        ({"role": ["PLAN_AUTHOR", "offline_access"]}, {}, Role.PLAN_AUTHOR, False, None),
        ({"role": "AUDITOR", "clearance": True, "cases": []}, {}, Role.AUDITOR, True, set()),
        ({"role": "AUDITOR", "clearance": "true", "cases": "o-1"}, {}, Role.AUDITOR, True, {"o-1"}),
        ({"role": "AUDITOR", "clearance": "yes", "cases": ["o-1", "o-2", 3]}, {}, Role.AUDITOR, False, {"o-1", "o-2"}),
        (
            {"realm_access": {"roles": ["ANALYST"]}},
            {"oidc_role_claim": "realm_access.roles"},
            Role.ANALYST,
            False,
            None,
        ),
        (
            {"https://mappa.example/role": "ANALYST"},
            {"oidc_role_claim": "https://mappa.example/role"},
            Role.ANALYST,
            False,
            None,
        ),
    ],
)
def test_role_clearance_and_cases_come_from_the_claims_of_the_settings(
    claims: dict[str, Any], more: dict[str, Any], role: Role, cleared: bool, cases: set[str] | None
) -> None:
    found = attested({"preferred_username": "ana"} | claims, settings_for("https://provider.example", **more))
    assert (found.user, found.role, found.cleared, found.cases) == ("ana", role, cleared, cases)


@pytest.mark.parametrize("role", [None, "OWNER", "analyst", [], ["ANALYST", "AUDITOR"], {"ANALYST": True}, 7])
def test_no_role_or_two_roles_or_none_that_is_known_are_refused(role: Any) -> None:
    with pytest.raises(UnknownRole, match="Ask whoever looks after access"):
        attested({"preferred_username": "ana", "role": role}, settings_for("https://provider.example"))


@pytest.mark.parametrize("user", [None, "", " ana", "a" * 201, "ana\n", 7])
def test_a_user_without_a_name_is_nobody(user: Any) -> None:
    with pytest.raises(Unauthenticated, match="preferred_username"):
        attested({"preferred_username": user, "role": "ANALYST"}, settings_for("https://provider.example"))


@pytest.mark.parametrize(
    ("more", "sentence"),
    [
        ({"oidc_issuer": None}, "GRAPH_SERVICE_OIDC_ISSUER"),
        ({"oidc_client_secret": None}, "GRAPH_SERVICE_OIDC_CLIENT_SECRET"),
        ({"oidc_issuer": "http://provider.example"}, "https://"),
        ({"oidc_issuer": "provider.example"}, "https://"),
        ({"public_url": "http://service.example"}, "GRAPH_SERVICE_PUBLIC_URL"),
        ({"oidc_issuer": None, "oidc_client_id": None, "oidc_client_secret": None}, "OpenID Connect"),
    ],
)
def test_production_does_not_start_without_settings_that_are_whole_and_safe(
    more: dict[str, Any], sentence: str, tmp_path: Path
) -> None:
    production = {"home": tmp_path, "environment": Environment.PRODUCTION}
    with pytest.raises(WrongUse, match=sentence):
        check_sign_in(settings_for("https://provider.example", **(production | more)))
    check_sign_in(settings_for("https://provider.example", **production))
