"""Names that stand for each other: short forms, and spellings that sound otherwise. `variants.txt` holds the table."""

from collections import defaultdict
from collections.abc import Mapping
from functools import lru_cache
from importlib import resources

from graph_service.spelling.folding import words_of


def groups() -> tuple[tuple[str, ...], ...]:
    """The groups of the table as they are written in it, each with its fullest form first."""
    text = resources.files(__package__).joinpath("variants.txt").read_text(encoding="utf-8")
    lines = (line.split("#")[0].split() for line in text.splitlines())
    return tuple(tuple(line) for line in lines if line)


@lru_cache(maxsize=1)
def _table() -> Mapping[str, frozenset[str]]:
    found: dict[str, set[str]] = defaultdict(set)
    for group in groups():
        names = ["".join(words_of(name)) for name in group]
        for name in names:
            found[name].update(names)
    return {name: frozenset(others - {name}) for name, others in found.items()}


def variants_of(word: str) -> frozenset[str]:
    """The folded names that a folded name may stand for, or be written as; without itself. St John is `stjohn`."""
    return _table().get(word, frozenset())
