"""`/graphql` as a client meets it: identity, purpose, roles, limits, errors, and the audit entry behind each answer."""

import asyncio
import sqlite3
from contextlib import closing
from typing import Any

import httpx
import pytest
from graphql import get_introspection_query

from graph_service.audit.store import AuditFiles
from graph_service.security.identity import Role
from tests.http.conftest import MakeService, Service
from tests.site import PURPOSE

ONE = '{ offender(id: "O-1") { id name } }'


def only_error(response: httpx.Response) -> dict[str, Any]:
    """The one error of a response."""
    (error,) = response.json()["errors"]
    assert isinstance(error, dict)
    return error


def code(response: httpx.Response) -> str:
    """The code of a response's one error."""
    return str(only_error(response)["extensions"]["code"])


async def test_an_answer_is_there_with_its_entry(service: Service) -> None:
    response = await service.ask(ONE)
    assert response.status_code == 200
    assert response.json() == {"data": {"offender": {"id": "O-1", "name": "Ann Example"}}}
    (entry,) = service.entries()
    assert (entry["user"], entry["role"], entry["action"], entry["outcome"]) == ("analyst-1", "ANALYST", "READ", "OK")
    assert entry["purpose"] == "panel of 3 June"
    assert entry["fields"] == ["offender"]
    assert entry["asked"] == {"id": ["O-1"]}
    assert entry["disclosed"] == ["O-1"]
    assert len(entry["views"]) == 1
    assert entry["correlationId"] == response.headers["x-correlation-id"]


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"Authorization": "Bearer nonsense"},
        {"Authorization": "Basic YTpi"},
        {"Authorization": "Bearer "},
        {"Authorization": "Bearer eyJhbGciOiJub25lIn0.eyJzdWIiOiJhIn0."},
        {"Cookie": "graph-service-session=nonsense"},
    ],
)
async def test_without_an_identity_there_is_nothing(service: Service, headers: dict[str, str]) -> None:
    response = await service.client.post("/graphql", json={"query": "{ __typename }"}, headers=headers)
    assert response.status_code == 401
    assert code(response) == "UNAUTHENTICATED"
    assert response.headers["www-authenticate"].startswith("Bearer")
    assert service.entries() == []


async def test_an_expired_token_is_refused_and_logged(service: Service, monkeypatch: pytest.MonkeyPatch) -> None:
    headers = service.bearer(minutes=1)
    import time

    later = time.time() + 61
    monkeypatch.setattr(time, "time", lambda: later)
    response = await service.client.post("/graphql", json={"query": ONE}, headers=headers | PURPOSE)
    assert response.status_code == 401
    (entry,) = service.entries()
    assert (entry["user"], entry["action"], entry["outcome"]) == ("analyst-1", "DENIED", "UNAUTHENTICATED")


async def test_a_token_ends_even_when_it_is_remembered(service: Service, monkeypatch: pytest.MonkeyPatch) -> None:
    import time

    headers = service.bearer(minutes=1)
    first = await service.client.post("/graphql", json={"query": "{ __typename }"}, headers=headers)
    later = time.time() + 61
    monkeypatch.setattr(time, "time", lambda: later)
    second = await service.client.post("/graphql", json={"query": "{ __typename }"}, headers=headers)
    assert (first.status_code, second.status_code) == (200, 401)


@pytest.mark.parametrize(
    ("query", "needs"),
    [
        ("{ __typename }", False),
        ("{ __schema { queryType { name } } }", False),
        ('{ __type(name: "Query") { name } }', False),
        ("{ exposurePatterns }", False),
        (ONE, True),
        ("{ exposurePatterns offenders { id } }", True),
        ('query { ...F } fragment F on Query { search(text: "Ann") { id } }', True),
        ('{ ... on Query { paths(fromId: "a", toId: "b") { id } } }', True),
    ],
)
async def test_reading_personal_data_needs_a_purpose(service: Service, query: str, needs: bool) -> None:
    response = await service.ask(query, purpose=False)
    if not needs:
        assert "errors" not in response.json()
        assert service.entries() == []
        return
    assert code(response) == "PURPOSE_REQUIRED"
    assert "data" not in response.json()
    (entry,) = service.entries()
    assert (entry["action"], entry["outcome"]) == ("DENIED", "PURPOSE_REQUIRED")
    assert "errors" not in (await service.ask(query)).json()


