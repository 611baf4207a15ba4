"""Words of Cypher: what a file that uses or defines one is made into, and which files are refused."""

from collections.abc import Iterable

import pytest

from graph_service.errors import CatalogueError
from graph_service.model.grades import USABLE_GRADES
from graph_service.model.vocabulary import KIN_TYPES
from graph_service.store.catalogue import filled, lexicon, parse
from graph_service.store.constants import CONSTANTS
from graph_service.store.expansion import CypherText, Fragment, Lexicon, expand, fragment


def word(name: str, arguments: str, text: str, line: int = 6) -> Fragment:
    return fragment(name, arguments.split(), CypherText(f"fragments/{name}.cypher", text, line))


def expanded(text: str, *some: Fragment) -> str:
    return expand(CypherText("patterns/one.cypher", text, 9), Lexicon({one.name: one for one in some}, CONSTANTS))


HOUSED = word(
    "housed",
    "n",
    "EXISTS { MATCH (n)-[lives:LIVES_AT]->(place:Address) WHERE place.kind IS NOT NULL AND lives.usable }",
)
ELDEST = word(
    "eldest", "people", "reduce(first = null, one IN people | CASE WHEN one.born < first.born THEN one ELSE first END)"
)
OPEN = word("open", "r", "r.valid_to > $as_of")
STATE = word("state", "n", "head(COLLECT { MATCH (n)-[:HAD_STATE]->(past:State) RETURN past })")
KIND = word("kind_of", "n", "[kind IN [state(n).kind] | {kind: kind, text: 'kind of n'}][0]")


@pytest.mark.parametrize(
    ("text", "made"),
    [
        # A name of the caller's that a word uses for itself stays the caller's.
        (
            "MATCH (o)-[lives:LIVES_AT]->(place) WHERE housed(place) AND lives.usable",
            "MATCH (o)-[lives:LIVES_AT]->(place) "
            "WHERE EXISTS { MATCH (place)-[v1:LIVES_AT]->(v2:Address) WHERE v2.kind IS NOT NULL AND v1.usable } AND lives.usable",
        ),
        # Two calls share no name, nor do a word and what it is given.
        (
            "RETURN state(a), state(b)",
            "RETURN head(COLLECT { MATCH (a)-[:HAD_STATE]->(v1:State) RETURN v1 }), "
            "head(COLLECT { MATCH (b)-[:HAD_STATE]->(v2:State) RETURN v2 })",
        ),
        (
            "RETURN kind_of(kind)",
            "RETURN [v1 IN [head(COLLECT { MATCH (kind)-[:HAD_STATE]->(v2:State) RETURN v2 }).kind] "
            "| {kind: v1, text: 'kind of n'}][0]",
        ),
        (
            "RETURN eldest(one + first)",
            "RETURN reduce(v1 = null, v2 IN (one + first) | CASE WHEN v2.born < v1.born THEN v2 ELSE v1 END)",
        ),
        # What is given stays together, keys and properties stay as they are, comments and indentation go.
        ("WHERE open(tie.link)", "WHERE tie.link.valid_to > $as_of"),
        ("WHERE open(CASE WHEN x THEN r END)", "WHERE (CASE WHEN x THEN r END).valid_to > $as_of"),
        ("MATCH (r)\n  // open(r)\n  WHERE r.open AND  open(r)", "MATCH (r)\nWHERE r.open AND r.valid_to > $as_of"),
        ("RETURN 'open(r)' AS open, {open: 1}", "RETURN 'open(r)' AS open, {open: 1}"),
        (
            "RETURN point.distance(a, b), found[..$limit], x[1..], *",
            "RETURN point.distance(a, b), found[..$limit], x[1..], *",
        ),
    ],
)
def test_a_word_meets_no_name_of_its_callers(text: str, made: str) -> None:
    assert expanded(text, HOUSED, ELDEST, OPEN, STATE, KIND) == made


