"""The constants of Cypher texts: capital words that stand for what the vocabulary says once.

Of types of relationship, for the place behind a colon: `[kin:KIN]`, `NOT r:KIN`, `[tie:KIN|FRIEND_OF]`. Of values, for any other.
"""

from collections.abc import Iterable, Mapping
from typing import Final

from graph_service.model.grades import USABLE_GRADES
from graph_service.model.vocabulary import FAMILY_TYPES, FIRST_DAY, FOUND_GUILTY, KIN_TYPES, LAST_DAY


def _types(names: Iterable[str]) -> str:
    return "|".join(names)


def _text(value: str) -> str:
    return f"'{value}'"


def _texts(values: Iterable[str]) -> str:
    return f"[{', '.join(map(_text, values))}]"


CONSTANTS: Final[Mapping[str, str]] = {
    "KIN": _types(KIN_TYPES),
    "FAMILY": _types(FAMILY_TYPES),
    "FOUND_GUILTY": _texts(sorted(FOUND_GUILTY)),
    "USABLE_GRADES": _texts(USABLE_GRADES),
    "FIRST_DAY": _text(FIRST_DAY),
    "LAST_DAY": _text(LAST_DAY),
}
"""Each with the piece of Cypher that it stands for."""
