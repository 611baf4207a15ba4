"""Who is not seen is known at once; who is seen at another instant is found by the same statements, given what was known then."""

from collections.abc import AsyncIterator, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio

from graph_service.cases.reader import CaseReader
from graph_service.importing.importer import import_bundle
from graph_service.local_neo4j.server import ConnectionDetails
from graph_service.model.clock import View
from graph_service.model.records import Clearance
from graph_service.queries.case import CaseQuestions
from graph_service.queries.case_file import records_by_id
from graph_service.queries.findings import alert_matches, offender_evidence
from graph_service.queries.view_session import ViewSession
from graph_service.settings import Settings
from graph_service.store.catalogue import statement
from graph_service.store.graph import Graph
from tests.worlds import Row, link, person, write_bundle

LATER = datetime(2024, 1, 1, tzinfo=UTC)
EARLIER = datetime(2022, 1, 1, tzinfo=UTC)
BEFORE = datetime(2019, 1, 1, tzinfo=UTC)
MOMENT_BEFORE = datetime(2026, 1, 1, tzinfo=UTC)
"""After the name was changed, and before the tests are run."""


class Watched(Graph):
    """A store that notes what it is asked."""

    def __init__(self, *parts: Any) -> None:
        super().__init__(*parts)
        self.asked: list[str] = []

    async def fetch(
        self, text: str, parameters: Mapping[str, Any] | None = None, *, timeout_s: float | None = None
    ) -> dict[str, Any] | None:
        self.asked.append(text)
        return await super().fetch(text, parameters, timeout_s=timeout_s)

    def looked_back(self) -> bool:
        """Whether earlier versions were looked for."""
        return statement("reach").text in self.asked


@pytest_asyncio.fixture(loop_scope="session")
async def watched(neo4j_server: ConnectionDetails) -> AsyncIterator[Watched]:
    details = neo4j_server
    store = Watched.connect(
        details.uri, details.user, details.password, database=details.database, timeout_s=60, pool_size=10
    )
    yield store
    await store.close()


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def world(module_store: Graph, tmp_path_factory: pytest.TempPathFactory) -> None:
    """An offender renamed in 2023, one whom handling C hides, one renamed by a source of handling C, and a school."""
    renamed = {"given_names": "Olaf", "date_of_birth": "1980-01-01"}
    first: list[Row] = [
        person("o", family_name="Old", recorded_at="2020-01-01T00:00:00Z", **renamed),
        person("c", given_names="Carl", family_name="Vane", source_id="s"),
    ]
    first.append(person("h", given_names="Hal", family_name="Known"))
    bundle = {
        "sources": [{"id": "s", "source_evaluation": 1, "intelligence_assessment": "A", "handling": "C"}],
        "people": first,
        "offenders": [{"person_id": one, "category": 1, "managed_from": "2010-01-01"} for one in "och"],
        "schools": [{"id": "school", "name": "Oak School"}],
        "relationships": [link("ATTENDS", "c", "school")],
    }
    await import_bundle(module_store, write_bundle(tmp_path_factory.mktemp("first"), **bundle))  # type: ignore[arg-type]
    later = [person("o", family_name="New", recorded_at="2023-01-01T00:00:00Z", **renamed)]
    await import_bundle(module_store, write_bundle(tmp_path_factory.mktemp("later"), people=later))
    hidden = [person("h", given_names="Hal", family_name="Hidden", source_id="s")]
    await import_bundle(module_store, write_bundle(tmp_path_factory.mktemp("hidden"), people=hidden))


def at(graph: Graph, settings: Settings, instant: datetime | None, *, cleared: bool = False) -> ViewSession:
    return ViewSession(graph, settings, View.at(None, instant), Clearance(cleared=cleared))


@pytest.mark.parametrize(
    ("record_id", "instant"),
    [
        ("nobody", None),
        ("nobody", LATER),
        ("nobody", EARLIER),
        ("school", None),
        ("school", EARLIER),
        ("c", None),
        ("c", EARLIER),
        ("o", BEFORE),
    ],
)
async def test_who_is_not_seen_is_looked_for_once(
    world: None, watched: Watched, settings: Settings, record_id: str, instant: datetime | None
) -> None:
    session = at(watched, settings, instant)
    assert await CaseReader(session, record_id).case() is None
    assert await alert_matches(CaseQuestions(session, record_id)) == ()
    assert watched.looked_back()


@pytest.mark.parametrize(("instant", "name", "back"), [(None, "Olaf New", False), (EARLIER, "Olaf Old", True)])
async def test_somebody_is_found_as_he_was_known_at_the_instant(
    world: None, watched: Watched, settings: Settings, instant: datetime | None, name: str, back: bool
) -> None:
    case = await CaseReader(at(watched, settings, instant), "o").case()
    assert case is not None
    assert (case.person.name, case.category, case.managed) == (name, 1, True)
    assert watched.looked_back() is back


@pytest.mark.parametrize("record_id", ["h", "o"])
async def test_a_correction_that_is_hidden_from_a_viewer_changes_nothing_of_how_he_is_answered(
    world: None, watched: Watched, settings: Settings, record_id: str
) -> None:
    session = at(watched, settings, None)
    assert await offender_evidence(CaseQuestions(session, record_id)) is not None
    assert not watched.looked_back()
    watched.asked.clear()
    found = await records_by_id(session, ("h", "o"))
    assert {one.name for one in found.values()} == {"Hal Known", "Olaf New"}
    assert watched.asked and statement("records_by_id").text not in watched.asked


async def test_the_cleared_are_told_what_a_hidden_correction_says(
    world: None, watched: Watched, settings: Settings
) -> None:
    session = at(watched, settings, None, cleared=True)
    evidence = await offender_evidence(CaseQuestions(session, "h"))
    assert evidence is not None and evidence.person.name == "Hal Hidden"
    assert (await records_by_id(session, ("h",)))["h"].name == "Hal Hidden"


async def test_whom_handling_c_hides_the_cleared_see(world: None, watched: Watched, settings: Settings) -> None:
    evidence = await offender_evidence(CaseQuestions(at(watched, settings, None, cleared=True), "c"))
    assert evidence is not None and evidence.person.name == "Carl Vane"


async def test_a_correction_between_two_statements_makes_nobody_vanish(
    world: None, watched: Watched, settings: Settings, tmp_path: Path
) -> None:
    questions = CaseQuestions(at(watched, settings, EARLIER), "o")
    evidence = await offender_evidence(questions)
    assert evidence is not None and evidence.person.name == "Olaf Old"
    again = [person("o", given_names="Olaf", family_name="Newer", date_of_birth="1980-01-01")]
    await import_bundle(watched, write_bundle(tmp_path, people=again))
    watched.asked.clear()
    evidence = await offender_evidence(questions)
    assert evidence is not None and evidence.person.name == "Olaf Old"
    assert watched.looked_back(), "what was read before the correction was not taken for what is known now"
    present = CaseQuestions(ViewSession(watched, settings, View.at(None, MOMENT_BEFORE), Clearance()), "o")
    evidence = await offender_evidence(present)
    assert evidence is not None and evidence.person.name == "Olaf New"