@pytest.mark.parametrize(("purpose", "status"), [("x" * 500, 200), ("x" * 501, 400), ("   ", 200)])
async def test_a_purpose_has_1_to_500_characters(service: Service, purpose: str, status: int) -> None:
    response = await service.client.post(
        "/graphql", json={"query": ONE}, headers=service.bearer() | {"X-Purpose": purpose}
    )
    assert response.status_code == status
    assert ("data" in response.json()) == (len(purpose.strip()) == 500)


async def test_a_purpose_may_be_utf_8(service: Service) -> None:
    purpose = "Prüfung für Łukasz"
    headers = {**service.bearer(), "X-Purpose": purpose.encode()}
    await service.client.post("/graphql", json={"query": ONE}, headers=headers)  # type: ignore[arg-type]
    assert service.entries()[0]["purpose"] == purpose


ALLOWED = {
    "offender": (Role.ANALYST, Role.PANEL_MEMBER, Role.PLAN_AUTHOR),
    "offenders": (Role.ANALYST, Role.PANEL_MEMBER, Role.PLAN_AUTHOR),
    "node": (Role.ANALYST, Role.PANEL_MEMBER, Role.PLAN_AUTHOR),
    "person": (Role.ANALYST, Role.PANEL_MEMBER, Role.PLAN_AUTHOR),
    "search": (Role.ANALYST,),
    "paths": (Role.ANALYST,),
    "neighbourhood": (Role.ANALYST,),
    "exposurePatterns": tuple(Role),
    "secret": (),
}
QUERIES = {
    "offenders": "{ offenders { id } }",
    "search": '{ search(text: "Ann") { id } }',
    "paths": '{ paths(fromId: "a", toId: "b") { id } }',
    "exposurePatterns": "{ exposurePatterns }",
    "secret": "{ secret }",
}


@pytest.mark.parametrize("role", list(Role))
@pytest.mark.parametrize("field", ALLOWED)
async def test_each_role_asks_only_what_it_may(service: Service, role: Role, field: str) -> None:
    response = await service.ask(QUERIES.get(field, f'{{ {field}(id: "O-1") {{ id }} }}'), role=role)
    if role in ALLOWED[field] or (field == "secret" and role is Role.ADMINISTRATOR):
        assert "errors" not in response.json()
    else:
        assert code(response) == "FORBIDDEN"
        assert "data" not in response.json()
        assert service.entries()[-1]["action"] == "DENIED"


async def test_cases_are_open_to_their_members(make_service: MakeService) -> None:
    service = make_service(case_access="members")
    body = {"query": ONE}
    closed = await service.client.post("/graphql", json=body, headers=service.bearer(Role.PANEL_MEMBER) | PURPOSE)
    other = await service.client.post(
        "/graphql", json=body, headers=service.bearer(Role.PANEL_MEMBER, cases=["O-2"]) | PURPOSE
    )
    member = await service.client.post(
        "/graphql", json=body, headers=service.bearer(Role.PANEL_MEMBER, cases=["O-1"]) | PURPOSE
    )
    assert closed.json() == other.json() == {"data": {"offender": None}}
    assert member.json()["data"]["offender"]["id"] == "O-1"
    assert [(entry["action"], entry["outcome"]) for entry in service.entries()] == [
        ("READ", "NOT_SHOWN"),
        ("READ", "NOT_SHOWN"),
        ("READ", "OK"),
    ]
    both = '{ open: offender(id: "O-1") { id } closed: offender(id: "O-2") { id } }'
    await service.client.post(
        "/graphql", json={"query": both}, headers=service.bearer(Role.PANEL_MEMBER, cases=["O-1"]) | PURPOSE
    )
    entry = service.entries()[-1]
    assert (entry["outcome"], entry["details"], entry["disclosed"]) == ("OK", {"notShown": 1}, ["O-1"])
    assert entry["asked"] == {"id": ["O-1", "O-2"]}
    beside = await service.ask('{ node(id: "O-1") { id } }', role=Role.PANEL_MEMBER)
    assert code(beside) == "FORBIDDEN"


def nested(depth: int) -> str:
    """A query with this many fields within fields."""
    return '{ offender(id: "O-1") ' + "{ self " * (depth - 2) + "{ id }" + " }" * (depth - 1)


