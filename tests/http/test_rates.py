"""What one user may put into the log: so much of a question, so often."""

from hashlib import sha256

import orjson

from graph_service.audit.events import MOST_ASKED, MOST_ASKED_BYTES, MOST_TEXT
from graph_service.security.identity import Role
from graph_service.security.sessions import Sessions
from tests.http.conftest import BROWSER, MakeService, Service, sign_in

ONE = "query Q($id: ID!) { offender(id: $id) { id } }"


async def test_an_entry_keeps_little_of_a_large_question_and_a_digest_of_all_of_it(service: Service) -> None:
    long = "x" * 250_000
    await service.ask("query Q($id: ID!) { paths(fromId: $id, toId: $id) { id } }", variables={"id": long})
    await service.ask(f'query {"Q" * 200_000} {{ offender(id: "O-1") {{ id }} }}')
    first, second = service.entries()
    assert [len(orjson.dumps(entry)) < 2_000 for entry in (first, second)] == [True, True]
    assert first["asked"] == {"fromId": ["x" * MOST_TEXT + "…"], "toId": ["x" * MOST_TEXT + "…"]}
    assert first["askedDigest"] == sha256(orjson.dumps({"fromId": [long], "toId": [long]})).hexdigest()
    assert second["operation"] == "Q" * MOST_TEXT + "…"
    assert second["asked"] == {"id": ["O-1"]} and "askedDigest" not in second


async def test_an_entry_keeps_so_many_ids(service: Service) -> None:
    ids = [f"O-{number}" for number in range(45)]
    fields = " ".join(f'f{number}: offender(id: "{one}") {{ id }}' for number, one in enumerate(ids))
    await service.ask(f"{{ {fields} }}")
    await service.ask("query Q($id: ID!) { offender(id: $id) { id } }", variables={"id": ids * 9})
    first, second = service.entries()
    assert first["asked"]["id"] == ids and "askedDigest" not in first
    assert len(second["asked"]["id"]) <= MOST_ASKED


async def test_each_user_may_ask_so_often(make_service: MakeService) -> None:
    service = make_service(requests_per_minute=3)
    answers = [await service.ask(ONE, variables={"id": "O-1"}) for _ in range(8)]
    assert [answer.status_code for answer in answers] == [200] * 3 + [429] * 5
    assert answers[-1].json()["errors"][0]["extensions"]["code"] == "UNAVAILABLE"
    assert "data" not in answers[-1].json()
    # Somebody else is answered, and the log holds one refusal of them all.
    other = await service.ask(ONE, role=Role.PANEL_MEMBER, variables={"id": "O-1"})
    assert other.status_code == 200
    entries = service.entries()
    assert [(entry["user"], entry["action"]) for entry in entries] == [
        *[("analyst-1", "READ")] * 3,
        ("analyst-1", "DENIED"),
        ("panel_member-1", "READ"),
    ]
    assert entries[3]["operation"] == "rate"


async def test_a_reader_of_pages_is_told(make_service: MakeService) -> None:
    service = make_service(requests_per_minute=2)
    await sign_in(service)
    pages = [await service.client.get("/offenders/O-1/network", headers=BROWSER) for _ in range(3)]
    assert [page.status_code for page in pages] == [200, 200, 429]
    assert "more often than one user may" in pages[-1].text


async def test_one_question_that_names_very_many(service: Service) -> None:
    ids = {name: [f"{name}{number}" + "é\n" * 90 for number in range(300)] for name in "ab"}
    query = "query Q($a: ID!, $b: ID!) { paths(fromId: $a, toId: $b) { id } offender(id: $a) { id } }"
    await service.ask(query, variables=ids)
    (entry,) = service.entries()
    assert len(orjson.dumps(entry)) < MOST_ASKED_BYTES + 1_000
    assert entry["askedCount"] == {"fromId": 300, "toId": 300, "id": 300}
    everything = {"fromId": ids["a"], "id": ids["a"], "toId": ids["b"]}
    assert entry["askedDigest"] == sha256(orjson.dumps(everything, option=orjson.OPT_SORT_KEYS)).hexdigest()
    # Every argument is there with its first ids.
    assert {name: kept[0] for name, kept in entry["asked"].items()} == {
        "fromId": ids["a"][0],
        "toId": ids["b"][0],
        "id": ids["a"][0],
    }


async def test_a_session_that_has_ended_fills_no_log(make_service: MakeService) -> None:
    service = make_service(requests_per_minute=2)
    await sign_in(service)
    session = service.client.cookies["graph-service-session"]
    Sessions(service.settings.home).end(session)
    for _ in range(6):
        assert (await service.client.get("/offenders/O-1/network")).status_code == 401
    assert len([entry for entry in service.entries() if entry["action"] == "DENIED"]) == 2