@pytest.mark.parametrize(
    ("arguments", "text", "said"),
    [
        (
            "v",
            "v.role = 'CONVICTED'\n OR any(bar IN conditions WHERE bar.subject_id = v.id)",
            r"fragments/one\.cypher, line 7: 'conditions' is neither introduced here nor declared among the arguments \(v\)",
        ),
        ("", "EXISTS { MATCH (o) } AND minor", r"line 6: 'minor' is neither .* arguments \(none\)"),
        ("n", "MATCH (n)-[:HAD_STATE]->(past)", r"line 6: 'past' would be left in the statement that uses one\(\)"),
        ("n", "n.kind AS kind", r"line 6: 'kind' would be left"),
        ("n", "any(v1 IN n.list WHERE v1 > 0)", r"line 6: names such as 'v1' are given by expansion alone"),
        ("n", "EXISTS {\n MATCH (n)", r"line 7: a bracket is not closed"),
        ("n", "size(n))", r"line 6: '\)' closes no bracket"),
    ],
)
def test_a_fragment_that_could_meet_names_of_its_caller_is_refused(arguments: str, text: str, said: str) -> None:
    with pytest.raises(CatalogueError, match=said):
        word("one", arguments, text)


@pytest.mark.parametrize(
    ("text", "some", "said"),
    [
        (
            "MATCH (o)\nWHERE open(o, p)",
            [OPEN],
            r"patterns/one\.cypher, line 10: open\(\) is given 2 argument\(s\); expected 1 \(r\)",
        ),
        ("RETURN open()", [OPEN], r"line 9: open\(\) is given 0 argument\(s\); expected 1 \(r\)"),
        (
            "RETURN one(n)",
            [word("one", "n", "other(n)"), word("other", "n", "n.x AND\n one(n)")],
            r"fragments/other\.cypher, line 7: fragments call each other in a circle: one → other → one",
        ),
    ],
)
def test_a_wrong_call_is_refused(text: str, some: Iterable[Fragment], said: str) -> None:
    with pytest.raises(CatalogueError, match=said):
        expanded(text, *some)


def test_what_the_vocabulary_says_stands_for_its_constants() -> None:
    made = expanded("MATCH (a)-[r:KIN|FRIEND_OF]-(b) WHERE r.grade IN USABLE_GRADES AND b.kind <> 'KIN'")
    types = "|".join((*KIN_TYPES, "FRIEND_OF"))
    assert made == f"MATCH (a)-[r:{types}]-(b) WHERE r.grade IN {list(USABLE_GRADES)} AND b.kind <> 'KIN'"


FILE = """// ---
// id: made
// placeholder: RELATIONSHIP_TYPE
// ---

MATCH ()-[r:RELATIONSHIP_TYPE]->() RETURN 'RELATIONSHIP_TYPE'
"""


def test_a_placeholder_of_the_header_is_filled() -> None:
    made = filled(parse("write/made.cypher", FILE), "LIVES_AT", kept=False).text
    assert made.endswith("MATCH ()-[r:LIVES_AT]->() RETURN 'RELATIONSHIP_TYPE'")


@pytest.mark.parametrize(
    ("file", "given", "said"),
    [
        (FILE, "", "made.cypher: expected one word of letters for RELATIONSHIP_TYPE, but was given ''"),
        (FILE, "A|B", "but was given 'A|B'"),
        (
            "// ---\n// id: made\n// ---\nRETURN 1",
            "A",
            "made.cypher: its header names no placeholder that 'A' could stand for",
        ),
    ],
)
def test_a_placeholder_is_filled_with_one_word_or_refused(file: str, given: str, said: str) -> None:
    with pytest.raises(CatalogueError) as refused:
        filled(parse("write/made.cypher", file), given, kept=False)
    assert said in str(refused.value)


def test_every_file_names_its_lines_as_an_editor_does() -> None:
    assert parse("write/made.cypher", FILE).source == CypherText("write/made.cypher", FILE.splitlines()[5], 6)
    assert all(one.where.startswith("fragments/") for one in lexicon().fragments.values())
