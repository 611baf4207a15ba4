"""Every kind of error names file, line, column, value and what was expected; with any, nothing is written."""

from pathlib import Path

import pytest

from graph_service.errors import InputRefused
from graph_service.importing.cli import describe
from graph_service.importing.importer import import_bundle
from graph_service.importing.problems import BundleRefused, Problem
from graph_service.store.graph import Graph
from tests.importing.bundles import FEBRUARY, JANUARY, Rows, contents, link, load, person, refusal

PEOPLE: Rows = [person("p1"), person("p2")]


def where(problem: Problem) -> tuple[str, int, str, str]:
    return problem.file, problem.line, problem.column, problem.value


CELLS = [
    ("people", "date_of_birth", "1990-02-30"),
    ("people", "date_of_birth", "19900201"),
    ("people", "date_of_birth", "1 May 1990"),
    ("people", "sex", "f"),
    ("people", "adult_at_risk", "True"),
    ("people", "staff", "yes"),
    ("people", "pnc_id", "1979/0163001C"),
    ("people", "cro_number", "85227/65G"),
    ("people", "noms_number", "A1234"),
    ("people", "crn", "123"),
    ("people", "source_id", "nobody"),
    ("people", "recorded_at", "yesterday"),
    ("people", "recorded_at", "2026-13-01T00:00:00Z"),
    ("people", "recorded_at", "2026-01-10T09:00:01Z"),
    ("people", "given_names", "a\tb"),
    ("people", "given_names", "a\nb"),
    ("people", "given_names", "a\u0007b"),
    ("sources", "source_evaluation", "4"),
    ("sources", "intelligence_assessment", "a"),
    ("sources", "handling", "X"),
    ("addresses", "postcode", "M11"),
    ("addresses", "uprn", "1234567890123"),
    ("addresses", "latitude", "91"),
    ("addresses", "longitude", "1e2"),
    ("addresses", "kind", "HOUSE"),
    ("addresses", "dwellings", "-1"),
    ("addresses", "building_id", "nowhere"),
    ("addresses", "building_id", "x"),
    ("accounts", "kind", "FAX"),
    ("orders", "valid_to", "2025-01-01"),
]


@pytest.mark.parametrize(("file", "column", "value"), CELLS)
async def test_bad_cell(empty_store: Graph, tmp_path: Path, file: str, column: str, value: str) -> None:
    before = {"people": [*PEOPLE], file: []} if file != "people" else {file: []}
    required: dict[str, dict[str, str]] = {
        "accounts": {"kind": "PHONE"},
        "orders": {"person_id": "p1", "kind": "SHPO", "valid_from": "2025-01-01"},
    }
    files: dict[str, list[dict[str, str]]] = {name: list(map(dict, rows)) for name, rows in before.items()}
    files[file] += [{"id": "w", **required.get(file, {})}, {"id": "x", **required.get(file, {}), column: value}]
    problems = await refusal(empty_store, tmp_path, JANUARY, **files)
    assert [where(problem) for problem in problems] == [(f"{file}.csv", 3, column, value)]
    assert problems[0].problem
    assert problems[0].expected
    assert (await contents(empty_store))["nodes"] == 0


LINKS = [
    (link("LIVES_IN", "p1", "a1"), "type", "LIVES_IN"),
    (link("LIVES_AT", "p1", "p2"), "to_id", "p2"),
    (link("LIVES_AT", "a1", "a1x"), "from_id", "a1"),
    (link("PARTNER_OF", "p1", "p1"), "to_id", "p1"),
    (link("PARTNER_OF", "p1", "p9"), "to_id", "p9"),
    (link("PARTNER_OF", "p1", "p2", role="FRIEND"), "role", "FRIEND"),
    (link("FRIEND_OF", "p1", "p2", role="SPOUSE"), "role", "SPOUSE"),
    (link("PARTNER_OF", "p1", "p2", valid_from="2025-05-01", valid_to="2025-05-01"), "valid_to", "2025-05-01"),
    (link("PARTNER_OF", "p1", "p2", valid_from="2025-05-01", valid_to="2025-04-01"), "valid_to", "2025-04-01"),
    (link("PARTNER_OF", "p1", "p2", assertion="RUMOUR"), "assertion", "RUMOUR"),
    (link("PARTNER_OF", "p1", "p2", status="GONE"), "status", "GONE"),
    (link("PARTNER_OF", "p1", "p2", source_id="p1"), "source_id", "p1"),
    (link("STAYS_AT", "p1", "a1", detail="some"), "detail", "some"),
    (link("PARTNER_OF", "p1", "p2", id_="p1"), "id", "p1"),
    (
        link("PARTNER_OF", "p1", "p2", recorded_at="2026-01-02T00:00:00Z", superseded_at="2026-01-02T00:00:00Z"),
        "superseded_at",
        "2026-01-02T00:00:00Z",
    ),
    (link("PARTNER_OF", "p1", "p2", superseded_at="2026-01-02T00:00:00Z"), "superseded_at", "2026-01-02T00:00:00Z"),
]


