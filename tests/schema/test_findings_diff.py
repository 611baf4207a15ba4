"""`findingsDiff`: what differs between two views of a case, and whether the world changed or what is known of it."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio

from graph_service.importing.importer import import_bundle
from graph_service.settings import CaseAccess, Settings
from graph_service.store.graph import Graph
from tests.schema.asking import ask
from tests.worlds import Row, link, person, write_bundle

EARLY = "2026-05-01T00:00:00Z"
NOTHING: dict[str, list[Any]] = {"added": [], "removed": [], "changed": []}
DIFF = """query ($before: ViewInput!, $after: ViewInput!) {
  findingsDiff(offenderId: "o", before: $before, after: $after) {
    added { ...finding } removed { ...finding } changed { ...finding }
    candidates { added { ...candidate } removed { ...candidate } changed { ...candidate } }
    alerts { added { ...alert } removed { ...alert } changed { ...alert } }
  }
}
fragment finding on FindingChange {
  subject { ... on Person { id age } ... on ProtectedClass { place { id } } } before { strength } after { strength }
  cause records { id from { id } to { id } }
}
fragment candidate on CandidateChange {
  recipient { ... on Person { id } ... on Organisation { id } ... on Office { name } } before { standing } after { standing }
  cause records { id }
}
fragment alert on AlertChange { kind subject { id } before { summary } after { summary } cause records { id } }"""


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def world(module_store: Graph, tmp_path_factory: pytest.TempPathFactory) -> Graph:
    """A partnership ended on 10 February. On 20 May he moves in with another woman and her child; on 25 May a second child is
    recorded. On 28 May it is refuted that a third woman is his partner."""
    folder: Path = tmp_path_factory.mktemp("diff")
    known = {"recorded_at": EARLY}
    people = [
        person("o", date_of_birth="1980-01-01"),
        *(person(one, date_of_birth="1985-01-01") for one in ("p", "q", "r")),
        *(person(one, date_of_birth="2016-01-01") for one in ("kp", "kq", "kq2", "kr")),
    ]
    before: dict[str, list[Row]] = {
        "sources": [{"id": "s", "agency": "Police", "source_evaluation": "1", "intelligence_assessment": "A"}],
        "people": people,
        "addresses": [{"id": "a", "lines": "1 Mill Lane", "kind": "DWELLING"}],
        "offenders": [{"person_id": "o", "category": 1, "managed_from": "2020-01-01"}],
        "profiles": [{"person_id": "o", "profile": "CHILD_SEXUAL"}],
        "relationships": [
            link("PARTNER_OF", "o", "p", id="op", valid_from="2025-01-01", valid_to="2026-02-10", **known),
            link("PARENT_OF", "p", "kp", id="pk", **known),
            link("LIVES_AT", "o", "a", id="oa", valid_from="2026-05-20", **known),
            link("LIVES_AT", "kq", "a", id="ka", **known),
            link("LIVES_AT", "q", "a", id="qa", **known),
            link("PARENT_OF", "q", "kq", id="qk", **known),
            link("PARTNER_OF", "o", "r", id="or", valid_from="2024-01-01", source_id="s", **known),
            link("PARENT_OF", "r", "kr", id="rk", **known),
        ],
    }
    await import_bundle(module_store, write_bundle(folder / "1", **before), instant=datetime(2026, 5, 2, tzinfo=UTC))
    later: dict[str, list[Row]] = {
        "relationships": [
            link("LIVES_AT", "kq2", "a", id="k2a", recorded_at="2026-05-25T09:00:00Z"),
            link("PARENT_OF", "q", "kq2", id="qk2", recorded_at="2026-05-25T09:00:00Z"),
        ]
    }
    await import_bundle(
        module_store, write_bundle(folder / "2", **later), instant=datetime(2026, 5, 25, 10, tzinfo=UTC)
    )
    refuted: dict[str, list[Row]] = {
        "relationships": [
            link("PARTNER_OF", "o", "r", id="or", valid_from="2024-01-01", source_id="s", status="REFUTED")
        ]
    }
    await import_bundle(module_store, write_bundle(folder / "3", **refuted), instant=datetime(2026, 5, 28, tzinfo=UTC))
    return module_store


async def _diff(graph: Graph, settings: Settings, before: Any, after: Any, **options: Any) -> dict[str, Any]:
    answer = await ask(graph, settings, DIFF, before=before, after=after, **options)
    assert not answer.errors
    found: dict[str, Any] = answer.data["findingsDiff"]
    return found


def _told(changes: list[dict[str, Any]]) -> dict[str, tuple[str, list[str]]]:
    return {one["subject"]["id"]: (one["cause"], sorted(record["id"] for record in one["records"])) for one in changes}


async def test_a_move_is_a_change_of_the_world_and_a_record_one_of_knowledge(world: Graph, settings: Settings) -> None:
    found = await _diff(
        world,
        settings,
        {"asOf": "2026-05-03", "knownAt": "2026-05-03T00:00:00Z"},
        {"asOf": "2026-06-01", "knownAt": "2026-06-01T00:00:00Z"},
    )
    assert _told(found["added"]) == {"kq2": ("KNOWLEDGE", ["k2a"])}
    # Moderate while the move was to come, strong since: the world changed.
    assert _told(found["changed"]) == {"kq": ("WORLD", ["oa"])}
    assert found["changed"][0]["before"] == {"strength": "MODERATE"}
    assert found["changed"][0]["after"] == {"strength": "STRONG"}
    # The partnership ended on 10 February and ceased to be recent; the other was refuted.
    assert _told(found["removed"]) == {"kp": ("WORLD", ["op"]), "kr": ("KNOWLEDGE", ["or"])}
    assert {one["after"] and one["after"]["strength"] for one in found["removed"]} == {None}


async def test_candidates_and_alerts_differ_with_the_findings(world: Graph, settings: Settings) -> None:
    found = await _diff(
        world,
        settings,
        {"asOf": "2026-05-03", "knownAt": "2026-05-03T00:00:00Z"},
        {"asOf": "2026-06-01", "knownAt": "2026-06-01T00:00:00Z"},
    )
    candidates = found["candidates"]
    assert {(one["recipient"].get("id"), one["cause"]) for one in candidates["removed"]} == {
        ("p", "WORLD"),
        ("r", "KNOWLEDGE"),
    }
    assert [one["recipient"].get("id") or one["recipient"]["name"] for one in candidates["changed"]] == [
        "q",
        "Children's services",
    ]
    assert candidates["added"] == []
    # Two partners with children were a trait that they share, until one partnership was refuted. The home about which nobody was
    # asked was to come and is there now, which is no other alert.
    assert [(one["kind"], one["cause"], one["records"]) for one in found["alerts"]["removed"]] == [
        ("serial_partner", "KNOWLEDGE", [{"id": "or"}])
    ]
    assert found["alerts"]["added"] == []


async def test_two_looks_at_one_view_differ_in_nothing(world: Graph, settings: Settings) -> None:
    view = {"asOf": "2026-06-01", "knownAt": "2026-06-01T00:00:00Z"}
    found = await _diff(world, settings, view, view)
    assert found == {**NOTHING, "candidates": NOTHING, "alerts": NOTHING}


async def test_a_closed_case_looks_like_an_unknown_one(world: Graph, settings: Settings) -> None:
    views = {"asOf": "2026-05-03", "knownAt": "2026-05-03T00:00:00Z"}, {"asOf": "2026-06-01"}
    closed = settings.model_copy(update={"case_access": CaseAccess.MEMBERS})
    found = await _diff(world, closed, *views, cases=frozenset())
    assert found == {**NOTHING, "candidates": NOTHING, "alerts": NOTHING}
