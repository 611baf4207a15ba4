"""What can hardly be right is a warning by file and line, and is imported as it is."""

from pathlib import Path

import pytest

from graph_service.importing.importer import import_bundle
from graph_service.importing.problems import Problem
from graph_service.store.graph import Graph
from tests.importing.bundles import FEBRUARY, JANUARY, MARCH, link, load, person, write_bundle


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


@pytest.fixture
def two_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Rows are read in twos, so that what is said of one another stands in different batches."""
    monkeypatch.setattr("graph_service.importing.importer.BATCH_ROWS", 2)


@pytest.mark.usefixtures("two_at_once")
async def test_a_parenthood_that_is_put_right_is_no_ring(empty_store: Graph, tmp_path: Path) -> None:
    """Whether the wrong one is refuted, ended or made a step-parent's, before or after, in the same batch or another."""
    reversed_ = [link("PARENT_OF", start, end, id_=start + end) for start, end in ("ba", "cb", "dc")]
    await load(empty_store, tmp_path, JANUARY, people=PEOPLE, relationships=reversed_)
    rows = [
        link("PARENT_OF", "b", "a", id_="ba", status="REFUTED"),
        link("PARENT_OF", "a", "b", id_="ab"),
        link("PARENT_OF", "b", "c", id_="bc"),
        link("PARENT_OF", "c", "d", id_="cd"),
        link("PARENT_OF", "c", "b", id_="cb", superseded_at="2026-02-01T00:00:00Z"),
        link("PARENT_OF", "d", "c", id_="dc", role="STEP"),
    ]
    assert (await load(empty_store, tmp_path, FEBRUARY, relationships=rows)).warnings == ()


@pytest.mark.usefixtures("two_at_once")
async def test_a_ring_is_told_once_however_often_it_is_imported(empty_store: Graph, tmp_path: Path) -> None:
    rows = [link("PARENT_OF", start, end) for start, end in ("ab", "bc", "cd", "de", "ea")]
    for at in (JANUARY, FEBRUARY):
        done = await load(empty_store, tmp_path, at, people=PEOPLE, relationships=rows)
        assert [told(warning) for warning in done.warnings] == [("relationships.csv", 6, "to_id", "a")]


async def test_a_row_that_is_left_out_puts_nothing_right(empty_store: Graph, tmp_path: Path) -> None:
    await load(empty_store, tmp_path, JANUARY, people=PEOPLE, relationships=[link("PARENT_OF", "b", "a", id_="ba")])
    rows = [
        link("PARENT_OF", "b", "a", id_="ba", status="REFUTED", source_id="nobody"),
        link("PARENT_OF", "a", "b", id_="ab"),
    ]
    write_bundle(tmp_path, {"relationships.csv": rows})
    done = await import_bundle(empty_store, tmp_path, instant=FEBRUARY, skip_invalid=True)
    assert [told(warning) for warning in done.warnings] == [("relationships.csv", 3, "to_id", "b")]


PNC_IDS = ("1979/0163001B", "2002/0073319Z")


@pytest.mark.usefixtures("two_at_once")
async def test_a_pnc_id_that_moves_to_another_person(empty_store: Graph, tmp_path: Path) -> None:
    first = [person("p1", pnc_id=PNC_IDS[0]), person("p2")]
    await load(empty_store, tmp_path, JANUARY, people=first)
    moved = [person("p2", pnc_id=PNC_IDS[0]), person("p3"), person("p1", pnc_id=PNC_IDS[1])]
    assert (await load(empty_store, tmp_path, FEBRUARY, people=moved)).warnings == ()
    done = await load(empty_store, tmp_path, MARCH, people=[person("p3", pnc_id=PNC_IDS[1])])
    assert [told(warning) for warning in done.warnings] == [("people.csv", 2, "pnc_id", PNC_IDS[1])]


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


@pytest.mark.usefixtures("two_at_once")
async def test_a_main_home_that_ends_in_a_later_batch(empty_store: Graph, tmp_path: Path) -> None:
    homes = [link("LIVES_AT", name, "a1", id_=f"{name}-1", role="MAIN") for name in "ab"]
    await load(empty_store, tmp_path, JANUARY, people=PEOPLE, addresses=ADDRESSES, relationships=homes)
    rows = [
        link("LIVES_AT", "a", "a2", id_="a-2", role="MAIN", valid_from="2026-02-01"),
        link("LIVES_AT", "b", "a2", id_="b-2", role="MAIN", valid_from="2026-02-01"),
        link("FRIEND_OF", "a", "b"),
        link("LIVES_AT", "a", "a1", id_="a-1", role="MAIN", valid_to="2026-02-01"),
        link("LIVES_AT", "b", "a1", id_="b-1", role="MAIN", valid_to="2026-02-02"),
    ]
    done = await load(empty_store, tmp_path, FEBRUARY, relationships=rows)
    assert [told(warning) for warning in done.warnings] == [("relationships.csv", 6, "from_id", "b")]
