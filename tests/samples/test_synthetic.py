"""Synthetic bundles: the same for the same seed, of the promised shape, and importable without a word."""

import csv
from collections import Counter
from hashlib import sha256
from pathlib import Path

import pytest

from graph_service.errors import InputRefused
from graph_service.importing.importer import import_bundle
from graph_service.samples.synthetic.bundle import generate
from graph_service.store.graph import Graph


def digests(folder: Path) -> dict[str, str]:
    return {path.name: sha256(path.read_bytes()).hexdigest() for path in folder.iterdir()}


def rows(folder: Path, name: str) -> list[dict[str, str]]:
    with (folder / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("synthetic") / "world"
    generate(folder, 500, 7)
    return folder


def test_the_same_seed_gives_the_same_files_and_another_gives_others(tmp_path: Path) -> None:
    for name, seed in (("a", 3), ("b", 3), ("c", 4)):
        generate(tmp_path / name, 30, seed)
    assert digests(tmp_path / "a") == digests(tmp_path / "b")
    assert digests(tmp_path / "a")["people.csv"] != digests(tmp_path / "c")["people.csv"]


def test_the_counts_are_the_rows(tmp_path: Path) -> None:
    counts = generate(tmp_path / "some", 5, 1)
    assert counts == {path.stem: len(rows(tmp_path / "some", path.stem)) for path in (tmp_path / "some").iterdir()}
    assert counts["offenders"] == 5


def test_an_offender_comes_with_thirty_records_and_seventy_six_relationships(world: Path) -> None:
    links = len(rows(world, "relationships")) / 500
    records = sum(len(rows(world, path.stem)) for path in world.glob("*.csv")) / 500 - links
    assert 71 < links < 81
    assert 28 < records < 32


def test_schools_are_as_large_as_schools_and_have_heads_and_leads(world: Path) -> None:
    links = rows(world, "relationships")
    pupils = Counter(row["to_id"] for row in links if row["type"] == "ATTENDS" and not row["valid_to"])
    assert 300 <= pupils["primary-0"] <= 700
    assert 500 <= pupils["secondary-0"] <= 1500
    for office in ("HEAD_OF", "SAFEGUARDING_LEAD_OF"):
        assert {row["id"] for row in rows(world, "schools")} <= {row["to_id"] for row in links if row["type"] == office}


def test_nobody_is_assessed_twice_on_a_day_with_the_same_tool(tmp_path: Path) -> None:
    """One in four thousand was; the importer refused such a bundle whole."""
    generate(tmp_path / "many", 5_000, 1)
    assessed = Counter(
        (row["person_id"], row["tool"], row["assessed_on"]) for row in rows(tmp_path / "many", "assessments")
    )
    assert assessed.total() == 15_000
    assert assessed.most_common(1)[0][1] == 1


def test_levels_and_categories_are_as_frequent_as_in_england_and_wales(tmp_path: Path) -> None:
    """98.4 % at level 1 and three in four in category 1; nobody is in category 3 at level 1."""
    generate(tmp_path / "many", 6_000, 2)
    managed = Counter((row["category"], row["level"]) for row in rows(tmp_path / "many", "offenders"))
    levels: Counter[str] = Counter()
    categories: Counter[str] = Counter()
    for (category, level), count in managed.items():
        levels[level] += count
        categories[category] += count
    assert levels.total() == 6_000
    assert levels["1"] / 6_000 == pytest.approx(0.984, abs=0.006)
    assert levels["2"] > levels["3"] > 0
    assert categories["1"] / 6_000 == pytest.approx(0.75, abs=0.02)
    assert categories["2"] / 6_000 == pytest.approx(0.243, abs=0.02)
    assert 5 <= categories["3"] <= 60 and 5 <= categories["4"] <= 60
    assert managed["3", "1"] == 0


def test_both_clocks_grades_and_handling_are_used(world: Path) -> None:
    links = rows(world, "relationships")
    assert any(row["superseded_at"] for row in links)
    assert any(row["valid_to"] for row in links)
    assert {row["status"] for row in links} == {"", "CONFIRMED", "REFUTED"}
    assert {"", "FACT", "OPINION"} == {row["assertion"] for row in links}
    grades = {row["source_evaluation"] + row["intelligence_assessment"] for row in rows(world, "sources")}
    assert {"1A", "2B", "3D"} <= grades
    assert {row["handling"] for row in rows(world, "sources")} == {"P", "C"}


def test_flats_stand_in_buildings_and_neighbours_beside_each_other(world: Path) -> None:
    addresses = {row["id"]: row for row in rows(world, "addresses")}
    flats = Counter(row["building_id"] for row in addresses.values() if row["building_id"])
    assert all(int(addresses[building]["dwellings"]) == count for building, count in flats.items())
    for row in rows(world, "relationships"):
        if row["type"] == "ADJACENT_TO":
            start, end = addresses[row["from_id"]], addresses[row["to_id"]]
            assert abs(float(start["latitude"]) - float(end["latitude"])) < 0.001


def test_a_few_partners_expect_a_child_and_a_few_endings_are_the_word_of_either(world: Path) -> None:
    unborn = {row["id"] for row in rows(world, "people") if row["date_of_birth"] > "2026-06-01"}
    words = {row["id"] for row in rows(world, "sources") if row["interest"] in {"OFFENDER", "PARTNER"}}
    links = rows(world, "relationships")
    mothers = {
        row["to_id"] for row in links if row["type"] == "PARENT_OF" and not row["from_id"].startswith("offender")
    }
    ended = [row for row in links if row["type"] == "PARTNER_OF" and row["valid_to"] and row["source_id"] in words]
    assert 1 <= len(unborn) <= 20
    assert unborn <= mothers
    assert 1 <= len(ended) <= 60


@pytest.mark.parametrize("offenders", [0, -1, 1_000_001])
def test_an_impossible_number_is_refused(tmp_path: Path, offenders: int) -> None:
    with pytest.raises(InputRefused, match="from 1 to 1,000,000"):
        generate(tmp_path / "none", offenders, 1)
    assert not (tmp_path / "none").exists()


def test_a_folder_that_holds_something_is_refused(tmp_path: Path) -> None:
    (tmp_path / "letter.txt").write_text("mine", encoding="utf-8")
    with pytest.raises(InputRefused, match="not empty"):
        generate(tmp_path, 1, 1)
    assert [path.name for path in tmp_path.iterdir()] == ["letter.txt"]


def test_progress_is_told_in_offenders(tmp_path: Path) -> None:
    told: list[tuple[int, int]] = []
    generate(tmp_path / "some", 210, 1, lambda done, total: told.append((done, total)))
    assert told == [(200, 210), (210, 210)]


@pytest.mark.parametrize("offenders", [1, 60])
async def test_a_synthetic_bundle_imports_without_errors_or_warnings(
    empty_store: Graph, tmp_path: Path, offenders: int
) -> None:
    counts = generate(tmp_path / "some", offenders, 11)
    result = await import_bundle(empty_store, tmp_path / "some")
    assert result.warnings == ()
    assert result.written == sum(counts.values())
