"""Every pattern of the catalogue against its hits and near misses, on a real store."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest

from graph_service.cases.reader import CaseReader
from graph_service.findings.alerts import alerts_statement
from graph_service.findings.patterns import Pattern, findings_statements, patterns
from graph_service.importing.importer import import_bundle
from graph_service.model.clock import View
from graph_service.model.records import Clearance
from graph_service.model.vocabulary import Strength
from graph_service.queries.case import NONE_NEEDED
from graph_service.queries.view_session import ViewSession
from graph_service.settings import Settings
from graph_service.store.catalogue import CaseStatement
from graph_service.store.graph import Graph
from tests.conftest import empty
from tests.findings.cases import CLOCK_WITHOUT_INDEX, FOLDER, Case, asked_for, import_cases, load_cases, unprefixed
from tests.worlds import write_bundle


def _recorded(case: Case) -> bool:
    """Whether any record of a case says when it was recorded, or until when it was known."""
    cells = ("recorded_at", "superseded_at")
    return any(row.get(cell) for rows in case.files.values() for row in rows for cell in cells)


CASES = load_cases()
OF_ONE_VIEW = [case for case in CASES if not case.later and case.known_at is None and not _recorded(case)]


@pytest.fixture(scope="module")
async def cases_graph(
    module_store: Graph, request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Graph:
    await import_cases(module_store, tmp_path_factory.mktemp("cases"), asked_for(request, CASES))
    return module_store


@pytest.mark.parametrize("case", CASES, ids=str)
async def test_case(case: Case, cases_graph: Graph, settings: Settings) -> None:
    await check(case, cases_graph, settings)


async def check(case: Case, cases_graph: Graph, settings: Settings) -> None:
    """That a case shows what it must."""
    session = case.view_session(cases_graph, settings)
    findings = await CaseReader(session, case.prefix + "o").findings()
    shown = [
        (finding, exposure)
        for finding in findings
        for exposure in finding.exposures
        if exposure.pattern.id == case.pattern
    ]
    if case.expect is None:
        assert [(finding.subject.record.id, exposure.path.link_ids) for finding, exposure in shown] == []
        return
    wanted = {key: value for key, value in case.expect.items() if value is not None}
    mine = [
        (finding, exposure)
        for finding, exposure in shown
        if finding.subject.record.id == case.prefix + wanted["subject"]
        and ("path" not in wanted or unprefixed(case, exposure.path.link_ids) == wanted["path"])
    ]
    assert mine, f"expected {wanted}, found {[(f.subject.record.id, e.path.link_ids) for f, e in shown]}"
    finding, exposure = mine[0]
    assert exposure.strength == Strength(wanted["strength"])
    assert exposure.suppressed_by == wanted.get("suppressed_by")
    if "timing" in wanted:
        assert exposure.timing == wanted["timing"]
    if "groups" in wanted:
        assert [group.value for group in finding.groups] == wanted["groups"]
    if "class" in wanted:
        assert finding.subject.protected == wanted["class"]
    if "fulfilled_by" in wanted:
        assert sorted(
            unprefixed(case, tuple(link.id for one in exposure.fulfilled_by for link in one.links))
        ) == sorted(wanted["fulfilled_by"])
    if "exposures" in wanted:
        assert len(shown) == wanted["exposures"]
    assert len(exposure.path.nodes) == len(exposure.path.links) + 1
    for path in exposure.paths:
        for before, link, after in zip(path.nodes, path.links, path.nodes[1:], strict=False):
            assert {before.id, after.id} == {link.from_id, link.to_id}


def test_every_pattern_has_cases() -> None:
    assert {pattern.id for pattern in patterns()} == {path.stem for path in FOLDER.glob("*.yaml")}
    hits = {case.pattern for case in CASES if case.expect is not None}
    misses = {case.pattern for case in CASES if case.expect is None}
    assert hits == misses == {pattern.id for pattern in patterns()}


@pytest.mark.parametrize("pattern", patterns(), ids=lambda pattern: pattern.id)
async def test_cypher_is_as_its_header_says(pattern, cases_graph: Graph) -> None:  # type: ignore[no-untyped-def]
    """EXPLAIN knows unknown labels, missing parameters, cartesian products and writes without any data."""
    statement = pattern.statement
    explanation = await cases_graph.explain(statement.text, dict.fromkeys(statement.parameters))
    assert explanation.columns == pattern.columns
    assert not explanation.writes
    assert [code for code, _ in explanation.warnings if code != CLOCK_WITHOUT_INDEX] == []


@pytest.mark.parametrize("statement", (*findings_statements(), alerts_statement()), ids=lambda statement: statement.id)
async def test_what_the_patterns_are_assembled_into_reads(
    statement: CaseStatement, cases_graph: Graph, settings: Settings
) -> None:
    session = ViewSession(cases_graph, settings, View.at(), Clearance())
    given = session.parameters(offender_id="-", **NONE_NEEDED.parameters())
    explanation = await cases_graph.explain(statement.text, given)
    assert not explanation.writes
    assert [code for code, _ in explanation.warnings if code != CLOCK_WITHOUT_INDEX] == []
    assert len(statement.text) < 65_536, "Neo4j keeps no plan for a longer one"


BEFORE, CORRECTED = datetime(2026, 6, 2, tzinfo=UTC), datetime(2026, 6, 3, tzinfo=UTC)
"""An instant at which every case is known, and one at which every record in it is corrected."""
CORRECTIONS: Mapping[str, Mapping[str, Any]] = {
    "people": {
        "date_of_birth": "1950-01-01",
        "deceased_on": "2000-01-01",
        "adult_at_risk": False,
        "staff": False,
        "sex": "X",
    },
    "profiles": {"preferred_sex": "X", "preferred_age_from": 90, "preferred_age_to": 99, "targets_strangers": False},
    "offenders": {"sentenced_on": "2026-05-31"},
    "addresses": {"kind": "PRISON", "latitude": -50.0, "longitude": 0.0},
    "schools": {"latitude": -50.0, "longitude": 0.0},
    "organisations": {"kind": "AGENCY", "serves": "NONE", "latitude": -50.0, "longitude": 0.0},
    "orders": {"kind": "OTHER"},
    "conditions": {"kind": "OTHER"},
    "offences": {"kind": "OTHER"},
    "accounts": {"label": "another"},
    "sources": {"interest": "AGENCY"},
}
"""What would make most findings fall if it were true of a record: cells for each file."""


@pytest.fixture(scope="module")
async def corrected_graph(
    graph: Graph, request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Graph:
    """All cases that are of one view alone, every record of which was corrected later."""
    await empty(graph)
    folder = tmp_path_factory.mktemp("corrected")
    files: dict[str, list[dict[str, Any]]] = {}
    for case in asked_for(request, OF_ONE_VIEW, by="pattern"):
        for file, rows in case.files.items():
            files.setdefault(file, []).extend(rows)
    await import_bundle(graph, write_bundle(folder / "first", **files), instant=BEFORE)
    later = {file: [{**row, **cells} for row in files[file]] for file, cells in CORRECTIONS.items() if file in files}
    await import_bundle(graph, write_bundle(folder / "later", **later), instant=CORRECTED)
    return graph


@pytest.mark.parametrize("pattern", patterns(), ids=lambda pattern: pattern.id)
async def test_what_was_found_is_found_as_known_before_every_record_was_corrected(
    pattern: Pattern, corrected_graph: Graph, settings: Settings
) -> None:
    """Wherever a pattern looks, earlier versions are within its reach."""
    for case in OF_ONE_VIEW:
        if case.pattern == pattern.id:
            await check(replace(case, known_at=BEFORE), corrected_graph, settings)
