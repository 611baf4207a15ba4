"""What somebody asks for by name: its words, each with what may stand for it, and the question for the full-text index."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from graph_service.spelling.folding import runs_of, words_of
from graph_service.spelling.sounds import sound_of
from graph_service.spelling.stored import CLOSED, OPEN, SOUND
from graph_service.spelling.variants import variants_of

_MOST_WORDS: Final = 8


@dataclass(frozen=True, slots=True)
class AskedWord:
    """A word of a question. `forms`: itself and the runs it is part of; `variants` and `sounds`: those of the forms."""

    text: str
    forms: frozenset[str]
    variants: frozenset[str]
    sounds: frozenset[str]


def asked_words(text: str) -> tuple[AskedWord, ...]:
    """The words of a question; further ones than eight are left out."""
    words = words_of(text)[:_MOST_WORDS]
    runs = runs_of(words)
    return tuple(
        _word(word, [run for first, end, run in runs if first <= place < end]) for place, word in enumerate(words)
    )


def _word(word: str, runs: Sequence[str]) -> AskedWord:
    forms = frozenset((word, *runs))
    return AskedWord(
        text=word,
        forms=forms,
        variants=frozenset[str]().union(*map(variants_of, forms)) - forms,
        sounds=frozenset(filter(None, map(sound_of, forms))),
    )


def most_amiss(word: str) -> int:
    """How many letters may be amiss in a word for it still to be meant."""
    return 0 if len(word) < 4 else 1 if len(word) <= 6 else 2


def index_question(words: Sequence[AskedWord], *, cleared: bool) -> str:
    """The question for the full-text index in Lucene's syntax; records that match every word come first. Blank without words.

    A record that matches one of several words alone must do so by more than how it begins or how near it is, which costs the index
    most. Folded words hold letters and digits alone, so none needs escaping.
    """
    certain = [_certain(word) for word in words]
    likely = [[*clauses, *_likely(word)] for clauses, word in zip(certain, words, strict=True)]
    if len(words) < 2:
        return " ".join(_group(clauses, cleared=cleared) for clauses in likely)
    whole = " ".join(f"+{_group(clauses, cleared=cleared)}" for clauses in likely)
    return f"({whole})^20 {' '.join(_group(clauses, cleared=cleared) for clauses in certain)}"


def mark_question(marks: Iterable[str], *, cleared: bool) -> str:
    """The question for records that have one of these marks."""
    return _group(marks, cleared=cleared)


def _certain(word: AskedWord) -> list[str]:
    return [
        *(f"{form}^8" for form in sorted(word.forms)),
        *(f"{variant}^5" for variant in sorted(word.variants)),
        *(f"{SOUND}{sound}^3" for sound in sorted(word.sounds)),
    ]


def _likely(word: AskedWord) -> list[str]:
    amiss = most_amiss(word.text)
    return [f"{word.text}*^3", *([f"{word.text}~{amiss}"] if amiss else [])]


def _group(clauses: Iterable[str], *, cleared: bool) -> str:
    fields = (OPEN, CLOSED) if cleared else (OPEN,)
    either = " ".join(clauses)
    return f"({' '.join(f'{field}:({either})' for field in fields)})"
