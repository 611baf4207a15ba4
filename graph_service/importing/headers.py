"""What a file turns out to be where its header is not as expected: its encoding, what separates its columns, names nearly right."""

from collections.abc import Collection, Sequence
from typing import Final, NamedTuple

from jellyfish import damerau_levenshtein_distance

from graph_service.model.characters import escaped, stripped

_BEGINNINGS: Final = (
    (b"\xff\xfe\x00\x00", "the file is in UTF-32"),
    (b"\x00\x00\xfe\xff", "the file is in UTF-32"),
    (b"\xff\xfe", "the file is in UTF-16"),
    (b"\xfe\xff", "the file is in UTF-16"),
    (b"PK\x03\x04", "the file is a workbook or an archive"),
    (b"\xd0\xcf\x11\xe0", "the file is a workbook"),
)
_USUAL: Final = ";\t|"
"""Separators that one known name between them gives away; any other character needs two."""
_NAMED: Final = {"\t": "tabs", " ": "spaces"}
_LONGEST_HEADER: Final = 10_000
"""Characters of a first line that are looked at."""


class HeaderProblem(NamedTuple):
    """What is found instead of a header, and what was expected."""

    problem: str
    expected: str


def encoding_problem(beginning: bytes) -> HeaderProblem | None:
    """What a file is by its first bytes, where that is not text in UTF-8."""
    for mark, problem in _BEGINNINGS:
        if beginning.startswith(mark):
            return HeaderProblem(problem, "CSV in UTF-8")
    if b"\x00\x00\x00" in beginning:
        return HeaderProblem("the file is in UTF-32", "CSV in UTF-8")
    if b"\x00" in beginning:
        return HeaderProblem("the file is in UTF-16", "CSV in UTF-8")
    return None


def line_problem(line: str, known: Collection[str]) -> HeaderProblem | None:
    """What separates the columns of a first line that is no CSV, where that is no comma."""
    return layout_problem(line.rstrip("\r\n").replace('"', "").split(","), known)


def layout_problem(cells: Sequence[str], known: Collection[str]) -> HeaderProblem | None:
    """What separates the columns of a header, where that is no comma: no cell is a known name, but parts of one are."""
    header = "a header row: " + ", ".join(known)
    if cells[0].casefold().startswith("sep="):
        return HeaderProblem("the first line says what separates the columns, and is no header", header)
    plain = {_plain(name) for name in known}
    if any(_plain(cell) in plain for cell in cells):
        return None
    line = ",".join(cells)[:_LONGEST_HEADER]
    parts = {mark: sum(_plain(part) in plain for part in line.split(mark)) for mark in line if _may_separate(mark)}
    # Of marks that tell as many names apart, a space goes with another: "id; given_names".
    mark = max(parts, key=lambda each: (parts[each], each != " "), default="")
    if not mark or parts[mark] < (1 if mark in _USUAL else 2):
        return None
    name = _NAMED.get(mark) or (mark if mark.isprintable() else escaped(mark))
    return HeaderProblem(f"the file has columns separated by {name}", "columns separated by commas")


def _may_separate(character: str) -> bool:
    return not character.isalnum() and character not in "_,\"'"


def nearly(name: str, known: Collection[str], given: Collection[str]) -> str | None:
    """The known name that is meant by one that differs in case, spaces, or one letter; a known one is meant by itself.

    Where a known name is `given` too, another with a letter amiss is taken for a name of its own.
    """
    plain = _plain(name)
    for one in known:
        if _plain(one) == plain:
            return one
    for one in known:
        if one not in given and damerau_levenshtein_distance(_plain(one), plain) == 1:
            return one
    return None


def _plain(name: str) -> str:
    return "".join(filter(str.isalnum, stripped(name).casefold()))
