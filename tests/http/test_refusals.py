"""Whatever is refused to somebody known is on record, and so is the end of his session."""

from typing import Any

import pytest

from graph_service.http.graphql import MAX_BODY
from graph_service.security.identity import Role
from tests.http.conftest import BROWSER, Service, form_mark, sign_in
from tests.site import PURPOSE

JSON = {"Content-Type": "application/json"}
READS = '{"query": "query Q($id: ID!) { offender(id: $id) { id } }", "variables": {"id": "O-1"}}'


def last(service: Service) -> tuple[Any, ...]:
    """What the last entry says was refused, to whom."""
    entry = service.entries()[-1]
    return entry["user"], entry["action"], entry["outcome"], entry.get("operation")


@pytest.mark.parametrize("query", ["category=9", "level=0", "category=1&level=high"])
async def test_a_list_of_cases_by_what_there_is_not(service: Service, query: str) -> None:
    refused = await service.client.get(f"/?{query}", headers=service.bearer() | PURPOSE)
    assert refused.status_code == 400
    assert last(service) == ("analyst-1", "READ", "BAD_USER_INPUT", "casesPage")


@pytest.mark.parametrize("text", ["x" * 201, "a\nb"])
async def test_a_search_for_what_is_no_name(service: Service, text: str) -> None:
    await sign_in(service)
    data = {"form": await form_mark(service, "/"), "text": text}
    refused = await service.client.post("/cases/search", data=data, headers=BROWSER | PURPOSE)
    assert refused.status_code == 400
    assert last(service) == ("panel-member@development", "READ", "BAD_USER_INPUT", "caseSearch")
    assert service.entries()[-1]["details"] == {"textLength": len(text)}


@pytest.mark.parametrize(
    ("path", "operation"),
    [
        ("/cases/search", "caseSearch"),
        ("/cases/purpose", "purpose"),
        ("/offenders/O-1/purpose", "purpose"),
        ("/records/R-1/purpose", "purpose"),
        ("/workbench/purpose", "purpose"),
        ("/workbench/queries", "saveQuery"),
        ("/workbench/queries/remove", "removeQuery"),
        ("/sign-out", "signOut"),
    ],
)
async def test_a_form_that_is_no_longer_good(service: Service, path: str, operation: str) -> None:
    await sign_in(service, Role.ANALYST)
    refused = await service.client.post(path, data={"form": "0" * 64}, headers=BROWSER)
    assert refused.status_code == 403
    assert last(service) == ("analyst@development", "DENIED", "FORBIDDEN", operation)


@pytest.mark.parametrize(
    ("role", "path"),
    [
        (Role.AUDITOR, "/cases/purpose"),
        (Role.ADMINISTRATOR, "/offenders/O-1/purpose"),
        (Role.AUDITOR, "/records/R-1/purpose"),
        (Role.PLAN_AUTHOR, "/workbench/purpose"),
    ],
)
async def test_a_purpose_for_what_is_not_for_the_role(service: Service, role: Role, path: str) -> None:
    mark = await form_mark(service, (await service.client.get("/sign-in", headers=BROWSER)).headers["location"])
    await sign_in(service, role)
    refused = await service.client.post(path, data={"form": mark, "purpose": "to see"}, headers=BROWSER)
    assert (refused.status_code, "set-cookie" in refused.headers) == (403, False)
    assert last(service)[1:] == ("DENIED", "FORBIDDEN", "purpose")


@pytest.mark.parametrize(
    ("path", "operation"), [("/workbench/queries", "saveQuery"), ("/workbench/queries/remove", "removeQuery")]
)
async def test_saved_queries_of_who_does_not_explore(service: Service, path: str, operation: str) -> None:
    await sign_in(service)
    data = {"form": await form_mark(service, "/"), "name": "Mine", "query": "{ exposurePatterns }", "number": "1"}
    refused = await service.client.post(path, data=data, headers=BROWSER)
    assert refused.status_code == 403
    assert last(service) == ("panel-member@development", "DENIED", "FORBIDDEN", operation)


