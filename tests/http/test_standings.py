"""Who is shown as managed, convicted or neither: alike in the network picture and the family picture, on the day asked about."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio

from graph_service.importing.importer import import_bundle
from graph_service.security.identity import Role
from graph_service.store.graph import Graph
from tests.site import Site, site_over
from tests.worlds import link, person, write_bundle

PICTURES = ("network.svg?hops=1&asOf=", "family.svg?asOf=")


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def world(module_store: Graph, tmp_path_factory: pytest.TempPathFactory) -> Graph:
    """An offender of sixteen, an uncle who is managed and has no offence on record, a brother convicted in 2024; and a child
    at his home, whose mother has harmed it.
    """
    await import_bundle(
        module_store,
        write_bundle(
            tmp_path_factory.mktemp("standings"),
            people=[
                person("o", given_names="Olaf", date_of_birth="2010-01-01"),
                person("m", given_names="Max", date_of_birth="1980-01-01"),
                person("b", given_names="Ben", date_of_birth="1999-01-01"),
                person("k", given_names="Kim", date_of_birth="2018-01-01"),
                person("q", given_names="Quin", date_of_birth="1990-01-01"),
            ],
            offenders=[
                {"person_id": "o", "category": 1, "level": 2},
                {"person_id": "m", "category": 2, "level": 1, "managed_from": "2025-01-01"},
            ],
            profiles=[{"person_id": "o", "profile": "CHILD_SEXUAL"}],
            addresses=[{"id": "home", "lines": "1 Low Row"}],
            offences=[{"id": "x", "title": "Affray"}, {"id": "y", "title": "Neglect"}],
            relationships=[
                link("RELATED_TO", "m", "o", role="AUNT_UNCLE", valid_from="2010-01-01"),
                link("ASSOCIATE_OF", "o", "m", valid_from="2023-01-01"),
                link("SIBLING_OF", "o", "b", valid_from="2010-01-01"),
                link("INVOLVED_IN", "b", "x", role="CONVICTED", valid_from="2024-05-01"),
                link("LIVES_AT", "o", "home", role="MAIN", valid_from="2026-05-01"),
                link("LIVES_AT", "k", "home", role="MAIN", valid_from="2026-05-01"),
                link("LIVES_AT", "q", "home", role="MAIN", valid_from="2026-05-01"),
                link("PARENT_OF", "q", "k", valid_from="2018-01-01"),
                link("INVOLVED_IN", "q", "y", role="CONVICTED", valid_from="2026-05-01"),
                link("VICTIM_OF", "k", "y", valid_from="2026-05-01"),
            ],
        ),
    )
    return module_store


@pytest_asyncio.fixture(loop_scope="session")
async def site(world: Graph, tmp_path: Path) -> AsyncIterator[Site]:
    async with site_over(world, tmp_path, Role.PLAN_AUTHOR) as site:
        yield site


@pytest.mark.parametrize("picture", PICTURES)
@pytest.mark.parametrize(
    ("day", "managed", "convicted"),
    [("2026-06-01", True, True), ("2024-06-01", False, True), ("2023-06-01", False, False)],
)
async def test_who_is_managed_and_who_is_convicted_is_as_it_was_on_the_day(
    picture: str, day: str, managed: bool, convicted: bool, site: Site
) -> None:
    words = await site.words(f"/offenders/o/{picture}{day}")
    assert "Max" in words and "Ben" in words
    assert ("Managed as an offender" in words, "Convicted or cautioned" in words) == (managed, convicted)


@pytest.mark.parametrize("picture", PICTURES)
async def test_an_offender_who_is_a_child_is_marked_as_one(picture: str, site: Site) -> None:
    assert "Offender, child, age 16" in await site.words(f"/offenders/o/{picture}2026-06-01")


@pytest.mark.parametrize("page", ["disclosure-candidates", "disclosure-candidates.csv"])
async def test_a_parent_who_has_harmed_the_child_is_said_to_have_and_is_not_safe_to_tell(page: str, site: Site) -> None:
    said = await site.words(f"/offenders/o/{page}?asOf=2026-06-01")
    assert "Quin is recorded as party to an offence against a child whom telling would protect." in said


@pytest.mark.parametrize("page", ["", "/network", "/family", "/disclosure-candidates"])
async def test_every_page_says_that_nobody_manages_him_on_the_day(page: str, site: Site) -> None:
    for day, said in (("2024-06-01", True), ("2026-06-01", False)):
        words = await site.words(f"/offenders/m{page}?asOf={day}")
        assert ("No agency is recorded as managing Max on this day." in words) == said
