"""The addresses of papers over a real store: who gets which, what it is called, and what the audit log says of it."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio

from graph_service.security.identity import Role
from graph_service.store.graph import Graph
from tests.papers.reading import Docx, pdf_pages
from tests.site import Site, site_over

VIEW = "?asOf=2026-06-01&knownAt=2026-06-01T10:30:00Z"
CASE = "/offenders/gary-flint"
LISTS = ("disclosure-candidates.csv", "disclosure-candidates.docx", "disclosure-candidates.pdf")
PACKS = ("pack.docx", "pack.pdf")


@pytest_asyncio.fixture(loop_scope="session")
async def site(vignettes: Graph, tmp_path: Path) -> AsyncIterator[Site]:
    async with site_over(vignettes, tmp_path, Role.PLAN_AUTHOR, "ana.author") as site:
        yield site


@pytest.mark.parametrize(
    ("paper", "media_type", "name", "operation"),
    [
        (LISTS[0], "text/csv; charset=utf-8", "disclosure-candidates-gary-flint-2026-06-01.csv", "candidatesCsv"),
        (LISTS[1], "wordprocessingml.document", "disclosure-candidates-gary-flint-2026-06-01.docx", "candidatesDocx"),
        (LISTS[2], "application/pdf", "disclosure-candidates-gary-flint-2026-06-01.pdf", "candidatesPdf"),
        (PACKS[0], "wordprocessingml.document", "panel-pack-gary-flint-2026-06-01.docx", "packDocx"),
        (PACKS[1], "application/pdf", "panel-pack-gary-flint-2026-06-01.pdf", "packPdf"),
    ],
)
async def test_a_plan_author_gets_every_paper_and_each_is_on_record(
    paper: str, media_type: str, name: str, operation: str, site: Site
) -> None:
    response = await site.get(f"{CASE}/{paper}{VIEW}")
    assert response.status_code == 200
    assert response.headers["content-type"].endswith(media_type)
    assert response.headers["content-disposition"] == f'attachment; filename="{name}"'
    said = {
        "csv": lambda: response.text,
        "docx": lambda: Docx(response.content).text,
        "pdf": lambda: " ".join(pdf_pages(response.content)),
    }[paper.split(".")[1]]()
    assert "Kit Barr" in said and "Lynn Flint" in said
    entry = site.last
    assert (entry["operation"], entry["action"], entry["outcome"]) == (operation, "READ", "OK")
    assert entry["views"] == [{"asOf": "2026-06-01", "knownAt": "2026-06-01T10:30:00.000000Z"}]
    assert {"gary-flint", "kit-barr", "sue-barr", "lynn-flint", "omar-said"} <= set(entry["disclosed"])
    if not paper.endswith(".csv"):
        assert str(entry["details"]["digest"])[:12] in said
    # The family picture of a pack shows his sister's son, too.
    assert ("theo-flint" in entry["disclosed"]) == paper.startswith("pack")


@pytest.mark.parametrize(
    ("role", "papers", "status"),
    [
        (Role.PANEL_MEMBER, LISTS, 200),
        (Role.ANALYST, LISTS, 200),
        (Role.AUDITOR, LISTS, 403),
        (Role.PANEL_MEMBER, PACKS, 403),
        (Role.ANALYST, PACKS, 403),
        (Role.ADMINISTRATOR, PACKS, 403),
    ],
)
async def test_the_list_is_for_readers_of_the_case_and_the_pack_for_plan_authors(
    role: Role, papers: tuple[str, ...], status: int, site: Site
) -> None:
    for paper in papers:
        response = await site.get(f"{CASE}/{paper}{VIEW}", role)
        assert response.status_code == status
        assert site.last["action"] == ("READ" if status == 200 else "DENIED")
        assert status == 200 or b"Kit" not in response.content


@pytest.mark.parametrize("paper", [*LISTS, *PACKS])
async def test_an_unknown_offender_and_a_missing_purpose_get_no_paper(paper: str, site: Site) -> None:
    assert (await site.get(f"/offenders/nobody/{paper}")).status_code == 404
    assert (await site.get(f"/offenders/sue-barr/{paper}")).status_code == 404
    assert (await site.get(f"{CASE}/{paper}", purpose=False)).status_code == 400


async def test_clearance_opens_in_the_pack_what_it_opens_elsewhere(site: Site) -> None:
    for cleared in (False, True):
        response = await site.get(f"/offenders/stu-lacey/pack.pdf{VIEW}", cleared=cleared)
        assert ("Nadia" in " ".join(pdf_pages(response.content))) is cleared
