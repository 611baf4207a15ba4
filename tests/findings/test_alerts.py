"""Every kind of alert against its hits and near misses, on a real store."""

import pytest

from graph_service.cases.reader import CaseReader
from graph_service.findings.alerts import INTELLIGENCE_TO_DEVELOP, AlertPattern, alert_patterns
from graph_service.model.findings import Alert
from graph_service.settings import Settings
from graph_service.store.graph import Graph
from tests.findings.cases import (
    ALERTS_FOLDER,
    CLOCK_WITHOUT_INDEX,
    Case,
    asked_for,
    import_cases,
    load_cases,
    unprefixed,
)

CASES = load_cases(ALERTS_FOLDER)
KINDS = {pattern.id for pattern in alert_patterns()} | {INTELLIGENCE_TO_DEVELOP}


@pytest.fixture(scope="module")
async def alerts_graph(
    module_store: Graph, request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Graph:
    await import_cases(module_store, tmp_path_factory.mktemp("alerts"), asked_for(request, CASES))
    return module_store


def _told(case: Case, alert: Alert) -> tuple[str | None, list[str]]:
    """Subject and path of an alert, as the case file names them."""
    subject = alert.subject.id.removeprefix(case.prefix) if alert.subject is not None else None
    return subject, unprefixed(case, alert.path.link_ids)


@pytest.mark.parametrize("case", CASES, ids=str)
async def test_case(case: Case, alerts_graph: Graph, settings: Settings) -> None:
    session = case.view_session(alerts_graph, settings)
    alerts = await CaseReader(session, case.prefix + "o").alerts()
    shown = [alert for alert in alerts if alert.kind == case.pattern]
    told = [_told(case, alert) for alert in shown]
    if case.expect is None:
        assert told == []
        return
    wanted = {key: value for key, value in case.expect.items() if value is not None}
    mine = [
        alert
        for alert, (subject, path) in zip(shown, told, strict=True)
        if subject == wanted["subject"] and ("path" not in wanted or path == wanted["path"])
    ]
    assert mine, f"expected {wanted}, found {told}"
    alert = mine[0]
    if "count" in wanted:
        assert len(shown) == wanted["count"], told
    if "agencies" in wanted:
        assert sorted(one.agency for one in shown if one.agency) == wanted["agencies"]
    if "conditions" in wanted:
        touched = unprefixed(case, tuple(condition.id for condition in alert.conditions))
        assert sorted(touched) == wanted["conditions"]
    if "fulfilled_by" in wanted:
        links = tuple(link.id for path in alert.fulfilled_by for link in path.links)
        assert sorted(unprefixed(case, links)) == sorted(wanted["fulfilled_by"])
    assert alert.summary
    assert len(alert.path.nodes) == len(alert.path.links) + 1
    for before, link, after in zip(alert.path.nodes, alert.path.links, alert.path.nodes[1:], strict=False):
        assert {before.id, after.id} == {link.from_id, link.to_id}


def test_every_alert_has_cases() -> None:
    assert {path.stem for path in ALERTS_FOLDER.glob("*.yaml")} == KINDS
    hits = {case.pattern for case in CASES if case.expect is not None}
    misses = {case.pattern for case in CASES if case.expect is None}
    assert hits == misses == KINDS


def test_every_case_has_a_name_of_its_own() -> None:
    names = [str(case) for case in CASES]
    assert sorted(set(names)) == sorted(names)


@pytest.mark.parametrize("pattern", alert_patterns(), ids=lambda pattern: pattern.id)
async def test_cypher_is_as_its_header_says(pattern: AlertPattern, alerts_graph: Graph) -> None:
    """EXPLAIN knows unknown labels, missing parameters, cartesian products and writes without any data."""
    statement = pattern.statement
    explanation = await alerts_graph.explain(statement.text, dict.fromkeys(statement.parameters))
    assert explanation.columns == pattern.columns
    assert not explanation.writes
    assert [code for code, _ in explanation.warnings if code != CLOCK_WITHOUT_INDEX] == []
