"""What is missing in a file, or too weak to rely on: told apart from alerts, one line for all alike, or not among what waits."""

from pathlib import Path

import pytest
import pytest_asyncio

from graph_service.importing.importer import import_bundle
from graph_service.security.identity import Role
from graph_service.store.graph import Graph
from tests.site import site_over
from tests.worlds import link, person, write_bundle

CASE = "/offenders/o?asOf=2026-06-01"


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def world(module_store: Graph, tmp_path_factory: pytest.TempPathFactory) -> Graph:
    """He has moved into one home and is to move into another, nobody was asked; a weak report has him with a mother."""
    await import_bundle(
        module_store,
        write_bundle(
            tmp_path_factory.mktemp("gaps"),
            sources=[{"id": "rumour", "source_evaluation": "3", "intelligence_assessment": "D"}],
            people=[
                person("o", given_names="Olaf", date_of_birth="1980-01-01"),
                person("m", given_names="May", date_of_birth="1990-01-01"),
                person("k", given_names="Kim", date_of_birth="2018-01-01"),
            ],
            offenders=[{"person_id": "o", "category": 1, "managed_from": "2020-01-01"}],
            profiles=[{"person_id": "o", "profile": "CHILD_SEXUAL"}],
            addresses=[
                {"id": "a", "lines": "1 Low Row", "kind": "DWELLING"},
                {"id": "b", "lines": "2 Low Row", "kind": "DWELLING"},
            ],
            relationships=[
                link("LIVES_AT", "o", "a", role="MAIN", valid_from="2026-05-01"),
                link("PLANNED_RESIDENCE", "o", "b", valid_from="2026-06-20"),
                link("PARTNER_OF", "o", "m", valid_from="2026-01-01", source_id="rumour"),
                link("PARENT_OF", "m", "k", valid_from="2018-01-01"),
            ],
        ),
    )
    return module_store


@pytest.mark.parametrize("gaps_wait", [True, False])
async def test_gaps_are_one_line_for_what_is_alike_and_wait_unless_a_setting_says_otherwise(
    gaps_wait: bool, world: Graph, tmp_path: Path
) -> None:
    async with site_over(world, tmp_path, Role.PLAN_AUTHOR, gaps_wait=gaps_wait) as site:
        words = await site.words(CASE)
    waits, rest = words.split("The service suggests and shows its evidence.", 1)
    asked = "Gap in the file: Children's services: not asked, or has not answered, about 1 Low Row and 2 Low Row."
    assert (asked in waits, "Gap in the file: Intelligence to develop:" in waits) == (gaps_wait, gaps_wait)
    # Whoever looks for them finds them all, after what is an alert.
    assert rest.count("Enquiry not made or not answered") == 2
    missing = rest.split("What follows is missing in the file, or too weak to rely on.")[1]
    assert "too weak to rely on (graded 3D): Olaf has been May's partner" in missing
