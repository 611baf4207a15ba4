"""Who could be told in small worlds, on a real store: the parts, the standing, what each serves, who is best placed, the cover."""

from collections.abc import Mapping
from typing import Any

import pytest

from graph_service.cases.reader import CaseReader
from graph_service.findings.placing import best_placed
from graph_service.model.findings import Candidate, Office
from graph_service.model.vocabulary import Channel
from graph_service.settings import Settings
from graph_service.store.graph import Graph
from tests.findings.cases import CANDIDATES_FOLDER, Case, asked_for, import_cases, load_cases

CASES = load_cases(CANDIDATES_FOLDER)


@pytest.fixture(scope="module")
async def candidates_graph(
    module_store: Graph, request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Graph:
    await import_cases(module_store, tmp_path_factory.mktemp("candidates"), asked_for(request, CASES))
    return module_store


@pytest.mark.parametrize("case", CASES, ids=str)
async def test_case(case: Case, candidates_graph: Graph, settings: Settings) -> None:
    assert case.expect is not None
    reader = CaseReader(case.view_session(candidates_graph, settings), case.prefix + "o")
    findings, candidates, cover = await reader.findings(), await reader.candidates(), await reader.minimum_cover()
    for key, channel in (("told", Channel.DISCLOSURE), ("shared", Channel.SHARING)):
        if key in case.expect:
            wanted = {name: _wanted(row) for name, row in case.expect[key].items()}
            shown = {
                _named(case, candidate): _shown(case, candidate, wanted.get(_named(case, candidate), {}))
                for candidate in candidates
                if candidate.channel is channel
            }
            assert shown == wanted
    for subject, wanted_best in case.expect.get("best_placed", {}).items():
        finding = next(one for one in findings if one.subject.record.id == case.prefix + subject)
        best = best_placed(finding, candidates)
        shown_best = best and [_named(case, best), best.placings[finding.subject.record.id].role.value]
        assert shown_best == wanted_best, subject
    if "cover" in case.expect:
        assert [_named(case, candidate) for candidate in cover.recipients] == case.expect["cover"]


def _named(case: Case, candidate: Candidate) -> str:
    recipient = candidate.recipient
    return recipient.name if isinstance(recipient, Office) else recipient.id.removeprefix(case.prefix)


def _wanted(row: Mapping[str, Any]) -> dict[str, Any]:
    return {"also_as": [], **row, "serves": {who: sorted(patterns) for who, patterns in row["serves"].items()}}


def _shown(case: Case, candidate: Candidate, wanted: Mapping[str, Any]) -> dict[str, Any]:
    """A candidate as a case has it; gateways only where the case speaks of them."""
    shown = {
        "role": candidate.role.value,
        "also_as": [role.value for role in candidate.also_as],
        "standing": candidate.standing.value,
        "serves": {
            finding.subject.record.id.removeprefix(case.prefix): sorted(
                {exposure.pattern.id for exposure in finding.exposures if exposure in candidate.serves}
            )
            for finding in candidate.protects
        },
        "gateways": [gateway.value for gateway in candidate.gateways],
    }
    return {key: value for key, value in shown.items() if key != "gateways" or "gateways" in wanted}


def test_every_case_has_a_name_of_its_own() -> None:
    names = [str(case) for case in CASES]
    assert sorted(set(names)) == sorted(names)