async def test_depth(service: Service) -> None:
    assert "errors" not in (await service.ask(nested(15))).json()
    assert code(await service.ask(nested(16))) == "TOO_COMPLEX"
    by_fragments = (
        'query { offender(id: "O-1") { ...A } } fragment A on Offender { self { self { self { self { ...B } } } } }'
        " fragment B on Offender { self { self { self { self { self { self { self { self { self { self { id } } } } } "
        "} } } } } }"
    )
    assert code(await service.ask(by_fragments)) == "TOO_COMPLEX"


async def test_aliases(service: Service) -> None:
    def aliased(count: int) -> str:
        return "{ " + " ".join(f"a{n}: __typename" for n in range(count)) + " }"

    assert "errors" not in (await service.ask(aliased(50))).json()
    assert code(await service.ask(aliased(51))) == "TOO_COMPLEX"
    inner = " ".join(f"a{n}: __typename" for n in range(30))
    spread = f"{{ x: __typename ...F ... on Query {{ ...F }} }} fragment F on Query {{ {inner} }}"
    assert code(await service.ask(spread)) == "TOO_COMPLEX"


@pytest.mark.parametrize(
    "query",
    [
        "{ " + "exposurePatterns " * 501 + "}",
        "{ ...A } "
        + " ".join(f"fragment F{n} on Query {{ ...F{n + 1} ...F{n + 1} }}" for n in range(30))
        + " fragment F30 on Query { exposurePatterns } fragment A on Query { ...F0 }",
        "{ exposurePatterns } " + "#\n" * 20_000,
        "{ offender(id: " + "[" * 3_000 + "]" * 3_000 + ") { id } }",
        "{ a" + " " * 10 + "(x: 1) " * 1 + "{ b " * 400 + "}" * 401,
    ],
)
async def test_documents_that_cost_too_much_are_refused_before_they_do(service: Service, query: str) -> None:
    assert code(await service.ask(query)) == "TOO_COMPLEX"


@pytest.mark.parametrize(
    "query",
    [
        "{ ...Missing }",
        "{ ...A } fragment A on Query { ...A }",
        "{ ...A } fragment A on Query { ...B } fragment B on Query { ...A }",
        "{ offender { id } }",
        "{ nothing }",
        "query A { __typename } query A { __typename }",
        "",
        "{",
        "type Query { a: String }",
    ],
)
async def test_documents_that_are_not_valid(service: Service, query: str) -> None:
    response = await service.ask(query, strict=True)
    assert response.status_code == 400
    assert {error["extensions"]["code"] for error in response.json()["errors"]} == {"BAD_USER_INPUT"}


async def test_the_body(service: Service) -> None:
    headers = service.bearer() | {"Content-Type": "application/json"}
    large = await service.client.post("/graphql", content=b" " * (256 * 1024 + 1), headers=headers)
    assert large.status_code == 413

    async def in_pieces() -> Any:
        for _ in range(300):
            yield b" " * 1024

    unannounced = await service.client.post("/graphql", content=in_pieces(), headers=headers)
    assert unannounced.status_code == 413
    padded = b'{"query": "{ __typename }"' + b" " * (256 * 1024 - 27) + b"}"
    fits = await service.client.post("/graphql", content=padded, headers=headers)
    assert fits.status_code == 200
    for body in (b"[]", b'[{"query": "{ __typename }"}]', b"{", b'"a"', b"\xff", b'{"query": 1}', b"{}"):
        refused = await service.client.post("/graphql", content=body, headers=headers)
        assert (refused.status_code, code(refused)) == (400, "BAD_USER_INPUT"), body
    members: tuple[dict[str, Any], ...] = ({"variables": []}, {"operationName": 1}, {"extensions": "x"})
    for member in members:
        refused = await service.client.post("/graphql", json={"query": "{ __typename }"} | member, headers=headers)
        assert (refused.status_code, code(refused)) == (400, "BAD_USER_INPUT"), member


@pytest.mark.parametrize(
    ("accept", "answer"),
    [
        (None, "application/json"),
        ("*/*", "application/json"),
        ("application/json", "application/json"),
        ("application/graphql-response+json", "application/graphql-response+json"),
        ("application/graphql-response+json, application/json;q=0.9", "application/graphql-response+json"),
        ("application/graphql-response+json;q=0.5, application/json", "application/json"),
        ("text/html, application/*;q=0.5", "application/json"),
        ("text/html", None),
        ("application/json;q=0", None),
    ],
)
async def test_the_media_type_is_negotiated(service: Service, accept: str | None, answer: str | None) -> None:
    headers = service.bearer()
    request = service.client.build_request("POST", "/graphql", json={"query": "{ __typename }"}, headers=headers)
    del request.headers["accept"]
    if accept is not None:
        request.headers["accept"] = accept
    response = await service.client.send(request)
    if answer is None:
        assert response.status_code == 406
    else:
        assert response.status_code == 200
        assert response.headers["content-type"] == f"{answer}; charset=utf-8"


