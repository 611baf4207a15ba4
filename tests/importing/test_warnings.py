"""What can hardly be right is a warning by file and line, and is imported as it is."""

from pathlib import Path

import pytest

from graph_service.graph import Graph
from graph_service.importing.problems import Problem
from tests.importing.bundles import FEBRUARY, JANUARY, link, load, person


def told(warning: Problem) -> tuple[str, int, str, str]:
    return warning.file, warning.line, warning.column, warning.value


@pytest.mark.parametrize("day", ["0001-01-01", "1899-12-30", "1900-01-01", "9999-12-31"])
async def test_a_birth_that_stands_for_none(empty_store: Graph, tmp_path: Path, day: str) -> None:
    people = [person("p1", date_of_birth="1970-01-01"), person("p2", date_of_birth=day), person("p3")]
    done = await load(empty_store, tmp_path, people=people)
    assert [told(warning) for warning in done.warnings] == [("people.csv", 3, "date_of_birth", day)]
    assert "not known" in done.warnings[0].problem


BORN = [
    person("old", date_of_birth="1950-05-01"),
    person("young", date_of_birth="1990-05-01"),
    person("same", date_of_birth="1990-05-01"),
    person("none"),
    person("unknown", date_of_birth="1900-01-01"),
]


@pytest.mark.parametrize(
    ("parent", "child", "values", "warned"),
    [
        ("old", "young", {}, False),
        ("young", "old", {}, True),
        ("young", "old", {"role": "BIRTH"}, True),
        ("young", "old", {"role": "ADOPTIVE"}, True),
        ("young", "same", {}, True),
        ("young", "old", {"role": "STEP"}, False),
        ("young", "old", {"status": "REFUTED"}, False),
        ("young", "none", {}, False),
        ("young", "unknown", {}, False),
    ],
)
async def test_a_parent_who_is_younger_than_the_child(
    empty_store: Graph, tmp_path: Path, parent: str, child: str, values: dict[str, str], warned: bool
) -> None:
    done = await load(empty_store, tmp_path, people=BORN, relationships=[link("PARENT_OF", parent, child, **values)])
    found = [told(warning) for warning in done.warnings if warning.file == "relationships.csv"]
    assert found == ([("relationships.csv", 2, "from_id", parent)] if warned else [])


async def test_a_parent_whose_birth_the_store_holds(empty_store: Graph, tmp_path: Path) -> None:
    await load(empty_store, tmp_path, JANUARY, people=BORN)
    done = await load(empty_store, tmp_path, FEBRUARY, relationships=[link("PARENT_OF", "young", "old")])
    assert [told(warning) for warning in done.warnings] == [("relationships.csv", 2, "from_id", "young")]


PEOPLE = [person(name) for name in "abcde"]


async def test_a_ring_of_parents_is_told_where_it_closes(empty_store: Graph, tmp_path: Path) -> None:
    rows = [
        link("PARENT_OF", "a", "b"),
        link("PARENT_OF", "b", "c"),
        link("PARENT_OF", "a", "c"),
        link("PARENT_OF", "c", "d"),
        link("PARENT_OF", "d", "a"),
        link("PARENT_OF", "e", "a"),
        link("PARENT_OF", "d", "e", role="STEP"),
    ]
    done = await load(empty_store, tmp_path, people=PEOPLE, relationships=rows)
    assert [told(warning) for warning in done.warnings] == [("relationships.csv", 6, "to_id", "a")]
    assert "ring" in done.warnings[0].problem


async def test_a_ring_that_closes_with_what_the_store_holds(empty_store: Graph, tmp_path: Path) -> None:
    rows = [
        link("PARENT_OF", "a", "b"),
        link("PARENT_OF", "b", "c", id_="bc"),
        link("PARENT_OF", "d", "c", role="STEP"),
    ]
    await load(empty_store, tmp_path, JANUARY, people=PEOPLE, relationships=rows)
    closing = [link("PARENT_OF", "c", "a"), link("PARENT_OF", "c", "d")]
    done = await load(empty_store, tmp_path, FEBRUARY, relationships=closing)
    assert [told(warning) for warning in done.warnings] == [("relationships.csv", 2, "to_id", "a")]


ADDRESSES = [{"id": "a1"}, {"id": "a2"}, {"id": "a3"}]


async def test_two_main_homes_at_once(empty_store: Graph, tmp_path: Path) -> None:
    rows = [
        link("LIVES_AT", "a", "a1", role="MAIN"),
        link("LIVES_AT", "a", "a2", role="MAIN", valid_from="2020-01-01"),
        link("LIVES_AT", "a", "a3", role="SECONDARY"),
        link("LIVES_AT", "b", "a1", role="MAIN", valid_to="2020-01-01"),
        link("LIVES_AT", "b", "a2", role="MAIN", valid_from="2020-01-01"),
    ]
    done = await load(empty_store, tmp_path, people=PEOPLE, addresses=ADDRESSES, relationships=rows)
    assert [told(warning) for warning in done.warnings] == [("relationships.csv", 3, "from_id", "a")]


async def test_a_main_home_beside_one_that_the_store_holds(empty_store: Graph, tmp_path: Path) -> None:
    homes = [link("LIVES_AT", name, "a1", id_=f"{name}-1", role="MAIN") for name in "abc"]
    await load(empty_store, tmp_path, JANUARY, people=PEOPLE, addresses=ADDRESSES, relationships=homes)
    rows = [
        link("LIVES_AT", "a", "a2", id_="a-2", role="MAIN", valid_from="2026-02-01"),
        link("LIVES_AT", "b", "a2", id_="b-2", role="MAIN", valid_from="2026-02-01"),
        link("LIVES_AT", "b", "a1", id_="b-1", role="MAIN", valid_to="2026-02-01"),
        link("LIVES_AT", "c", "a1", id_="c-1", role="MAIN"),
    ]
    done = await load(empty_store, tmp_path, FEBRUARY, relationships=rows)
    assert [told(warning) for warning in done.warnings] == [("relationships.csv", 2, "from_id", "a")]
