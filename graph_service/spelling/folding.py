"""A text as plain words: case, accents, Unicode form, apostrophes, hyphens and spaces do not count.

Letters outside the Latin alphabet are written in it as the library anyascii does it.
"""

import re
from collections.abc import Sequence
from typing import Final

from anyascii import anyascii

from graph_service.model.characters import INVISIBLE

_APOSTROPHES: Final = re.compile("['`´’‘‛ʼʻʹ′＇]")
_UNSEEN: Final = re.compile(f"[{INVISIBLE}]")
_WORD: Final = re.compile("[a-z0-9]+")
_LONGEST_RUN: Final = 3


def words_of(text: str) -> tuple[str, ...]:
    """The words of a text: `O’Brien-Đặng` is `obrien`, `dang`."""
    text = _APOSTROPHES.sub("", text)
    if not text.isascii():
        text = anyascii(_UNSEEN.sub("", text)).replace("'", "").replace("`", "")
    return tuple(_WORD.findall(text.lower()))


def runs_of(words: Sequence[str]) -> list[tuple[int, int, str]]:
    """Two and three neighbouring words run together, as `McDonagh` is of `Mc Donagh`: from which, up to which, and the run."""
    return [
        (first, first + length, "".join(words[first : first + length]))
        for length in range(2, _LONGEST_RUN + 1)
        for first in range(len(words) - length + 1)
    ]
