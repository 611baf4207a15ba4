"""Every column of every file reaches the store as it was given."""

from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from graph_service.importing.importer import import_bundle
from graph_service.model import cells
from graph_service.model.cells import CellType
from graph_service.model.characters import stripped
from graph_service.model.clock import to_microseconds
from graph_service.model.columns import FILES, FileSpec
from graph_service.model.vocabulary import FIRST_DAY, FIRST_INSTANT, LAST_DAY, LAST_INSTANT, Kind
from graph_service.store.graph import Graph
from tests.importing.bundles import JANUARY, link, load, person, seen, write_bundle

RECORDED = "2025-12-01T08:00:00Z"
ENDED = "2027-12-01T08:00:00Z"

GIVEN: dict[str, dict[str, str]] = {
    "sources.csv": {
        "id": "s1",
        "agency": "Police",
        "kind": "REPORT",
        "reference": "REF/1",
        "reported_on": "2025-11-30",
        "source_evaluation": "2",
        "intelligence_assessment": "B",
        "handling": "P",
        "handling_note": "ask first",
        "interest": "PARTNER",
    },
    "people.csv": {
        "id": "p1",
        "given_names": "Zoë <b>Ann</b>",
        "family_name": "=1+1",
        "also_known_as": "Zo; Annie ;;Zee",
        "date_of_birth": "1980-02-29",
        "sex": "F",
        "deceased_on": "2025-01-01",
        "adult_at_risk": "true",
        "staff": "false",
        "ethnicity": "W1",
        "pnc_id": "79/163001B",
        "cro_number": "65656/91H",
        "noms_number": "A1234BC",
        "crn": "X123456",
        "visor_reference": "V/1",
        "source_id": "s1",
    },
    "addresses.csv": {
        "id": "a1",
        "lines": "Flat 1\n1 High Street",
        "town": "Anytown",
        "postcode": "M11AE",
        "uprn": "000100023336",
        "latitude": "53.48",
        "longitude": "-2.24",
        "kind": "DWELLING",
        "building_id": "a2",
        "dwellings": "12",
    },
    "schools.csv": {
        "id": "sc1",
        "name": "}) DETACH DELETE n //",
        "urn": "123456",
        "phase": "Primary",
        "age_from": "4",
        "age_to": "11",
        "postcode": "M1 1AE",
        "latitude": "53.5",
        "longitude": "-2.2",
        "opened_on": "1990-09-01",
        "closed_on": "2020-07-31",
    },
    "organisations.csv": {
        "id": "o1",
        "name": "Club",
        "kind": "CLUB",
        "agency_role": "OTHER",
        "serves": "CHILDREN",
        "duty_to_cooperate": "true",
        "postcode": "M1 1AE",
        "latitude": "0",
        "longitude": "-0.5",
    },
    "accounts.csv": {"id": "ac1", "kind": "SOCIAL", "label": "@zoe"},
    "offences.csv": {
        "id": "of1",
        "title": "An offence",
        "kind": "OTHER",
        "committed_from": "2019-01-01",
        "committed_to": "2019-01-01",
    },
    "offenders.csv": {
        "person_id": "p1",
        "category": "1",
        "level": "3",
        "lead_agency": "Probation",
        "managed_from": "2020-01-01",
        "managed_to": "2030-01-01",
        "sentenced_on": "2019-06-01",
        "released_on": "2020-01-01",
        "release_planned_on": "2019-12-31",
    },
    "profiles.csv": {
        "person_id": "p1",
        "profile": "CHILD_SEXUAL",
        "preferred_sex": "M",
        "preferred_age_from": "5",
        "preferred_age_to": "5",
        "targets_strangers": "true",
        "valid_from": "2020-01-01",
        "valid_to": "2030-01-01",
        "source_id": "s1",
    },
    "assessments.csv": {
        "person_id": "p1",
        "tool": "ARMS",
        "assessed_on": "2025-05-05",
        "group": "CHILDREN",
        "level": "VERY_HIGH",
        "imminent": "true",
        "assessor": "J. Doe",
    },
    "enquiries.csv": {
        "id": "en1",
        "offender_id": "p1",
        "about_id": "p2",
        "agency_role": "CHILDRENS_SERVICES",
        "requested_on": "2025-05-05",
        "answered_on": "2025-05-05",
        "result": "NOTHING_KNOWN",
        "detail": "one\ntwo",
        "source_id": "s1",
    },
    "orders.csv": {
        "id": "or1",
        "person_id": "p1",
        "kind": "SHPO",
        "valid_from": "2020-01-01",
        "valid_to": "2030-01-01",
    },
    "conditions.csv": {
        "id": "co1",
        "order_id": "or1",
        "kind": "EXCLUDED_AREA",
        "subject_id": "sc1",
        "age_limit": "16",
        "sex": "F",
        "latitude": "53.5",
        "longitude": "-2.2",
        "radius_m": "250.5",
        "text": "Not to go\nthere",
    },
    "relationships.csv": {
        "id": "r1",
        "type": "CONTACTED",
        "from_id": "p1",
        "to_id": "p2",
        "role": "CALL",
        "valid_from": "2025-01-01",
        "valid_to": "2025-02-01",
        "source_id": "s1",
        "assertion": "OPINION",
        "status": "CONFIRMED",
        "detail": "two\nlines",
    },
    "disclosures.csv": {
        "id": "d1",
        "offender_id": "p1",
        "recipient_id": "o1",
        "role": "CLUB_LEAD",
        "decision": "APPROVED",
        "decided_on": "2025-05-05",
        "decided_by": "Panel",
        "reasons": "one\ntwo",
        "review_on": "2026-05-05",
        "protects": "p2; sc1;p2",
        "information": "what is known\nof the risk",
        "conditions": "not to pass it on",
        "told_by_offender": "DONE_VERIFIED",
        "override_reason": "the head teacher is away",
    },
}
CANONICAL: dict[str, Any] = {
    "also_known_as": ["Zo", "Annie", "Zee"],
    "pnc_id": "1979/0163001B",
    "cro_number": "065656/91H",
    "uprn": "100023336",
    "protects": ["p2", "sc1"],
    "category": 1,
    "recorded_at": 1_764_576_000_000_000,
    "superseded_at": 1_827_648_000_000_000,
}
NUMBERS = {"latitude", "longitude", "radius_m"}
WHOLE = {"dwellings", "preferred_age_from", "preferred_age_to", "age_from", "age_to", "age_limit"}


