"""Decisions recorded over the API: which may follow which, who is not safe to tell, and what has changed since."""

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio

from graph_service.importing.importer import import_bundle
from graph_service.model.vocabulary import Decision
from graph_service.recording.decisions import MOVES
from graph_service.security.identity import Role
from graph_service.store.graph import Graph
from tests.facts.worlds import write_deciding
from tests.site import Site, site_over

DECIDE = """mutation ($input: DisclosureDecisionRecordInput!) { disclosureDecisionRecord(input: $input) {
  decision { id decision reasons decidedBy decidedOn information conditions toldByOffender reviewOn reviewDue recipient { id } }
  userErrors { field code } } }"""
DECISIONS = """{ offender(id: "o") { decisions { id decision evidenceChanged
  evidenceDiff { removed { subject { ... on Person { id } } cause } } }
  disclosureCandidates { recipient { ... on Person { id } } standing decisions { decision } } } }"""


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def store(module_store: Graph, tmp_path_factory: pytest.TempPathFactory) -> Graph:
    """He lives with a child whose mother shares the home; the head of the child's school is his sister."""
    await import_bundle(module_store, write_deciding(tmp_path_factory.mktemp("deciding")))
    return module_store


@pytest_asyncio.fixture(loop_scope="session")
async def site(store: Graph, tmp_path: Path) -> AsyncIterator[Site]:
    async with site_over(store, tmp_path / "home", Role.PLAN_AUTHOR, "author") as one:
        yield one


async def _decide(site: Site, recipient: str, decision: str, **given: Any) -> dict[str, Any]:
    cells = {"offenderId": "o", "recipientId": recipient, "decision": decision, "reasons": "Weighed by the panel"}
    body = (await site.ask(DECIDE, input=cells | given)).json()
    assert "errors" not in body, body
    payload: dict[str, Any] = body["data"]["disclosureDecisionRecord"]
    return payload


def _codes(payload: dict[str, Any]) -> list[tuple[str, str]]:
    return [(error["field"], error["code"]) for error in payload["userErrors"]]


async def test_a_decision_says_what_why_by_whom_and_under_which_conditions(site: Site) -> None:
    made = await _decide(
        site,
        "p",
        "APPROVED",
        role="PARENT",
        information="That there is a risk to Kim",
        conditions="Not to be told onwards",
        toldByOffender="OFFERED",
        reviewOn="2026-01-01",
        protects=["k"],
    )
    decision = made["decision"]
    assert decision.pop("id")
    assert decision.pop("decidedOn")
    assert decision == {
        "decision": "APPROVED",
        "reasons": "Weighed by the panel",
        "decidedBy": "author",
        "information": "That there is a risk to Kim",
        "conditions": "Not to be told onwards",
        "toldByOffender": "OFFERED",
        "reviewOn": "2026-01-01",
        "reviewDue": True,
        "recipient": {"id": "p"},
    }
    assert site.last["action"] == "READ"
    assert _codes(await _decide(site, "p", "REFUSED")) == [("decision", "MOVE")]
    assert _codes(await _decide(site, "p", "DONE")) == []
    shown = (await site.ask(DECISIONS)).json()["data"]["offender"]
    # The latest first; each move is a record of its own.
    assert [one["decision"] for one in shown["decisions"]] == ["DONE", "APPROVED"]


async def test_a_decision_needs_reasons(site: Site) -> None:
    assert _codes(await _decide(site, "friend-0", "APPROVED", reasons=None)) == [("reasons", "REQUIRED")]


async def test_whoever_is_not_safe_to_tell_is_told_by_a_reason_of_its_own_alone(site: Site) -> None:
    shown = (await site.ask(DECISIONS)).json()["data"]["offender"]["disclosureCandidates"]
    assert ("sister", "BLOCKED") in {(one["recipient"].get("id"), one["standing"]) for one in shown}
    assert _codes(await _decide(site, "sister", "APPROVED")) == [("overrideReason", "BLOCKED")]
    assert _codes(await _decide(site, "sister", "APPROVED", overrideReason="She reported him herself")) == []


@pytest.mark.parametrize("first", [None, *Decision])
async def test_every_move(site: Site, first: Decision | None) -> None:
    """Every decision after every other: by the way that leads there, then each that may follow, of which one is done."""
    ways = {
        None: (),
        Decision.APPROVED: (Decision.APPROVED,),
        Decision.REFUSED: (Decision.REFUSED,),
        Decision.DEFERRED: (Decision.DEFERRED,),
        Decision.DONE: (Decision.APPROVED, Decision.DONE),
        Decision.WITHDRAWN: (Decision.APPROVED, Decision.WITHDRAWN),
    }
    recipient = f"friend-{1 + list(ways).index(first)}"
    for step in ways[first]:
        assert _codes(await _decide(site, recipient, step.value)) == []
    for decision in Decision:
        expected = [] if decision in MOVES[first] else [("decision", "MOVE")]
        assert _codes(await _decide(site, recipient, decision.value, dryRun=True)) == expected, decision


async def test_what_is_decided_of_a_landlord_who_is_shared_with_stands_in_the_list(site: Site) -> None:
    """A social landlord with the duty to co-operate is shared with, and is no agency in its own part."""
    assert _codes(await _decide(site, "homes", "APPROVED", role="SOCIAL_LANDLORD")) == []
    page = (await site.get("/offenders/o/disclosure-candidates")).text
    (row,) = (part for part in page.split('<tr class="candidate ')[1:] if "Mill Homes" in part.partition("</tr>")[0])
    shown, _, _ = row.partition("</tr>")
    assert "Sharing" in shown
    assert "To be told, " in shown


async def test_who_may_decide(site: Site) -> None:
    query = 'mutation { disclosureDecisionRecord(input: {offenderId: "o", recipientId: "p"}) { userErrors { code } } }'
    for role in (Role.ANALYST, Role.PANEL_MEMBER):
        assert (await site.ask(query, role)).json()["errors"][0]["extensions"]["code"] == "FORBIDDEN"


async def test_a_decision_says_what_has_changed_since(site: Site) -> None:
    refute = 'mutation { relationshipRefute(input: {id: "k-a"}) { relationship { status } userErrors { code } } }'
    assert (await site.ask(refute)).json()["data"]["relationshipRefute"]["userErrors"] == []
    decisions = (await site.ask(DECISIONS)).json()["data"]["offender"]["decisions"]
    approved = next(one for one in decisions if one["decision"] == "APPROVED" and one["evidenceChanged"])
    assert {"subject": {"id": "k"}, "cause": "KNOWLEDGE"} in approved["evidenceDiff"]["removed"]
