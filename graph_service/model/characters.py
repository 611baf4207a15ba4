"""Characters that nobody sees: trimmed off, looked for, and written so that they are seen."""

import re
from typing import Final

INVISIBLE: Final = "\u00ad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff0-\ufffb\U000e0000-\U000e007f"
"""Format characters, line and paragraph separators, as the inside of a class of a regular expression."""
_FILLERS: Final = "\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180d\u3164\ufe00-\ufe0f\uffa0\U000e0100-\U000e01ef"
"""Letters and marks without a shape of their own; at the end of a text they may belong to what stands before them."""
_SPACES: Final = "\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000"
"""Spaces that look like the ordinary one."""
_HIDDEN: Final = re.compile(f"[{INVISIBLE}{_FILLERS}{_SPACES}]")
_BLANKS: Final = f" \t\r\n{_SPACES}"


def _at_ends(characters: str) -> re.Pattern[str]:
    return re.compile(f"\\A[{characters}]+|[{characters}]+\\Z")


_BLANK_ENDS: Final = _at_ends(_BLANKS)
_UNSEEN_ENDS: Final = _at_ends(_BLANKS + INVISIBLE)


def stripped(text: str) -> str:
    """A text without spaces and invisible characters at its ends; other control characters stay."""
    return _UNSEEN_ENDS.sub("", text)


def without_spaces(text: str) -> str:
    """A text without spaces of any kind, tabs and line ends at its ends; invisible characters stay."""
    return _BLANK_ENDS.sub("", text)


def plain(text: str) -> str:
    """A text as it looks: ordinary spaces for others, nothing for what cannot be seen, no spaces at its ends."""
    return stripped(_HIDDEN.sub(lambda found: " " if found.group().isspace() else "", text))


def hidden_in(text: str) -> str | None:
    """The first character of a text that is not seen, or not seen to be no ordinary space; None where there is none."""
    found = _HIDDEN.search(text)
    return found.group() if found else None


def visible(text: str) -> str:
    """A text with such characters written as `\\u200b`."""
    return _HIDDEN.sub(lambda found: escaped(found.group()), text)


def escaped(character: str) -> str:
    """A character as `\\u200b`."""
    code = ord(character)
    return f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"
