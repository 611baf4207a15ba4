"""The conflict check against its hits and near misses, on a real store."""

from collections.abc import Mapping
from typing import Any

import pytest

from graph_service.queries.candidates import recipient_facts
from graph_service.settings import Settings
from graph_service.store.graph import Graph
from tests.findings.cases import CONFLICTS_FOLDER, Case, asked_for, import_cases, load_cases, unprefixed

CASES = load_cases(CONFLICTS_FOLDER)
NOTHING: Mapping[str, Any] = {"ties": [], "recent": None, "managed": False, "against_children": False, "harmed": []}


@pytest.fixture(scope="module")
async def conflicts_graph(
    module_store: Graph, request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Graph:
    await import_cases(module_store, tmp_path_factory.mktemp("conflicts"), asked_for(request, CASES))
    return module_store


@pytest.mark.parametrize("case", CASES, ids=str)
async def test_case(case: Case, conflicts_graph: Graph, settings: Settings) -> None:
    session = case.view_session(conflicts_graph, settings)
    recipient = case.prefix + "r"
    facts = await recipient_facts(session, case.prefix + "o", [recipient])
    wanted = NOTHING if case.expect is None else case.expect
    ties = facts.ties.get(recipient, ())
    assert [tie.kind for tie in ties] == [kind for kind, _ in wanted["ties"]]
    for tie, (_, path) in zip(ties, wanted["ties"], strict=True):
        # The link of a flat to its building is worked out by the import and has no id of the case's own.
        assert path is None or unprefixed(case, tie.path.link_ids) == path
        assert (tie.path.nodes[0].id, tie.path.nodes[-1].id) == (case.prefix + "o", recipient)
        assert wanted["recent"] is None or tie.recent == wanted["recent"]
    assert (recipient in facts.managed) == wanted["managed"]
    assert (recipient in facts.against_children) == wanted["against_children"]
    assert facts.harmed == {(recipient, case.prefix + victim) for victim in wanted["harmed"]}


def test_every_case_has_a_name_of_its_own() -> None:
    names = [case.name for case in CASES]
    assert sorted(set(names)) == sorted(names)