async def test_content_type_and_methods(service: Service) -> None:
    for content_type in ("text/plain", "application/json; charset=latin-1", "multipart/form-data", ""):
        headers = service.bearer() | {"Content-Type": content_type}
        response = await service.client.post("/graphql", content=b'{"query": "{ __typename }"}', headers=headers)
        assert response.status_code == 415
    for method in ("PUT", "DELETE", "OPTIONS", "PATCH"):
        response = await service.client.request(method, "/graphql", headers=service.bearer())
        assert (response.status_code, response.headers["allow"]) == (405, "GET, POST")


async def test_get_is_for_queries(service: Service) -> None:
    headers = service.bearer() | PURPOSE
    query = "query Q($id: ID!) { offender(id: $id) { id } }"
    response = await service.client.get(
        "/graphql", params={"query": query, "variables": '{"id": "O-1"}'}, headers=headers
    )
    assert response.json()["data"]["offender"]["id"] == "O-1"
    assert service.entries()[-1]["asked"] == {"id": ["O-1"]}
    mutation = await service.client.get("/graphql", params={"query": "mutation { secretRecord }"}, headers=headers)
    assert (mutation.status_code, mutation.headers["allow"]) == (405, "POST")
    assert "data" not in mutation.json()


async def test_which_operation(service: Service) -> None:
    two = "query A { __typename } query B { exposurePatterns }"
    assert code(await service.ask(two)) == "BAD_USER_INPUT"
    assert (await service.ask(two, operationName="B")).json() == {"data": {"exposurePatterns": ["partner_child"]}}
    unknown = await service.ask(two, operationName="Ann Example")
    assert "Ann" not in unknown.text


async def test_production_tells_nothing_of_its_schema(make_service: MakeService) -> None:
    service = make_service(environment="production", token_key="k" * 32)
    closed = await service.ask("{ __schema { types { name } } }")
    assert "data" not in closed.json()
    assert {error["extensions"]["code"] for error in closed.json()["errors"]} == {"BAD_USER_INPUT"}
    misspelt = await service.ask("{ exposurePattern }")
    assert "exposurePatterns" not in misspelt.text
    assert (await service.ask("{ __typename }")).json() == {"data": {"__typename": "Query"}}
    assert (await service.client.get("/sign-in")).status_code == 404


async def test_development_introspects_and_suggests(service: Service) -> None:
    assert "errors" not in (await service.ask(get_introspection_query())).json()
    assert "exposurePatterns" in only_error(await service.ask("{ exposurePattern }"))["message"]


@pytest.mark.parametrize(
    ("query", "variables"),
    [
        ("query Q($id: ID!) { offender(id: $id) { id } }", {"id": {"name": "Ann Example"}}),
        ("query Q($first: Int) { offenders(first: $first) { id } }", {"first": "Ann Example"}),
        ("query Q($day: Date) { offender(id: 1, asOf: $day) { id } }", {"day": "Ann Example"}),
        ('{ offenders(first: "Ann Example") { id } }', None),
        ('{ offender(id: "O-1", asOf: "Ann Example") { id } }', None),
        ('{ offender(id: {name: "Ann Example"}) { id } }', None),
        ('{ "Ann Example" }', None),
        ('{ offender(id: "Ann Example) { id } }', None),
    ],
)
async def test_messages_never_repeat_values(service: Service, query: str, variables: Any) -> None:
    response = await service.ask(query, variables=variables)
    assert {error["extensions"]["code"] for error in response.json()["errors"]} == {"BAD_USER_INPUT"}
    assert "Ann" not in response.text
    assert all(error["message"] for error in response.json()["errors"])


async def test_a_scalar_says_what_it_expects(service: Service) -> None:
    for query, variables in (
        ("query Q($day: Date) { offender(id: 1, asOf: $day) { id } }", {"day": "1 June"}),
        ('{ offender(id: 1, asOf: "1 June") { id } }', None),
    ):
        message = only_error(await service.ask(query, variables=variables))["message"]
        assert message.endswith("asOf must be a date such as 2026-06-01.")