@pytest.mark.parametrize(("row", "column", "value"), LINKS)
async def test_bad_relationship(
    empty_store: Graph, tmp_path: Path, row: dict[str, str], column: str, value: str
) -> None:
    addresses = [{"id": "a1"}, {"id": "a1x"}]
    problems = await refusal(empty_store, tmp_path, people=PEOPLE, addresses=addresses, relationships=[row])
    assert [where(problem) for problem in problems] == [("relationships.csv", 2, column, value)]


async def test_references_must_name_the_right_kind(empty_store: Graph, tmp_path: Path) -> None:
    problems = await refusal(
        empty_store,
        tmp_path,
        people=PEOPLE,
        addresses=[{"id": "a1"}],
        offenders=[{"person_id": "a1", "category": "1"}],
        profiles=[{"person_id": "zz", "profile": "CHILD_SEXUAL"}],
        orders=[{"id": "o1", "person_id": "p1", "kind": "SHPO"}],
        conditions=[
            {"id": "c1", "order_id": "p1", "kind": "OTHER", "subject_id": "a1"},
            {"id": "c2", "order_id": "o1", "kind": "OTHER", "subject_id": "c1"},
        ],
        disclosures=[{"id": "d1", "offender_id": "a1", "recipient_id": "a1", "protects": "p1;qq; p2"}],
    )
    assert [where(problem) for problem in problems] == [
        ("offenders.csv", 2, "person_id", "a1"),
        ("profiles.csv", 2, "person_id", "zz"),
        ("conditions.csv", 2, "order_id", "p1"),
        ("conditions.csv", 3, "subject_id", "c1"),
        ("disclosures.csv", 2, "offender_id", "a1"),
        ("disclosures.csv", 2, "recipient_id", "a1"),
        ("disclosures.csv", 2, "protects", "qq"),
    ]
    assert "a Person" in problems[0].expected
    assert "an Address" in problems[0].problem


async def test_ids_are_unique_across_every_file(empty_store: Graph, tmp_path: Path) -> None:
    problems = await refusal(
        empty_store,
        tmp_path,
        people=[person("p1"), person("p2"), person("p1")],
        addresses=[{"id": "p2"}],
        relationships=[
            link("FRIEND_OF", "p1", "p2", id_="r1"),
            link("FRIEND_OF", "p1", "p2", id_="r1"),
            link("SIBLING_OF", "p1", "p2"),
            link("SIBLING_OF", "p2", "p1"),
        ],
        profiles=[{"person_id": "p1", "profile": "CHILD_SEXUAL"}] * 2,
    )
    assert [where(problem)[:3] for problem in problems] == [
        ("people.csv", 4, "id"),
        ("addresses.csv", 2, "id"),
        ("profiles.csv", 3, "person_id"),
        ("relationships.csv", 3, "id"),
        ("relationships.csv", 5, "type"),
    ]


async def test_an_id_in_the_store_keeps_its_kind_type_and_ends(empty_store: Graph, tmp_path: Path) -> None:
    await load(
        empty_store,
        tmp_path,
        people=[person("p1"), person("p2"), person("p3")],
        relationships=[
            link("FRIEND_OF", "p1", "p2", id_="r1"),
            link("PARENT_OF", "p1", "p2", id_="r2"),
            link("MINDS", "p1", "p2", id_="r3"),
        ],
    )
    problems = await refusal(
        empty_store,
        tmp_path,
        FEBRUARY,
        addresses=[{"id": "p1"}, {"id": "r3"}],
        relationships=[
            link("SIBLING_OF", "p1", "p2", id_="r1"),
            link("PARENT_OF", "p3", "p2", id_="r2"),
            link("PARENT_OF", "p1", "p2", id_="p3"),
        ],
    )
    assert [where(problem) for problem in problems] == [
        ("addresses.csv", 2, "id", "p1"),
        ("addresses.csv", 3, "id", "r3"),
        ("relationships.csv", 2, "type", "SIBLING_OF"),
        ("relationships.csv", 3, "from_id", "p3"),
        ("relationships.csv", 4, "id", "p3"),
    ]
    again = await load(empty_store, tmp_path, FEBRUARY, relationships=[link("FRIEND_OF", "p2", "p1", id_="r1")])
    assert again.counts["relationships.csv"].unchanged == 1