def expected(file: str, column: str, cell: str) -> Any:
    if column == "postcode":
        return "M1 1AE"
    if column in CANONICAL:
        return CANONICAL[column]
    if column in NUMBERS:
        return float(cell)
    if column in WHOLE or (file, column) == ("offenders.csv", "level"):
        return int(cell)
    return {"true": True, "false": False}.get(cell, cell)


def whole_bundle(folder: Path) -> Path:
    files = {name: [{**row, "recorded_at": RECORDED, "superseded_at": ENDED}] for name, row in GIVEN.items()}
    files["people.csv"].append({"id": "p2"})
    files["addresses.csv"].append({"id": "a2", "kind": "BUILDING"})
    return write_bundle(folder, files)


def test_every_column_is_in_the_example() -> None:
    for spec in FILES:
        columns = {column.name for column in spec.columns} - {"recorded_at", "superseded_at"}
        assert GIVEN[spec.name].keys() == columns


@pytest.mark.parametrize("spec", FILES, ids=lambda spec: spec.name)
async def test_every_column_reaches_the_store(empty_store: Graph, tmp_path: Path, spec: FileSpec) -> None:
    await import_bundle(empty_store, whole_bundle(tmp_path), instant=JANUARY)
    if spec.kind is None:
        text = "MATCH (a)-[r:CONTACTED]->(b) RETURN r {.*, type: type(r), from_id: a.id, to_id: b.id} AS found"
    else:
        text = f"MATCH (n:Record:{spec.kind}) WHERE n.known_from > $first RETURN n {{.*, location: null}} AS found"
    row = await empty_store.fetch(text, {"first": FIRST_INSTANT})
    assert row is not None
    cells_given = {**GIVEN[spec.name], "recorded_at": RECORDED, "superseded_at": ENDED}
    for column, cell in cells_given.items():
        assert row["found"][column] == expected(spec.name, column, cell), column