@pytest.mark.parametrize(
    ("path", "data", "operation", "outcome"),
    [
        ("/workbench/queries", {"name": "Mine", "query": '{ node(id: "O-1") { id } }'}, "saveQuery", "BAD_USER_INPUT"),
        ("/workbench/queries/remove", {"number": "7"}, "removeQuery", "FORBIDDEN"),
        ("/workbench/queries/remove", {"number": "all"}, "removeQuery", "BAD_USER_INPUT"),
    ],
)
async def test_a_change_of_saved_queries_that_cannot_be(
    service: Service, path: str, data: dict[str, str], operation: str, outcome: str
) -> None:
    await sign_in(service, Role.ANALYST)
    mark = await form_mark(service, "/")
    refused = await service.client.post(path, data=data | {"form": mark}, headers=BROWSER | PURPOSE)
    assert refused.status_code in (400, 403)
    denied = [entry for entry in service.entries() if entry["action"] == "DENIED"]
    assert [(entry["operation"], entry["outcome"]) for entry in denied] == [(operation, outcome)]
    assert "O-1" not in str(denied)


async def test_the_end_of_a_session(service: Service) -> None:
    await sign_in(service)
    data = {"form": await form_mark(service, "/")}
    await service.client.post("/sign-out", data=data, headers=BROWSER)
    entry = service.entries()[-1]
    assert (entry["user"], entry["role"], entry["action"], entry["outcome"]) == (
        "panel-member@development",
        "PANEL_MEMBER",
        "SIGN_OUT",
        "OK",
    )
    again = await service.client.post("/sign-out", data=data, headers=BROWSER)
    assert (again.status_code, service.entries()[-1]) == (200, entry)


@pytest.mark.parametrize(
    ("method", "headers", "content", "status", "outcome"),
    [
        ("PUT", JSON, READS, 405, "BAD_USER_INPUT"),
        ("POST", JSON | {"Accept": "text/html"}, READS, 406, "BAD_USER_INPUT"),
        ("POST", {"Content-Type": "text/plain"}, READS, 415, "BAD_USER_INPUT"),
        ("POST", JSON, " " * (MAX_BODY + 1), 413, "TOO_COMPLEX"),
        ("POST", JSON, "[]", 400, "BAD_USER_INPUT"),
        ("POST", JSON | {"X-Purpose": "x" * 501}, READS, 400, "BAD_USER_INPUT"),
        ("POST", JSON, '{"query": "{"}', 200, "BAD_USER_INPUT"),
        ("POST", JSON, '{"query": "{ nothing }"}', 200, "BAD_USER_INPUT"),
        ("POST", JSON, '{"query": "{ ' + "exposurePatterns " * 501 + '}"}', 200, "TOO_COMPLEX"),
        ("POST", JSON, '{"query": "query A { __typename } query B { __typename }"}', 200, "BAD_USER_INPUT"),
    ],
)
async def test_a_question_that_cannot_be_read(
    service: Service, method: str, headers: dict[str, str], content: str, status: int, outcome: str
) -> None:
    sent = service.bearer() | PURPOSE | headers
    refused = await service.client.request(method, "/graphql", headers=sent, content=content)
    assert refused.status_code == status
    (entry,) = service.entries()
    assert (entry["user"], entry["action"], entry["outcome"]) == ("analyst-1", "DENIED", outcome)
    assert entry["correlationId"] == refused.headers["x-correlation-id"]


async def test_a_question_whose_variables_do_not_fit(service: Service) -> None:
    query = "query Q($id: ID!, $first: Int) { offender(id: $id) { id } offenders(first: $first) { id } }"
    await service.ask(query, variables={"id": "O-1", "first": "Ann Example"})
    (entry,) = service.entries()
    assert (entry["action"], entry["outcome"], entry["asked"]) == ("READ", "BAD_USER_INPUT", {"id": ["O-1"]})
    assert "disclosed" not in entry and "Ann" not in str(entry)


async def test_a_mutation_that_is_asked_for_by_get(service: Service) -> None:
    asked = {"query": "mutation { secretRecord }"}
    await service.client.get("/graphql", params=asked, headers=service.bearer() | PURPOSE)
    (entry,) = service.entries()
    assert (entry["action"], entry["outcome"]) == ("DENIED", "BAD_USER_INPUT")


@pytest.mark.parametrize("where", ["same-site", "cross-site"])
async def test_a_question_that_another_site_asks_in_a_readers_name(service: Service, where: str) -> None:
    await sign_in(service, Role.ANALYST)
    asked = {"query": '{ node(id: "O-1") { id } }'}
    refused = await service.client.post("/graphql", json=asked, headers=PURPOSE | {"Sec-Fetch-Site": where})
    assert refused.status_code == 403
    assert last(service) == ("analyst@development", "DENIED", "FORBIDDEN", None)