async def test_every_error_is_listed(empty_store: Graph, tmp_path: Path) -> None:
    problems = await refusal(
        empty_store,
        tmp_path,
        people=[person("p1", sex="f", date_of_birth="never"), person("", sex="M"), person("p3", deceased_on="x")],
        relationships=[link("PARTNER_OF", "p1", "p4", role="X"), link("FRIEND_OF", "p1", "p3")],
    )
    assert [where(problem) for problem in problems] == [
        ("people.csv", 2, "date_of_birth", "never"),
        ("people.csv", 2, "sex", "f"),
        ("people.csv", 3, "id", ""),
        ("people.csv", 4, "deceased_on", "x"),
        ("relationships.csv", 2, "to_id", "p4"),
        ("relationships.csv", 2, "role", "X"),
    ]


FILES: list[tuple[bytes, int, str, str]] = [
    (b"", 1, "", "no header"),
    (b"\n\n", 1, "", "no header"),
    (b"p1,Ann\np2,Bob\n", 1, "", "no header"),
    (b"given_names\nAnn\n", 1, "id", "missing"),
    (b"id;given_names;family_name\np1;Ann;Lee\n", 1, "", "columns separated by ;"),
    (b"ID;Given Names\np1;Ann\n", 1, "", "columns separated by ;"),
    (b"id\tgiven_names\np1\tAnn\n", 1, "", "columns separated by tabs"),
    (b"id|given_names\np1|Ann\n", 1, "", "columns separated by |"),
    (b'"id";"given_names"\n"p1";"Ann"\n', 1, "", "columns separated by ;"),
    (b'\xef\xbb\xbf"id"\t"given_names"\r\n"p1"\t"Ann"\r\n', 1, "", "columns separated by tabs"),
    (b'"ID" | "Given Names"\n', 1, "", "columns separated by |"),
    (b"id:given_names\np1:Ann\n", 1, "", "columns separated by :"),
    (b'"id"^"given_names"\n"p1"^"Ann"\n', 1, "", "columns separated by ^"),
    (b"id; given_names; family_name\n", 1, "", "columns separated by ;"),
    (b"id   given_names\np1   Ann\n", 1, "", "columns separated by spaces"),
    (b"id\x1fgiven_names\np1\x1fAnn\n", 1, "", "columns separated by \\u001f"),
    (b"p1,Ann\x1fid\n", 1, "", "no header"),
    (b'"id"x,given_names\np1,Ann\n', 1, "", "closing quotation mark"),
    (b"sep=,\nid,given_names\np1,Ann\n", 1, "", "says what separates"),
    (b"sep=;\r\nid;given_names\r\np1;Ann\r\n", 1, "", "says what separates"),
    ("id,given_names\np1,Ann\n".encode("utf-16"), 1, "", "UTF-16"),
    ("id,given_names\np1,Ann\n".encode("utf-16-be"), 1, "", "UTF-16"),
    ("id,given_names\np1,Ann\n".encode("utf-32"), 1, "", "UTF-32"),
    ("\ufeffid,given_names\np1,Ann\n".encode("utf-32-be"), 1, "", "UTF-32"),
    ("id,given_names\np1,Ann\n".encode("utf-32-le"), 1, "", "UTF-32"),
    ("id,given_names\np1,Ann\n".encode("utf-32-be"), 1, "", "UTF-32"),
    (b"PK\x03\x04\x14\x00\x06\x00", 1, "", "workbook"),
    (b"ID,given_names\np1,Ann\n", 1, "ID", "nearly"),
    (b"id,Family Name\np1,Lee\n", 1, "Family Name", "nearly"),
    (b"id,familly_name\np1,Lee\n", 1, "familly_name", "nearly"),
    (b"id,family_name,FAMILY_NAME\np1,Lee,Lee\n", 1, "FAMILY_NAME", "nearly"),
    ("id,family\u200b_name\np1,Lee\n".encode(), 1, "family\\u200b_name", "nearly"),
    ("id,given_names\np\u200b1,Ann\n".encode(), 2, "id", "cannot be seen (\\u200b)"),
    ("id,given_names\np1\u200b,Ann\n".encode(), 2, "id", "cannot be seen (\\u200b)"),
    ("id,given_names\np\u00a01,Ann\n".encode(), 2, "id", "cannot be seen (\\u00a0)"),
    (b"id,id\np1,p1\n", 1, "id", "twice"),
    (b"id,given_names\np1,Ann,x\n", 2, "", "3 cells"),
    (b'id,given_names\np1,"An"n\n', 2, "", "closing quotation mark"),
    (b'id,given_names\np1,Ann\np2,"Bob\n', 3, "", "not closed"),
    (b"id,given_names\np1,\xff\xfe\n", 2, "given_names", "UTF-8"),
    (b'id,given_names\np1,"a\nb"\np2,\xff\n', 2, "given_names", "line break"),
    (b"id,given_names\np1," + b"x" * 10_001 + b"\n", 2, "given_names", "10,001"),
    (b"id,given_names\np1," + b"x" * 200_000 + b"\n", 2, "given_names", "200,000"),
    (b"id,given_names\np1,Ann\x1f\n", 2, "given_names", "control character"),
    (b"id,given_names\n" + b"x" * 1_001 + b",Ann\n", 2, "id", "1,001"),
    (b"id,unheard_of\np1,\x00\n", 2, "unheard_of", "control character"),
]


