"""Names as plain words, sounds and variants, and how like two spellings are."""

import pytest

from graph_service.spelling.asking import asked_words, index_question
from graph_service.spelling.folding import words_of
from graph_service.spelling.likeness import likeness
from graph_service.spelling.sounds import sound_of
from graph_service.spelling.stored import CLOSED, OPEN, spellings
from graph_service.spelling.variants import groups, variants_of


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Zoë", "zoe"),
        ("Dvořák", "dvorak"),
        ("Đặng", "dang"),
        ("Sia\u0302n", "sian"),
        ("Si\u00e2n", "sian"),
        ("Bø Ødegård", "bo odegard"),
        ("Łukasz", "lukasz"),
        ("Straße", "strasse"),
        ("O’Brien", "obrien"),
        ("O`Brien", "obrien"),
        ("O'BRIEN", "obrien"),
        ("Smith-Holloway", "smith holloway"),
        ("Smith\u2010Holloway", "smith holloway"),
        ("Smith\u00a0Holloway", "smith holloway"),
        ("Le\u200be", "lee"),
        ("Дмитрий", "dmitriy"),
        ("14-16 St. Mary’s", "14 16 st marys"),
        ("—?!", ""),
    ],
)
def test_case_accents_forms_apostrophes_and_hyphens_do_not_count(text: str, words: str) -> None:
    assert " ".join(words_of(text)) == words


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("stephen", "steven"),
        ("jeffries", "geoffreys"),
        ("shaughnessy", "shawnessy"),
        ("brian", "bryan"),
        ("catherine", "kathryn"),
        ("muhammad", "mohamed"),
        ("mcdonagh", "macdonagh"),
    ],
)
def test_names_that_sound_alike_have_one_key(one: str, other: str) -> None:
    assert sound_of(one) is not None
    assert sound_of(one) == sound_of(other)


@pytest.mark.parametrize("word", ["lee", "zoe", "14", "x1", "y"])
def test_words_that_hardly_sound_have_none(word: str) -> None:
    assert sound_of(word) is None


@pytest.mark.parametrize(
    ("short", "whole"),
    [("bill", "william"), ("liz", "elizabeth"), ("tony", "anthony"), ("md", "muhammad"), ("sinjin", "stjohn")],
)
def test_variants_stand_for_each_other(short: str, whole: str) -> None:
    assert whole in variants_of(short)
    assert short in variants_of(whole)


def test_the_table_of_variants_has_no_group_of_one_and_none_twice() -> None:
    written = [frozenset(map(str.casefold, group)) for group in groups()]
    assert all(len(group) > 1 for group in written)
    assert len(set(written)) == len(written)


def test_a_variant_is_that_of_its_own_groups_alone() -> None:
    assert "elizabeth" not in variants_of("william")
    assert variants_of("xyzzy") == frozenset()


def test_the_words_of_the_closed_stand_in_a_field_of_their_own() -> None:
    values = {"given_names": "Ann", "family_name": "O'Brien", "pnc_id": "1979/0163001B"}
    told = spellings(values, closed=False)
    assert told == {OPEN: "ann obrien annobrien _an _obrn _anbrn pnc19790163001b"}
    assert spellings(values, closed=True) == {CLOSED: told[OPEN]}
    assert spellings({"sex": "F"}, closed=True) == {}
    assert CLOSED not in index_question(asked_words("Ann"), cleared=False)
    assert CLOSED in index_question(asked_words("Ann"), cleared=True)


def test_of_a_very_long_text_the_first_words_are_stored() -> None:
    told = spellings({"lines": " ".join(f"w{number}" for number in range(2_000))}, closed=False)[OPEN].split()
    assert "w99" in told
    assert "w100" not in told


def test_a_question_for_the_index_holds_plain_words_alone() -> None:
    assert index_question(asked_words('+-&&||!(){}[]^"~*?:\\/'), cleared=True) == ""
    assert index_question(asked_words('a"B OR *'), cleared=False).startswith("(+(spellings:(a^8 ab^8 abor^8 ")
    assert len(asked_words("word " * 40)) == 8


@pytest.mark.parametrize(
    ("asked", "liker", "less"),
    [
        ("Steven Jeffries", "Stephen Geoffreys", "Steven Smith"),
        ("Bill Shawnessy", "William Shaughnessy", "Bill Shaw"),
        ("John Smith", "John Smith", "Jon Smythe"),
        ("John Smith", "John Smith", "John Paul Smith"),
        ("O Brien", "Sean O'Brien", "Brian Bronte"),
        ("Mc Donagh", "Una McDonagh", "Una Donald"),
        ("SmithHolloway", "Gemma Smith-Holloway", "Gemma Smith"),
        ("Liz", "Elizabeth Poole", "Lisbon Poole"),
    ],
)
def test_a_match_of_the_whole_name_stands_above_matches_of_one_word(asked: str, liker: str, less: str) -> None:
    def like(name: str) -> tuple[float, ...]:
        given, family = name.split(" ", 1)
        return likeness(asked_words(asked), {"given_names": given, "family_name": family}) or ()

    assert like(liker) > like(less)


def test_what_shares_nothing_is_not_like() -> None:
    assert likeness(asked_words("Ann"), {"given_names": "Bob"}) is None
    assert likeness(asked_words("Ann"), {}) is None
    assert likeness((), {"given_names": "Bob"}) is None
    voss = {"given_names": "Carl", "family_name": "Voss"}
    assert likeness(asked_words("V 77"), voss) is None
    assert likeness(asked_words("Carl V"), voss)
    assert likeness(asked_words("V"), voss)
