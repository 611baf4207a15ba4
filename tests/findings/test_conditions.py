"""What counts as a condition of a Cypher text, for the examination of the cases."""

import pytest

from tests.findings.conditions import conditions


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