@pytest.mark.parametrize(("content", "line", "column", "problem"), FILES)
async def test_bad_file(
    empty_store: Graph, tmp_path: Path, content: bytes, line: int, column: str, problem: str
) -> None:
    (tmp_path / "people.csv").write_bytes(content)
    with pytest.raises(BundleRefused) as refused:
        await import_bundle(empty_store, tmp_path, instant=JANUARY)
    first = refused.value.problems[0]
    assert where(first)[:3] == ("people.csv", line, column)
    assert problem in first.problem
    assert "people.csv" in str(refused.value)


NEAR_NAMES = [
    ("ID", "id"),
    ("Given Names", "given_names"),
    ("given-names", "given_names"),
    ("familyname", "family_name"),
    ("date_of_brith", "date_of_birth"),
    ("pnc id", "pnc_id"),
    ("crm", "crn"),
    ("sec", "sex"),
]


@pytest.mark.parametrize(("name", "meant"), NEAR_NAMES)
async def test_a_header_that_is_nearly_a_known_column_names_it(
    empty_store: Graph, tmp_path: Path, name: str, meant: str
) -> None:
    """And nothing else is blamed: neither the rows below it nor those that refer to them."""
    problems = await refusal(
        empty_store,
        tmp_path,
        people=[
            {"id": "p1"} | {name: "p1"} if meant != "id" else {name: "p1"},
            {"id": "p2"} if meant != "id" else {name: "p2"},
        ],
        relationships=[link("PARTNER_OF", "p1", "p2")],
    )
    first = problems[0]
    assert (*where(first), first.expected) == ("people.csv", 1, name, name, f"the column {meant}")
    assert {problem.file for problem in problems} == {"people.csv"}


STRAY = ["Relationships.csv", "relationship.csv", "._people.csv", "people.csv~", "#people.csv#", "notes.csv"]


@pytest.mark.parametrize("name", STRAY)
async def test_a_file_that_is_no_part_of_a_bundle_is_a_warning(empty_store: Graph, tmp_path: Path, name: str) -> None:
    """It names the file that may be meant, and the rest is imported."""
    (tmp_path / "people.csv").write_text("id\np1\n")
    (tmp_path / name).write_text("type,from_id,to_id\n")
    done = await import_bundle(empty_store, tmp_path, instant=JANUARY)
    assert done.counts["people.csv"].new == 1
    meant = "people.csv" if "people" in name else "relationships.csv" if "elation" in name else None
    ending = f"; its name is nearly {meant}" if meant else ""
    assert [(each.file, each.problem) for each in done.warnings] == [
        (name, "the file is unknown and is left out" + ending)
    ]


