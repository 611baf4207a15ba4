"""What a file turns out to be where its header is not as expected: its encoding, what separates its columns, names nearly right."""

from collections.abc import Collection, Sequence
from typing import Final, NamedTuple

from jellyfish import damerau_levenshtein_distance

from graph_service.spelling.characters import stripped

_BEGINNINGS: Final = (
    (b"\xff\xfe", "the file is in UTF-16"),
    (b"\xfe\xff", "the file is in UTF-16"),
    (b"PK\x03\x04", "the file is a workbook or an archive"),
    (b"\xd0\xcf\x11\xe0", "the file is a workbook"),
)
_SEPARATORS: Final = {";": ";", "\t": "tabs", "|": "|"}
_SHORTEST_MISSPELT: Final = 4
"""One letter amiss in a shorter name makes another name of it."""


class Finding(NamedTuple):
    """What is found instead of a header, and what was expected."""

    problem: str
    expected: str


def encoding_problem(beginning: bytes) -> Finding | None:
    """What a file is by its first bytes, where that is not text in UTF-8."""
    for mark, problem in _BEGINNINGS:
        if beginning.startswith(mark):
            return Finding(problem, "CSV in UTF-8")
    if b"\x00" in beginning[:4]:
        return Finding("the file is in UTF-16", "CSV in UTF-8")
    return None


def layout_problem(cells: Sequence[str], known: Collection[str]) -> Finding | None:
    """What separates the columns of a header, where that is no comma."""
    header = "a header row: " + ", ".join(known)
    if cells[0].casefold().startswith("sep="):
        return Finding("the first line says what separates the columns, and is no header", header)
    for separator, name in _SEPARATORS.items():
        if any(nearly(part, known, ()) for cell in cells if separator in cell for part in cell.split(separator)):
            return Finding(f"the file has columns separated by {name}", "columns separated by commas")
    return None


def nearly(name: str, known: Collection[str], given: Collection[str]) -> str | None:
    """The known name that is meant by one that differs in case, spaces, or one letter; a known one is meant by itself.

    Where a known name is `given` too, another with a letter amiss is taken for a name of its own.
    """
    plain = _plain(name)
    for one in known:
        if _plain(one) == plain:
            return one
    for one in known:
        short = len(_plain(one)) < _SHORTEST_MISSPELT
        if not short and one not in given and damerau_levenshtein_distance(_plain(one), plain) == 1:
            return one
    return None


def _plain(name: str) -> str:
    return "".join(filter(str.isalnum, stripped(name).casefold()))
