"""Facts recorded over the API: by the rules of an import, once, by whom they may be, and with what they change."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio

from graph_service.audit.events import Action, EntryPoint, Event, Note
from graph_service.audit.export import select
from graph_service.audit.log import AuditLog
from graph_service.facts.receipts import keep_note, write_notes_left
from graph_service.importing.importer import import_bundle
from graph_service.security.identity import Role
from graph_service.store.graph import Graph
from tests.facts.worlds import write_recording
from tests.site import Site, site_over

PAYLOAD = """userErrors { field message code } warnings { field code } replayed version
  changes { offenderId diff { added { subject { ... on Person { id } } after { strength } cause records { id } }
    removed { subject { ... on Person { id } } } changed { subject { ... on Person { id } } }
    candidates { added { recipient { ... on Person { id } } } } } }"""


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def store(module_store: Graph, tmp_path_factory: pytest.TempPathFactory) -> Graph:
    """An offender, a woman with a child, a hidden man, and a source that only the cleared see."""
    await import_bundle(module_store, write_recording(tmp_path_factory.mktemp("recording")))
    return module_store


@pytest_asyncio.fixture(loop_scope="session")
async def site(store: Graph, tmp_path: Path) -> AsyncIterator[Site]:
    async with site_over(store, tmp_path / "home", Role.ANALYST, "officer") as one:
        yield one


async def _record(site: Site, field: str, shown: str, *, cleared: bool = False, **given: Any) -> dict[str, Any]:
    name = f"{field[0].upper()}{field[1:]}Input"
    query = f"mutation ($input: {name}!) {{ {field}(input: $input) {{ {shown} {PAYLOAD} }} }}"
    body = (await site.ask(query, cleared=cleared, input=given)).json()
    assert "errors" not in body, body
    payload: dict[str, Any] = body["data"][field]
    return payload


async def _link(site: Site, **given: Any) -> dict[str, Any]:
    return await _record(
        site, "relationshipRecord", "relationship { id type validFrom validTo from { id } to { id } }", **given
    )


def _codes(payload: dict[str, Any]) -> list[tuple[str | None, str]]:
    return [(error["field"], error["code"]) for error in payload["userErrors"]]


async def test_a_relationship_is_recorded_with_what_it_changes(site: Site) -> None:
    made = await _link(
        site, type="PARTNER_OF", fromId="o", toId="p", role="COHABITING", validFrom="2026-01-10", sourceId="s1"
    )
    assert made["userErrors"] == []
    assert made["version"] == 1
    id_ = made["relationship"]["id"]
    assert made["relationship"] == {
        "id": id_,
        "type": "PARTNER_OF",
        "validFrom": "2026-01-10",
        "validTo": None,
        "from": {"id": "o"},
        "to": {"id": "p"},
    }
    (change,) = made["changes"]
    assert change["offenderId"] == "o"
    assert [(one["subject"]["id"], one["after"]["strength"], one["cause"]) for one in change["diff"]["added"]] == [
        ("k", "STRONG", "KNOWLEDGE")
    ]
    assert change["diff"]["added"][0]["records"] == [{"id": id_}]
    assert {"recipient": {"id": "p"}} in change["diff"]["candidates"]["added"]

    again = await _link(
        site, type="PARTNER_OF", fromId="o", toId="p", role="COHABITING", validFrom="2026-01-10", sourceId="s1"
    )
    assert again["version"] == 1
    assert again["changes"] == []

    ended = await _record(
        site, "relationshipEnd", "relationship { id validTo validFrom source { id } }", id=id_, validTo="2026-02-01"
    )
    assert ended["relationship"] == {
        "id": id_,
        "validTo": "2026-02-01",
        "validFrom": "2026-01-10",
        "source": {"id": "s1"},
    }
    assert ended["version"] == 2
    assert [one["subject"]["id"] for one in ended["changes"][0]["diff"]["removed"]] == ["k"]

    stale = await _record(
        site, "relationshipEnd", "relationship { id }", id=id_, validTo="2026-03-01", expectedVersion=1
    )
    assert _codes(stale) == [("expectedVersion", "STALE")]
    assert stale["relationship"] is None
    refuted = await _record(
        site,
        "relationshipRefute",
        "relationship { id status detail }",
        id=id_,
        reason="Mistaken for somebody else",
        expectedVersion=2,
    )
    assert refuted["relationship"] == {"id": id_, "status": "REFUTED", "detail": "Mistaken for somebody else"}
    unknown = await _record(site, "relationshipRefute", "relationship { id }", id="nothing")
    assert _codes(unknown) == [("id", "NOT_FOUND")]


async def test_a_dry_run_answers_everything_and_writes_nothing(site: Site, store: Graph) -> None:
    count = """MATCH (n) OPTIONAL MATCH (n)-[r]->()
      RETURN count(DISTINCT n) AS nodes, count(r) AS links, sum(coalesce(n.version, 0)) AS versions"""
    before = await store.fetch(count)
    tried = await _link(site, type="PARTNER_OF", fromId="o", toId="p", validFrom="2026-05-01", dryRun=True)
    assert [one["subject"]["id"] for one in tried["changes"][0]["diff"]["added"]] == ["k"]
    assert tried["relationship"]["from"] == {"id": "o"}
    assert await store.fetch(count) == before
    assert site.last["action"] == "READ"
    person_ = await _record(site, "personRecord", "person { id name }", givenNames="Nobody", dryRun=True)
    assert person_["person"]["name"] == "Nobody"
    assert await store.fetch(count) == before


async def test_a_key_makes_a_repeat_harmless(site: Site) -> None:
    given: dict[str, Any] = {"givenNames": "Nora", "familyName": "New", "clientKey": "nora-1"}
    first = await _record(site, "personRecord", "person { id name }", **given)
    again = await _record(site, "personRecord", "person { id name }", **given)
    assert (first["replayed"], again["replayed"]) == (False, True)
    assert again["person"] == first["person"]
    other = await _record(site, "personRecord", "person { id }", **{**given, "familyName": "Newer"})
    assert _codes(other) == [("clientKey", "KEY_REUSED")]


async def test_what_is_not_given_stays_and_null_makes_blank(site: Site) -> None:
    await _record(
        site,
        "personRecord",
        "person { id }",
        id="ann",
        givenNames="Ann",
        familyName="Ash",
        dateOfBirth="1990-02-03",
        sex="F",
    )
    shown = "person { id name dateOfBirth sex }"
    changed = await _record(site, "personRecord", shown, id="ann", familyName="Oak", sex=None, expectedVersion=1)
    assert changed["person"] == {"id": "ann", "name": "Ann Oak", "dateOfBirth": "1990-02-03", "sex": None}
    assert changed["version"] == 2


@pytest.mark.parametrize(
    ("field", "shown", "given", "codes"),
    [
        ("personRecord", "person { id }", {"pncId": "1981/0000034X"}, [("pncId", "INVALID")]),
        ("schoolRecord", "school { id }", {"urn": "12"}, [("name", "REQUIRED"), ("urn", "INVALID")]),
        ("relationshipRecord", "relationship { id }", {"type": "PARENT_OF", "fromId": "o"}, [("toId", "REQUIRED")]),
        (
            "relationshipRecord",
            "relationship { id }",
            {
                "type": "LIVES_AT",
                "fromId": "o",
                "toId": "a",
                "role": "COUSIN",
                "validFrom": "2026-02-01",
                "validTo": "2026-01-01",
            },
            [("role", "INVALID"), ("validTo", "INVALID")],
        ),
        (
            "relationshipRecord",
            "relationship { id }",
            {"type": "FRIEND_OF", "fromId": "o", "toId": "nobody"},
            [("toId", "INVALID")],
        ),
        # Whom an uncleared officer does not see is not there.
        (
            "relationshipRecord",
            "relationship { id }",
            {"type": "FRIEND_OF", "fromId": "o", "toId": "hidden"},
            [("toId", "INVALID")],
        ),
        (
            "relationshipRecord",
            "relationship { id }",
            {"type": "FRIEND_OF", "fromId": "o", "toId": "p", "sourceId": "secret"},
            [("sourceId", "INVALID")],
        ),
        (
            "enquiryRecord",
            "enquiry { id }",
            {"offenderId": "o", "aboutId": "a", "agencyRole": "POLICE"},
            [("requestedOn", "REQUIRED")],
        ),
    ],
)
async def test_bad_input_says_what_and_where(
    site: Site, field: str, shown: str, given: dict[str, Any], codes: list[tuple[str, str]]
) -> None:
    payload = await _record(site, field, shown, **given)
    assert _codes(payload) == codes
    assert all("Expected" in error["message"] for error in payload["userErrors"])
    assert payload["changes"] == []


async def test_hidden_and_unknown_are_refused_in_the_same_words(site: Site) -> None:
    given = {"type": "FRIEND_OF", "fromId": "o"}
    hidden, unknown = [await _link(site, **given, toId=id_) for id_ in ("hidden", "unknown")]
    assert (hidden["userErrors"], hidden["version"]) == (unknown["userErrors"], unknown["version"])
    seen = await _record(site, "relationshipRecord", "relationship { id }", cleared=True, **given, toId="hidden")
    assert seen["userErrors"] == []


async def test_every_kind_is_recorded(site: Site) -> None:
    kinds: dict[str, tuple[str, dict[str, Any]]] = {
        "sourceRecord": ("source { id agency }", {"agency": "Probation", "sourceEvaluation": "2", "handling": "P"}),
        "offenderRecord": ("offender { level person { id } }", {"personId": "o", "category": 1, "level": 2}),
        "profileRecord": ("profile { profile preferredSex }", {"personId": "o", "profile": "DOMESTIC_ABUSE"}),
        "assessmentRecord": (
            "assessment { tool level }",
            {"personId": "o", "tool": "ARMS", "assessedOn": "2026-03-01", "level": "HIGH"},
        ),
        "addressRecord": (
            "address { id lines }",
            {"lines": "2 Mill Lane\nFlat 3", "postcode": "AB101CD", "latitude": 51.5, "longitude": -1.2},
        ),
        "schoolRecord": ("school { id name }", {"name": "Brook Primary", "ageFrom": 4, "ageTo": 11}),
        "organisationRecord": (
            "organisation { id kind }",
            {"name": "Haven", "kind": "CHARITY", "dutyToCooperate": False},
        ),
        "accountRecord": ("account { id kind }", {"kind": "PHONE", "label": "07700 900123"}),
        "offenceRecord": (
            "offence { id title }",
            {"title": "Burglary", "kind": "OTHER", "committedFrom": "2011-01-01"},
        ),
        "orderRecord": (
            "order { id kind }",
            {"id": "shpo", "personId": "o", "kind": "SHPO", "validFrom": "2026-01-01"},
        ),
        "conditionRecord": (
            "condition { id kind ageLimit }",
            {"orderId": "shpo", "kind": "NO_CHILD_CONTACT", "ageLimit": 16},
        ),
        "enquiryRecord": (
            "enquiry { id agencyRole }",
            {"offenderId": "o", "aboutId": "a", "agencyRole": "POLICE", "requestedOn": "2026-03-01"},
        ),
    }
    for field, (shown, given) in kinds.items():
        payload = await _record(site, field, shown, **given)
        assert payload["userErrors"] == [], field
        record = payload[shown.split(" ", 1)[0]]
        assert record is not None, field
        assert None not in [value for name, value in record.items() if name != "preferredSex"], field
    offender = (await site.ask('{ offender(id: "o") { category level managedFrom managed } }')).json()["data"][
        "offender"
    ]
    # What was not given stays: since when he is managed.
    assert offender == {"category": 1, "level": 2, "managedFrom": "2020-01-01", "managed": True}


async def test_every_fact_is_on_record_and_says_nothing_of_what_it_is(site: Site) -> None:
    made = await _link(
        site, type="FRIEND_OF", fromId="o", toId="far", detail="They fish together", validFrom="2026-01-01"
    )
    entries = [one for one in _entries(site) if one["action"] == "RECORD"]
    (entry,) = entries
    assert entry["user"] == "officer"
    assert entry["fields"] == ["relationshipRecord"]
    assert entry["asked"] == {"id": [made["relationship"]["id"]], "from_id": ["o"], "to_id": ["far"]}
    assert "fish" not in str(_entries(site))


async def test_who_may_record(site: Site) -> None:
    query = 'mutation { personRecord(input: {givenNames: "X"}) { person { id } userErrors { code } } }'
    for role in (Role.PANEL_MEMBER, Role.AUDITOR, Role.ADMINISTRATOR):
        assert (await site.ask(query, role)).json()["errors"][0]["extensions"]["code"] == "FORBIDDEN"
    assert (await site.ask(query, Role.PLAN_AUTHOR)).json()["data"]["personRecord"]["userErrors"] == []


def _entries(site: Site) -> list[dict[str, Any]]:
    return list(select(site.settings.home, begin=None, end=None))


async def test_two_at_once_leave_one_version_after_the_other(site: Site) -> None:
    await _record(site, "personRecord", "person { id }", id="both", givenNames="Both")
    names = [f"Both {number}" for number in range(6)]
    payloads = await asyncio.gather(
        *(_record(site, "personRecord", "person { id }", id="both", familyName=name) for name in names)
    )
    assert sorted(payload["version"] for payload in payloads) == [2, 3, 4, 5, 6, 7]
    stale = await asyncio.gather(
        *(
            _record(site, "personRecord", "person { id }", id="both", familyName=name, expectedVersion=7)
            for name in ("First", "Second")
        )
    )
    assert sorted(map(str, map(_codes, stale))) == ["[('expectedVersion', 'STALE')]", "[]"]


async def test_what_a_stopped_service_left_unwritten_is_put_on_record_once(site: Site, store: Graph) -> None:
    event = Event(user="officer", role=Role.ANALYST, cleared=False, channel=EntryPoint.API, action=Action.RECORD)
    note = Note.of(event, "left-behind", 0)
    async with store.writing() as transaction:
        await keep_note(transaction, note)
    with closing(AuditLog(site.settings.home)) as audit:
        assert await write_notes_left(store, audit) == 1
        # Killed between the entry and forgetting the note: the entry is not written twice.
        async with store.writing() as transaction:
            await keep_note(transaction, note)
        assert await write_notes_left(store, audit) == 1
        assert await write_notes_left(store, audit) == 0
    written = [one for one in _entries(site) if one.get("details", {}).get("write") == "left-behind"]
    assert len(written) == 1