async def test_a_name_of_its_own_is_left_out_with_a_warning(empty_store: Graph, tmp_path: Path) -> None:
    """One letter is another name where the known column is there, too, or where it is the name of another file's column."""
    (tmp_path / "people.csv").write_text("id,sex,sec,crm,crn,names,given_name,given_names,notes;id\np1,F,,,,,,Ann,x\n")
    (tmp_path / "schools.csv").write_text("id,name,uprn\ns1,Infants,50031226\n")
    done = await import_bundle(empty_store, tmp_path, instant=JANUARY)
    assert [(warning.column, warning.problem) for warning in done.warnings] == [
        (name, "the column is unknown and is left out")
        for name in ("sec", "crm", "names", "given_name", "notes;id", "uprn")
    ]


async def test_what_cannot_be_seen_at_the_ends_of_cells_and_headers_does_not_count(
    empty_store: Graph, tmp_path: Path
) -> None:
    (tmp_path / "people.csv").write_text(
        "id,\u00a0given_names\u00a0,family_name\u200b,also_known_as,sex\n"
        "p1\u00a0,\u00a0Ann\u00a0,Lee\u2003,\u200bAnnie\u200b;\u00a0Nan,F\ufeff\n",
        encoding="utf-8",
    )
    done = await import_bundle(empty_store, tmp_path, instant=JANUARY)
    assert done.warnings == ()
    row = await empty_store.fetch(
        "MATCH (n:Person {id: 'p1'}) RETURN [n.given_names, n.family_name, n.also_known_as, n.sex] AS found"
    )
    assert row == {"found": ["Ann", "Lee", ["Annie", "Nan"], "F"]}


async def test_what_cannot_be_seen_is_written_so_that_it_is(empty_store: Graph, tmp_path: Path) -> None:
    problems = await refusal(
        empty_store,
        tmp_path,
        people=[person("p1\u200b"), person("p2", sex="F\u00a0\u2060M")],
        relationships=[link("PARTNER_OF", "p1\u200b", "p2")],
    )
    assert [where(problem) for problem in problems] == [
        ("people.csv", 2, "id", "p1\\u200b"),
        ("people.csv", 3, "sex", "F\\u00a0\\u2060M"),
        ("relationships.csv", 2, "from_id", "p1\\u200b"),
    ]
    assert "p1\\u200b" in describe(problems[0])


async def test_the_line_is_the_first_of_a_row_with_line_feeds(empty_store: Graph, tmp_path: Path) -> None:
    (tmp_path / "addresses.csv").write_bytes(
        b'id,lines,postcode\r\na1,"1 High Street\r\nFlat 2",M1 1AE\r\na2,"x\ny\nz",nowhere\r\na3,z,nowhere\r\n'
    )
    with pytest.raises(BundleRefused) as refused:
        await import_bundle(empty_store, tmp_path, instant=JANUARY)
    assert [where(problem)[1:] for problem in refused.value.problems] == [
        (4, "postcode", "nowhere"),
        (7, "postcode", "nowhere"),
    ]


async def test_a_missing_column_says_so_once(empty_store: Graph, tmp_path: Path) -> None:
    """Rows elsewhere that refer to such a file are not blamed for it."""
    problems = await refusal(
        empty_store,
        tmp_path,
        people=PEOPLE,
        schools=[{"id": "s1"}, {"id": "s2"}],
        relationships=[link("ATTENDS", "p1", "s1")],
    )
    assert [where(problem) for problem in problems] == [("schools.csv", 1, "name", "")]


async def test_a_refusal_shows_no_cell(empty_store: Graph, tmp_path: Path) -> None:
    with pytest.raises(BundleRefused) as refused:
        await load(empty_store, tmp_path, people=[person("p1", sex="Secret")])
    assert "Secret" not in str(refused.value)
    assert "1 error in people.csv" in str(refused.value)


async def test_a_folder_must_hold_a_bundle(empty_store: Graph, tmp_path: Path) -> None:
    with pytest.raises(InputRefused, match="not a folder"):
        await import_bundle(empty_store, tmp_path / "missing")
    with pytest.raises(InputRefused, match=r"people\.csv"):
        await import_bundle(empty_store, tmp_path)
    (tmp_path / "notes.txt").write_text("x")
    with pytest.raises(InputRefused, match=r"people\.csv"):
        await import_bundle(empty_store, tmp_path)


async def test_buildings_that_go_round_in_a_circle(empty_store: Graph, tmp_path: Path) -> None:
    problems = await refusal(
        empty_store, tmp_path, addresses=[{"id": "a", "building_id": "b"}, {"id": "b", "building_id": "a"}]
    )
    assert [where(problem) for problem in problems] == [("addresses.csv", 2, "building_id", "b")]
    assert "circle" in problems[0].problem