async def test_structural_links_lead_to_rows(empty_store: Graph, tmp_path: Path) -> None:
    await import_bundle(empty_store, whole_bundle(tmp_path), instant=JANUARY)
    row = await empty_store.fetch(
        "MATCH (p:Person:Offender {id: 'p1'}) "
        "MATCH (p)-[:HAS_PROFILE]->(:Profile), (p)-[:MANAGED_AS]->(:Management), (p)-[:ASSESSED_AS]->(:Assessment), "
        "(p)-[:HAS_ENQUIRY]->(:Enquiry {id: 'en1'}), "
        "(p)-[:SUBJECT_TO]->(:Order {id: 'or1'})-[:HAS_CONDITION]->(:Condition {id: 'co1'})-[:NAMES]->(:School), "
        "(:Disclosure {id: 'd1'})-[:DECIDED_ON]->(p), (:Address {id: 'a1'})-[part:IN_BUILDING]->(b:Address {id: 'a2'}) "
        "MATCH (s:School) RETURN count(*) AS found, collect(part.id)[0] AS part, s.location.latitude AS latitude, "
        "EXISTS { (:Offender {id: 'p2'}) } AS others"
    )
    assert row == {"found": 1, "part": "IN_BUILDING:a1:a2", "latitude": 53.5, "others": False}


async def test_blank_cells_are_absent_and_open_ends_are_far(empty_store: Graph, tmp_path: Path) -> None:
    await load(
        empty_store,
        tmp_path,
        people=[person("p1", given_names="  Ann  ", family_name="   "), person("p2")],
        orders=[{"id": "o1", "person_id": "p1", "kind": "SHPO"}],
        offenders=[{"person_id": "p1", "category": "2"}],
        relationships=[link("FRIEND_OF", "p1", "p2", "r1")],
    )
    found = await seen(empty_store, "p1", JANUARY)
    assert found is not None
    assert found["given_names"] == "Ann"
    assert "family_name" not in found
    assert (found["known_from"], found["known_to"], found["open_to"]) == (FIRST_INSTANT, LAST_INSTANT, LAST_INSTANT)
    assert (found["grade"], found["version"]) == ("1A", 1)
    order = await seen(empty_store, "o1", JANUARY)
    assert order is not None
    assert (order["valid_from"], order["valid_to"]) == (FIRST_DAY, LAST_DAY)
    row = await empty_store.fetch(
        "MATCH (m:Management), ()-[r:FRIEND_OF]->() RETURN properties(m) AS m, properties(r) AS r"
    )
    assert row is not None
    assert (row["m"]["managed_from"], row["m"]["managed_to"]) == (FIRST_DAY, LAST_DAY)
    friend = row["r"]
    assert friend["recorded_at"] == friend["known_from"] == to_microseconds(JANUARY)
    assert (friend["assertion"], friend["status"], friend["grade"], friend["usable"]) == (
        "FACT",
        "ASSERTED",
        "1A",
        True,
    )
    assert (friend["key"], friend["id"], friend["valid_from"], friend["valid_to"]) == ("r1", "r1", FIRST_DAY, LAST_DAY)


@pytest.mark.parametrize(
    ("given_days", "stored"),
    [
        ({}, (FIRST_DAY, FIRST_DAY, True)),
        ({"valid_from": "2025-12-31"}, ("2025-12-31", "2026-01-01", True)),
        ({"valid_from": "2025-12-31", "valid_to": "2026-01-05"}, ("2025-12-31", "2026-01-05", None)),
        ({"valid_to": "2026-01-05"}, (FIRST_DAY, "2026-01-05", None)),
    ],
)
async def test_ends_of_events(
    empty_store: Graph, tmp_path: Path, given_days: dict[str, str], stored: tuple[str, str, bool | None]
) -> None:
    rows = [link("VISITS", "p1", "p2", "r1", **given_days)]
    await load(empty_store, tmp_path, people=[person("p1"), person("p2")], relationships=rows)
    row = await empty_store.fetch("MATCH ()-[r:VISITS]->() RETURN properties(r) AS r")
    assert row is not None
    assert (row["r"]["valid_from"], row["r"]["valid_to"], row["r"].get("end_blank")) == stored


