"""How like a record's names are to what is asked.

Worked out from the question and the record alone, so that no other record, seen or not, has a part in anybody's place.
"""

from collections.abc import Mapping, Sequence, Set
from typing import Any, Final, NamedTuple

from jellyfish import damerau_levenshtein_distance, jaro_winkler_similarity

from graph_service.spelling.asking import AskedWord, most_amiss
from graph_service.spelling.folding import words_of
from graph_service.spelling.sounds import sound_of
from graph_service.spelling.stored import forms_of, names_of

_EQUAL: Final = 10
_VARIANT: Final = 8
_SOUNDS_ALIKE: Final = 7
_BEGINS: Final = 5
_ALMOST: Final = 4
_FAR: Final = 2
_INITIAL: Final = 1
_LONGEST_COMPARED: Final = 200
"""Letters of a name that are compared with the whole of a question."""


class Likeness(NamedTuple):
    """Greater is liker: how many words are matched, then how well together, then how like the nearest whole name is (0 to 1)."""

    matched: int
    well: int
    whole: float


def likeness(asked: Sequence[AskedWord], values: Mapping[str, Any]) -> Likeness | None:
    """How like the names of a record with these columns are to the words asked; None where no word is matched, or of several no
    more than an initial."""
    names = list(names_of(values))
    forms = dict.fromkeys(form for name in names for form in forms_of(name)).keys()
    found = [well for word in asked if (well := _best(word, forms))]
    if not found or (len(asked) > 1 and max(found) == _INITIAL):
        return None
    whole = " ".join(word.text for word in asked)
    nearest = max(jaro_winkler_similarity(whole, " ".join(words_of(name))[:_LONGEST_COMPARED]) for name in names)
    return Likeness(len(found), sum(found), nearest)


def _best(word: AskedWord, forms: Set[str]) -> int:
    if not forms.isdisjoint(word.forms):
        return _EQUAL
    if not forms.isdisjoint(word.variants):
        return _VARIANT
    if not word.sounds.isdisjoint(map(sound_of, forms)):
        return _SOUNDS_ALIKE
    return max((_nearness(word.text, form) for form in forms), default=0)


def _nearness(text: str, form: str) -> int:
    if form.startswith(text):
        return _BEGINS if len(text) > 1 else _INITIAL
    amiss = most_amiss(text)
    if amiss and abs(len(form) - len(text)) <= amiss:
        distance = damerau_levenshtein_distance(text, form)
        if distance <= amiss:
            return _ALMOST if distance == 1 else _FAR
    return 0