async def test_unexpected_errors_are_masked(service: Service, capfd: pytest.CaptureFixture[str]) -> None:
    response = await service.ask('{ offender(id: "O-1") { id fails } }')
    assert response.json()["data"] == {"offender": {"id": "O-1", "fails": None}}
    error = only_error(response)
    assert error["extensions"] == {"code": "INTERNAL", "correlationId": response.headers["x-correlation-id"]}
    assert error["path"] == ["offender", "fails"]
    said = response.text + "".join(capfd.readouterr())
    assert "MATCH" not in said
    assert "High Street" not in said
    assert service.entries()[-1]["outcome"] == "INTERNAL"


async def test_what_a_resolver_refuses_is_told(service: Service) -> None:
    error = only_error(await service.ask('{ offender(id: "O-1") { wrong } }'))
    assert error["message"] == "`first` must be at most 100."
    assert error["extensions"]["code"] == "BAD_USER_INPUT"
    assert "retryable" not in error["extensions"]


async def test_a_store_that_is_down(service: Service) -> None:
    response = await service.ask('{ offender(id: "O-1") { store } }')
    assert response.status_code == 200
    assert code(response) == "UNAVAILABLE"
    assert only_error(response)["extensions"]["retryable"] is True
    assert service.entries()[-1]["outcome"] == "UNAVAILABLE"


async def test_an_answer_that_takes_too_long(make_service: MakeService) -> None:
    service = make_service(query_timeout_s=0.01)
    response = await service.ask('{ offender(id: "O-1") { slow } }', strict=True)
    assert (response.status_code, code(response)) == (504, "TIMED_OUT")
    assert only_error(response)["extensions"]["retryable"] is True
    assert "data" not in response.json()
    assert service.entries()[-1]["outcome"] == "TIMED_OUT"


async def test_what_cannot_be_audited_is_not_answered(service: Service) -> None:
    with closing(sqlite3.connect(AuditFiles(service.settings.home).log, isolation_level=None)) as connection:
        connection.execute("DROP TABLE entries")
    response = await service.ask(ONE, strict=True)
    assert (response.status_code, code(response)) == (503, "UNAVAILABLE")
    assert only_error(response)["extensions"]["retryable"] is True
    assert "Ann" not in response.text
    ready = await service.client.get("/readyz")
    assert ready.json()["components"]["audit"] is False
    refused = await service.ask(ONE, purpose=False)
    assert code(refused) == "UNAVAILABLE"


async def test_the_log_holds_ids_but_no_text(service: Service) -> None:
    await service.ask('query Find { search(text: "Ann Example") { id } paths(fromId: "P-1", toId: "P-2") { id } }')
    await service.ask("query F($t: String!) { search(text: $t) { id } }", variables={"t": "Ann Example"})
    first, second = service.entries()
    assert first["operation"] == "Find"
    assert first["asked"] == {"fromId": ["P-1"], "toId": ["P-2"]}
    assert first["details"] == second["details"] == {"textLength": 11}
    assert "Ann" not in str((first, second))


async def test_refusals_have_the_status_of_their_code_where_the_client_can_take_it(service: Service) -> None:
    for query, role, purpose, status in (
        (ONE, Role.AUDITOR, True, 403),
        (ONE, Role.ANALYST, False, 400),
        ("{ nothing }", Role.ANALYST, True, 400),
    ):
        assert (await service.ask(query, role=role, purpose=purpose, strict=True)).status_code == status
        assert (await service.ask(query, role=role, purpose=purpose)).status_code == 200


async def test_many_at_once_each_have_their_own_entry(service: Service) -> None:
    responses = await asyncio.gather(*(service.ask(f'{{ offender(id: "O-{n}") {{ id }} }}') for n in range(60)))
    ids = {response.headers["x-correlation-id"] for response in responses}
    assert len(ids) == 60
    assert {entry["correlationId"] for entry in service.entries()} == ids


async def test_a_remembered_document_is_executed_anew(service: Service) -> None:
    query = "query Q($id: ID!) { offender(id: $id) { id } }"
    for wanted in ("O-1", "O-2", "O-1"):
        response = await service.ask(query, variables={"id": wanted})
        assert response.json()["data"]["offender"]["id"] == wanted
