"""How a word sounds: its Metaphone key, by the library jellyfish."""

from functools import lru_cache
from typing import Final

from jellyfish import metaphone

_SHORTEST: Final = 2
"""Keys of one letter, as of Lee and Zoe, are those of too many names."""


@lru_cache(maxsize=16_384)
def sound_of(word: str) -> str | None:
    """The key of a folded word; None where there is none, or none that tells names apart.

    The library takes a `y` for a consonant before a vowel; in names it mostly is one itself, so that Bryan sounds like Brian.
    """
    if not word.isalpha():
        return None
    key = metaphone(word[0] + word[1:].replace("y", "i")).replace(" ", "")
    return key.lower() if len(key) >= _SHORTEST else None
