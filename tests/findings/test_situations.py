"""Twelve situations from published reviews and inspections: by what each is found, who could be told, and where each is silent.

`docs/inspections.md` tells of them.
"""

from pathlib import Path

import pytest

from graph_service.cases.reader import CaseReader
from graph_service.model.findings import Office
from graph_service.model.vocabulary import Channel
from graph_service.settings import Settings
from graph_service.store.graph import Graph
from tests.findings.cases import SITUATIONS_FOLDER, Case, asked_for, import_cases, load_cases, unprefixed

CASES = load_cases(SITUATIONS_FOLDER)
PAGE = Path(__file__).parents[2] / "docs" / "inspections.md"


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
    told = {
        unprefixed(case, (candidate.recipient.id,))[0]: candidate.role.value
        for candidate in await reader.candidates()
        if candidate.channel is Channel.DISCLOSURE and not isinstance(candidate.recipient, Office)
    }
    assert told == case.expect["told"]


def test_there_are_twelve_each_with_a_case_that_differs() -> None:
    situations = {case.pattern for case in CASES}
    assert len(situations) == 12
    page = PAGE.read_text(encoding="utf-8")
    assert [situation for situation in situations if situation not in page] == []
    assert all(sum(case.pattern == situation for case in CASES) > 1 for situation in situations)
