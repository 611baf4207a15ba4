"""What the provider of development gives for a code, and to whom; and where there is none."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from joserfc import jwt
from joserfc.jwk import KeySet
from pydantic import SecretStr

from graph_service.app import check_sign_in
from graph_service.errors import Unauthenticated, WrongUse
from graph_service.security import local_provider
from graph_service.security.identity import Role
from graph_service.security.local_provider import DISCOVERY, KEYS, TOKEN, LocalProvider
from graph_service.security.openid import CALLBACK, Attempt, OpenIDProvider
from graph_service.settings import Environment, Settings

HERE = "http://127.0.0.1:8000"


async def granted(provider: LocalProvider, client: OpenIDProvider) -> tuple[Attempt, str]:
    """A sign-in under way and its code."""
    address, attempt = await client.begin(f"{HERE}{CALLBACK}")
    query = {name: values[0] for name, values in parse_qs(urlsplit(address).query).items()}
    back = provider.grant(HERE, provider.asked(HERE, query), Role.ANALYST, cleared=True)
    return attempt, parse_qs(urlsplit(back).query)["code"][0]


async def test_a_code_gives_a_token_signed_by_the_published_key_for_this_sign_in(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    provider = LocalProvider(Settings())
    client = provider.client_at(HERE)
    attempt, code = await granted(provider, client)
    answered: list[dict[str, Any]] = []
    answer = provider.answer

    def remember(*asked: Any) -> tuple[int, dict[str, Any]]:
        status, content = answer(*asked)
        answered.append(content)
        return status, content

    monkeypatch.setattr(provider, "answer", remember)
    claims = await client.finish(attempt, code, issuer=None)
    token = next(content["id_token"] for content in answered if "id_token" in content)
    key = KeySet.import_key_set(provider.answer(HERE, KEYS, None, {})[1])  # type: ignore[arg-type]
    assert jwt.decode(token, key, algorithms=["ES256"]).claims == claims
    assert (claims["iss"], claims["aud"], claims["nonce"]) == (
        f"{HERE}/development/openid",
        "graph-service",
        attempt.nonce,
    )
    assert claims["exp"] - claims["iat"] == 60


@pytest.mark.parametrize(
    ("change", "error"),
    [
        ({}, None),
        ({"grant_type": "password"}, "unsupported_grant_type"),
        ({"code": "guessed"}, "invalid_grant"),
        ({"code_verifier": "guessed"}, "invalid_grant"),
        ({"code_verifier": ""}, "invalid_grant"),
        ({"redirect_uri": f"{HERE}/"}, "invalid_grant"),
    ],
)
async def test_the_client_itself_gets_a_token_only_for_what_was_granted(
    change: dict[str, str], error: str | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    provider = LocalProvider(Settings())
    client = provider.client_at(HERE)
    asked: list[tuple[str | None, Mapping[str, str]]] = []
    answer = provider.answer

    def keep_it(address: str, path: str, authorization: str | None, form: Mapping[str, str]) -> Any:
        if path == TOKEN:
            asked.append((authorization, form))
            return 400, {"error": "not_now"}
        return answer(address, path, authorization, form)

    monkeypatch.setattr(provider, "answer", keep_it)
    attempt, code = await granted(provider, client)
    with pytest.raises(Unauthenticated):
        await client.finish(attempt, code, issuer=None)
    ((authorization, form),) = asked
    status, content = answer(HERE, TOKEN, authorization, {**form, **change})
    assert (status, content.get("error")) == (200 if error is None else 400, error)


async def test_a_code_is_good_for_a_minute(monkeypatch: pytest.MonkeyPatch) -> None:
    provider = LocalProvider(Settings())
    client = provider.client_at(HERE)
    monkeypatch.setattr(local_provider, "_CODE_S", 0)
    attempt, code = await granted(provider, client)
    with pytest.raises(Unauthenticated):
        await client.finish(attempt, code, issuer=None)


async def test_a_code_of_one_provider_is_nothing_to_another_whose_secret_is_its_own() -> None:
    provider, other = LocalProvider(Settings()), LocalProvider(Settings())
    attempt, code = await granted(provider, provider.client_at(HERE))
    with pytest.raises(Unauthenticated):
        await other.client_at(HERE).finish(attempt, code, issuer=None)


def test_it_answers_programs_at_its_three_addresses_alone() -> None:
    provider = LocalProvider(Settings())
    assert [provider.answer(HERE, path, None, {})[0] for path in (DISCOVERY, KEYS, TOKEN)] == [200, 200, 401]
    assert provider.answer(HERE, "/elsewhere", None, {})[0] == 404


@pytest.mark.parametrize(
    "settings",
    [
        {"environment": Environment.PRODUCTION},
        {
            "oidc_issuer": "https://provider.example",
            "oidc_client_id": "service",
            "oidc_client_secret": SecretStr("hush"),
        },
    ],
)
def test_it_refuses_to_be_in_production_or_beside_another_provider(settings: dict[str, Any]) -> None:
    with pytest.raises(WrongUse, match="for development"):
        LocalProvider(Settings(**settings))


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "", "192.0.2.7", "service.example"])
def test_it_refuses_to_be_served_to_others_than_the_machine_itself(host: str) -> None:
    with pytest.raises(WrongUse, match="set GRAPH_SERVICE_HOST"):
        check_sign_in(Settings(host=host))
    check_sign_in(
        Settings(
            host=host,
            oidc_issuer="https://provider.example",
            oidc_client_id="service",
            oidc_client_secret=SecretStr("hush"),
        )
    )


@pytest.mark.parametrize("host", ["127.0.0.1", "127.0.0.2", "::1", "localhost"])
def test_it_is_served_to_the_machine_itself(host: str) -> None:
    check_sign_in(Settings(host=host))
