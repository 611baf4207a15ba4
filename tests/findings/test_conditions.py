"""What counts as a condition of a Cypher text, for the examination of the cases, and which changes of one need no case."""

import pytest

from graph_service.store.catalogue import Statement
from graph_service.store.expansion import CypherText
from tests.findings.conditions import conditions
from tests.findings.coverage import EQUIVALENTS, Change, Subject, equivalents, subjects, without_condition


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("MATCH (a) WHERE p(a) AND (q OR NOT r) RETURN a", ["p(a)", "q", "r"]),
        ("MATCH (a) WHERE ((p)) WITH a WHERE q", ["p", "q"]),
        ("WHERE (a OR b) AND (c OR d)", ["a", "b", "c", "d"]),
        ("WHERE CASE WHEN p THEN q AND r ELSE s END RETURN 1", ["p", "q", "r", "s"]),
        ("WHERE x = CASE WHEN p THEN 1 ELSE 2 END", ["x = CASE WHEN p THEN 1 ELSE 2 END", "p"]),
        ("RETURN CASE kind WHEN 'A' THEN 1 END, CASE WHEN p THEN 'B' END", ["p"]),
        ("WHERE EXISTS { MATCH (b) WHERE p AND q }", ["EXISTS { MATCH (b) WHERE p AND q }", "p", "q"]),
        ("RETURN any(x IN xs WHERE x.a AND x.b), [x IN xs WHERE x.c | x.d AND x.e]", ["x.a", "x.b", "x.c"]),
        ("FILTER NOT name STARTS WITH 'WHERE x AND y' MATCH (b)", ["name STARTS WITH 'WHERE x AND y'"]),
    ],
)
def test_a_text_is_taken_apart_into_its_conditions(text: str, found: list[str]) -> None:
    assert [condition.text for condition in conditions(text)] == found


def test_a_condition_says_where_it_stands() -> None:
    (first, second) = conditions("MATCH (a)\nWHERE p\n  AND q")
    assert (first.line, second.line) == (2, 3)


def test_a_change_that_means_the_same_names_a_condition_of_its_file() -> None:
    def unasked(body: CypherText) -> Statement:
        raise AssertionError(body)

    files = [
        Subject("one", CypherText("one", "MATCH (a) WHERE p(a,\n  q) AND r"), unasked),
        Subject("other", CypherText("other", "MATCH (a) WHERE s"), unasked),
    ]
    named, elsewhere, already = (
        Change("one", "p(a, q)", "true"),
        Change("other", "r", "true"),
        Change("one", "r", "maybe"),
    )
    assert without_condition([named, elsewhere, already], files) == [elsewhere, already]


def test_every_change_that_is_listed_as_meaning_the_same_names_a_condition() -> None:
    listed = equivalents(EQUIVALENTS.read_text(encoding="utf-8"))
    assert without_condition(listed, [file for files, _ in subjects() for file in files]) == []


@pytest.mark.parametrize(
    "text",
    [
        "- {file: one, condition: p, taken_as: 'true'}",
        "- {file: one, condition: p, taken_as: 'true', why: ''}",
        "- {file: one, condition: p, taken_as: true, why: so}",
        "- {file: one, condition: p, taken_as: 'true', why: so, line: '1'}",
        "- {file: one, condition: p, taken_as: 'true', why: so}\n- {file: one, condition: p, taken_as: 'true', why: thus}",
        "- one",
    ],
)
def test_an_entry_that_is_not_as_it_must_be_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="one"):
        equivalents(text)
