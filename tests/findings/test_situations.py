"""Twelve situations from published reviews and inspections: by what each is found, and where each is silent."""

import pytest

from graph_service.cases.reader import CaseReader
from graph_service.settings import Settings
from graph_service.store.graph import Graph
from tests.findings.cases import SITUATIONS_FOLDER, Case, asked_for, import_cases, load_cases, unprefixed

CASES = load_cases(SITUATIONS_FOLDER)


@pytest.fixture(scope="module")
async def situations_graph(
    module_store: Graph, request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Graph:
    await import_cases(module_store, tmp_path_factory.mktemp("situations"), asked_for(request, CASES))
    return module_store


@pytest.mark.parametrize("case", CASES, ids=str)
async def test_situation(case: Case, situations_graph: Graph, settings: Settings) -> None:
    assert case.expect is not None
    reader = CaseReader(case.view_session(situations_graph, settings), case.prefix + "o")
    found = {
        unprefixed(case, (finding.subject.record.id,))[0]: sorted(
            {exposure.pattern.id for exposure in finding.live_exposures}
        )
        for finding in await reader.findings()
    }
    assert found == case.expect["findings"]
    assert sorted(alert.kind for alert in await reader.alerts()) == case.expect["alerts"]


def test_there_are_twelve_each_with_a_case_that_differs() -> None:
    situations = {case.pattern for case in CASES}
    assert len(situations) == 12
    assert all(sum(case.pattern == situation for case in CASES) > 1 for situation in situations)
