"""The vignettes, the town and what is expected of them: well formed, of one mind, and importable without a word."""

import csv
from pathlib import Path
from typing import Any

import pytest
import yaml

from graph_service.importing.importer import import_bundle
from graph_service.model.columns import FILES
from graph_service.model.vocabulary import (
    Channel,
    ConflictKind,
    Gateway,
    RecipientRole,
    RiskGroup,
    Serves,
    Standing,
    Strength,
)
from graph_service.samples.town import TOWN, VIGNETTES, build_town
from graph_service.samples.writing import COLUMNS
from graph_service.store.graph import Graph

CASES = Path(__file__).parents[1] / "cases" / "vignettes"
CASE_FILES = sorted(CASES.glob("*.yaml"))
EXPECTED_KEYS = {
    "as_of",
    "cleared",
    "findings",
    "alerts",
    "candidates",
    "minimum_cover",
    "decisions",
    "no_gateway",
    "not_findings",
}


def rows(bundle: Path, name: str) -> list[dict[str, str]]:
    with (bundle / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def ids(bundle: Path) -> set[str]:
    return {row["id"] for path in bundle.glob("*.csv") for row in rows(bundle, path.stem) if row.get("id")}


@pytest.mark.parametrize("path", CASE_FILES, ids=lambda path: path.stem)
def test_a_case_speaks_of_what_is_in_the_bundle(path: Path) -> None:
    case = yaml.safe_load(path.read_text(encoding="utf-8"))
    known = ids(VIGNETTES)
    if "extra_bundle" in case:
        known |= ids(CASES / case["extra_bundle"])
    assert case["offender"] in {row["person_id"] for row in rows(VIGNETTES, "offenders")}
    for view in case["views"]:
        assert view.keys() <= EXPECTED_KEYS
        mentioned = {subject["subject"] for subject in (*view["findings"], *view.get("not_findings", ()))}
        for finding in view["findings"]:
            mentioned |= check_finding(finding)
        for candidate in view["candidates"]:
            mentioned |= check_candidate(candidate, view["findings"])
        mentioned |= {alert["subject"] for alert in view["alerts"] if "subject" in alert}
        mentioned |= {*view["minimum_cover"]["recipients"], *view["minimum_cover"]["uncovered"]}
        assert mentioned <= known
        assert {Gateway(name) for name in view.get("no_gateway", ())} <= set(Gateway)


def check_finding(finding: dict[str, Any]) -> set[str]:
    """A finding is as strong as its strongest exposure that is not suppressed; returns the ids it mentions."""
    order = list(Strength)
    live = [order.index(Strength(each["strength"])) for each in finding["exposures"] if "suppressed_by" not in each]
    assert order.index(Strength(finding["strength"])) == min(live)
    assert {RiskGroup(group) for group in finding["groups"]}
    if "class" in finding:
        assert Serves(finding["class"]) is not Serves.NONE
    for exposure in finding["exposures"]:
        assert exposure["path"][-1] == finding["subject"]
    return {
        node for exposure in finding["exposures"] for node in (*exposure["path"], *exposure.get("relationships", ()))
    }


def check_candidate(candidate: dict[str, Any], findings: list[dict[str, Any]]) -> set[str]:
    """A candidate protects subjects that are found, by patterns that find them; returns the ids it mentions."""
    found = {
        finding["subject"]: {each["pattern"] for each in finding["exposures"] if "suppressed_by" not in each}
        for finding in findings
        if Strength(finding["strength"]) in {Strength.STRONG, Strength.MODERATE}
    }
    for subject, patterns in candidate["protects"].items():
        assert set(patterns) <= found[subject]
    RecipientRole(candidate["role"]), Channel(candidate["channel"])
    conflicts = [ConflictKind(kind) for kind in candidate.get("conflicts", ())]
    if Standing(candidate["standing"]) is Standing.CLEAR:
        assert not conflicts
        assert "alternatives" not in candidate
    return {candidate["recipient"], *candidate.get("alternatives", ()), *candidate.get("decisions", ())}


def test_there_is_a_case_for_each_vignette() -> None:
    titles = [yaml.safe_load(path.read_text(encoding="utf-8"))["id"] for path in CASE_FILES]
    assert set(titles) >= {f"V{number}" for number in range(1, 16)}
    assert len(titles) == len(set(titles))


def test_the_committed_town_is_what_the_builder_writes(tmp_path: Path) -> None:
    build_town(tmp_path / "town")
    written = {path.name: path.read_bytes() for path in (tmp_path / "town").iterdir()}
    committed = {path.name: path.read_bytes() for path in TOWN.iterdir()}
    assert written.keys() == committed.keys()
    assert [name for name in written if written[name] != committed[name]] == []


def test_sixty_one_children_live_in_the_tower_block() -> None:
    flats = {row["id"] for row in rows(TOWN, "addresses") if row["building_id"] == "tower-point"}
    children = {row["id"] for row in rows(TOWN, "people") if row["date_of_birth"] > "2008-06-01"}
    residents = [
        row["from_id"] for row in rows(TOWN, "relationships") if row["type"] == "LIVES_AT" and row["to_id"] in flats
    ]
    assert len(children & set(residents)) == 61


def test_the_townspeople_stay_out_of_the_vignettes() -> None:
    """No ordinary person has a tie to anybody in a vignette, nor an office at a place of theirs."""
    of_vignettes = {row["id"] for row in rows(VIGNETTES, "people")}
    known_links = {row["id"] for row in rows(VIGNETTES, "relationships")}
    places = {row["id"] for name in ("schools", "organisations", "addresses") for row in rows(VIGNETTES, name)}
    for row in rows(TOWN, "relationships"):
        if row["id"] not in known_links:
            assert not of_vignettes & {row["from_id"], row["to_id"]}
            assert row["to_id"] not in places or row["type"] in {"ATTENDS", "MEMBER_OF", "WORKS_FOR"}


def test_what_samples_write_are_columns_of_the_contract() -> None:
    known = {spec.name.removesuffix(".csv"): {column.name for column in spec.columns} for spec in FILES}
    for name, columns in COLUMNS.items():
        assert set(columns) <= known[name]


@pytest.mark.parametrize("bundle", [VIGNETTES, TOWN], ids=lambda path: path.name)
async def test_a_sample_bundle_imports_without_errors_or_warnings(empty_store: Graph, bundle: Path) -> None:
    result = await import_bundle(empty_store, bundle)
    assert result.warnings == ()
    assert {name: count.new for name, count in result.counts.items()} == row_counts(bundle)


def row_counts(bundle: Path) -> dict[str, int]:
    return {path.name: len(rows(bundle, path.stem)) for path in bundle.glob("*.csv")}


async def test_what_corroborates_the_weak_intelligence_imports_on_top(empty_store: Graph) -> None:
    await import_bundle(empty_store, VIGNETTES)
    result = await import_bundle(empty_store, CASES / "v10_corroborated")
    assert result.warnings == ()
    assert result.written == 2
