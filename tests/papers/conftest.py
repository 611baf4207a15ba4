"""The vignettes in a real store, and the papers that a plan author makes of them."""

from collections.abc import AsyncIterator, Awaitable, Callable
from datetime import UTC, date, datetime
from importlib import resources
from pathlib import Path

import pytest
import pytest_asyncio

from graph_service.cases.pack import read_pack_material
from graph_service.importing.importer import import_bundle
from graph_service.model.case import CaseFile
from graph_service.model.clock import View
from graph_service.model.records import Clearance
from graph_service.papers.content import Made, Paper
from graph_service.papers.pack import candidates_paper, panel_pack
from graph_service.pictures.family.build import FAMILY_STEPS
from graph_service.pictures.values import DRAWN_AT_MOST
from graph_service.queries.view_session import ViewSession
from graph_service.settings import Settings
from graph_service.store.graph import Graph

MADE = Made("ana.author", datetime(2026, 6, 2, 9, 5, tzinfo=UTC))
DAY = date(2026, 6, 1)
PLAN_AUTHOR, CLEARED_AUTHOR = Clearance(cleared=False, seals_victims=True), Clearance(cleared=True, seals_victims=True)


class Papers:
    """The papers of one case at one view."""

    def __init__(self, file: CaseFile, pack: Paper) -> None:
        self.file = file
        self.pack = pack
        self.candidates = candidates_paper(file)


MakePapers = Callable[..., Awaitable[Papers]]


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def vignettes(module_store: Graph) -> AsyncIterator[Graph]:
    """The fifteen vignettes."""
    await import_bundle(module_store, Path(str(resources.files("graph_service.samples") / "vignettes")))
    yield module_store


async def read_papers(
    graph: Graph,
    settings: Settings,
    offender: str,
    *,
    clearance: Clearance = PLAN_AUTHOR,
    known_at: datetime | None = None,
) -> Papers:
    """The papers of a case, read anew."""
    session = ViewSession(graph, settings, View.at(DAY, known_at), clearance)
    material = await read_pack_material(session, offender, FAMILY_STEPS, DRAWN_AT_MOST)
    assert material is not None
    return Papers(material.file, panel_pack(material).paper)


@pytest.fixture
def papers(vignettes: Graph, settings: Settings) -> MakePapers:
    """Makes the papers of an offender of the vignettes."""

    async def make(offender: str, **more: object) -> Papers:
        return await read_papers(vignettes, settings, offender, **more)  # type: ignore[arg-type]

    return make