@pytest.mark.parametrize(
    ("mark", "grade", "usable"),
    [
        ({}, "2C", True),
        ({"source_evaluation": "1"}, "1C", True),
        ({"intelligence_assessment": "A"}, "2A", True),
        ({"source_evaluation": "3", "intelligence_assessment": "A"}, "3A", False),
        ({"source_evaluation": "1", "intelligence_assessment": "D"}, "1D", False),
        ({"source_evaluation": "1", "intelligence_assessment": "E"}, "1E", False),
    ],
)
async def test_grades(empty_store: Graph, tmp_path: Path, mark: dict[str, str], grade: str, usable: bool) -> None:
    await load(
        empty_store,
        tmp_path,
        sources=[{"id": "s1", **mark}],
        people=[person("p1", source_id="s1"), person("p2")],
        relationships=[link("FRIEND_OF", "p1", "p2", source_id="s1")],
    )
    row = await empty_store.fetch("MATCH (p {id: 'p1'})-[r:FRIEND_OF]->() RETURN [p.grade, r.grade, r.usable] AS found")
    assert row == {"found": [grade, grade, usable]}


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig"])
@pytest.mark.parametrize("newline", ["\n", "\r\n"])
async def test_byte_order_mark_and_line_ends(empty_store: Graph, tmp_path: Path, encoding: str, newline: str) -> None:
    text = newline.join(["id,lines,town", f'a1,"1 Rue{newline}Ñandú",Tōwn', "", "a2,, x ", ""])
    (tmp_path / "addresses.csv").write_bytes(text.encode(encoding))
    await import_bundle(empty_store, tmp_path, instant=JANUARY)
    first, second = await seen(empty_store, "a1", JANUARY), await seen(empty_store, "a2", JANUARY)
    assert first is not None
    assert second is not None
    assert (first["lines"], first["town"]) == ("1 Rue\nÑandú", "Tōwn")
    assert second["town"] == "x"


async def test_a_building_may_stand_after_its_flats(empty_store: Graph, tmp_path: Path) -> None:
    rows = [
        {"id": "room", "kind": "ROOM", "building_id": "flat"},
        {"id": "flat", "kind": "DWELLING", "building_id": "block"},
        {"id": "block", "kind": "BUILDING"},
    ]
    result = await load(empty_store, tmp_path, addresses=rows)
    assert result.counts["addresses.csv"].new == 3
    row = await empty_store.fetch(
        "MATCH ({id: 'room'})-[:IN_BUILDING]->({id: 'flat'})-[:IN_BUILDING]->({id: 'block'}) RETURN count(*) AS found"
    )
    assert row == {"found": 1}


_TEXT = st.text(st.characters(blacklist_categories=["Cc", "Cs"]), min_size=1, max_size=60).filter(
    lambda text: text == stripped(text)
)


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(names=st.lists(_TEXT, min_size=1, max_size=8), lines=st.lists(_TEXT, min_size=1, max_size=4))
def test_any_text_survives_reading(tmp_path: Path, names: list[str], lines: list[str]) -> None:
    from graph_service.importing.problems import Problem
    from graph_service.importing.reading import FileReader

    spec = next(spec for spec in FILES if spec.kind is Kind.ADDRESS)
    rows = [{"id": f"a{number}", "town": name, "lines": "\n".join(lines)} for number, name in enumerate(names)]
    write_bundle(tmp_path, {"addresses.csv": rows})
    problems: list[Problem] = []
    reader = FileReader(tmp_path / "addresses.csv", spec, problems, [])
    read = [row for batch in reader.batches(3) for row in batch]
    assert not problems
    assert [row.values for row in read] == rows
    assert [row.line for row in read] == [2 + number * len(lines) for number in range(len(names))]


@given(st.dates())
def test_any_date_survives(day: Any) -> None:
    assert cells.parse_day(day.isoformat()) == day.isoformat()


@given(st.text(max_size=12), st.sampled_from([cells.DAY, cells.INSTANT, cells.FLAG, cells.LATITUDE, cells.PNC_ID]))
def test_no_text_breaks_a_parser(text: str, cell: CellType) -> None:
    assert cell.parse is not None
    try:
        value = cell.parse(text)
    except ValueError as error:
        assert text not in str(error) or len(text) <= 2 or text.strip() in str(error)
    else:
        assert value is not None
