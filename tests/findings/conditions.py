"""The conditions of a Cypher text, down to those that nothing smaller makes up. Pure.

`WHERE a AND (b OR NOT c)` has three; a `CASE` in it has those after each `WHEN`, `THEN` and `ELSE`; a subquery in it is
one, and those of its own `WHERE` are found beside it. What stands after a `WHEN` anywhere else counts as well.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

_TOKEN = re.compile(r"'[^']*'|\w+|[^\w\s]")
_OPENS, _CLOSES = "([{", ")]}"
_CLAUSES = {"RETURN", "WITH", "MATCH", "OPTIONAL", "CALL", "UNION", "UNWIND", "ORDER", "FILTER"}
_BEGINS = {"WHERE", "FILTER", "WHEN"}


@dataclass(frozen=True, slots=True)
class _Token:
    text: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Condition:
    """One condition: where it stands in the text, and on which line, counted from 1."""

    text: str
    start: int
    end: int
    line: int


def conditions(text: str) -> list[Condition]:
    """Every condition, in order."""
    tokens = [_Token(match.group(), *match.span()) for match in _TOKEN.finditer(text)]
    spans: dict[tuple[int, int], None] = {}
    for index, token in enumerate(tokens):
        simple_case = token.text == "WHEN" and tokens[index - 1].text != "CASE" and not _searched(tokens, index)
        if token.text in _BEGINS and not simple_case:
            spans.update(dict.fromkeys(_smallest(tokens, index + 1, _end(tokens, index + 1))))
    return [
        Condition(text[begin:end], begin, end, text.count("\n", 0, begin) + 1)
        for begin, end in sorted((tokens[first].start, tokens[last - 1].end) for first, last in spans)
    ]


def _searched(tokens: list[_Token], index: int) -> bool:
    """Whether the WHEN at `index` belongs to a CASE that names no value to compare."""
    depth = 0
    for before in range(index - 1, -1, -1):
        if tokens[before].text == "END":
            depth += 1
        elif tokens[before].text == "CASE":
            if depth == 0:
                return tokens[before + 1].text == "WHEN"
            depth -= 1
    return False


def _outside(tokens: list[_Token], begin: int, end: int) -> Iterator[tuple[int, int]]:
    """The tokens from `begin` on that stand within no bracket or CASE opened there, those that open and close one too.

    Each with the depth after it: 1 where it opens one, -1 where it closes one opened before `begin`, which ends the walk.
    """
    depth = 0
    for index in range(begin, end):
        text = tokens[index].text
        change = (text in _OPENS or text == "CASE") - (text in _CLOSES or text == "END")
        if depth + min(change, 0) <= 0:
            yield index, depth + change
        depth += change
        if depth < 0:
            return


def _end(tokens: list[_Token], begin: int) -> int:
    """Where the expression that begins at `begin` ends."""
    for index, depth in _outside(tokens, begin, len(tokens)):
        text = tokens[index].text
        of_strings = text == "WITH" and tokens[index - 1].text in ("STARTS", "ENDS")
        if depth < 0 or text in ("|", "THEN") or (text in _CLAUSES and not of_strings):
            return index
    return len(tokens)


def _is_one(tokens: list[_Token], begin: int, end: int) -> bool:
    """Whether one bracket or CASE holds everything from `begin` to `end`."""
    return [index for index, _ in _outside(tokens, begin, end)] == [begin, end - 1]


def _smallest(tokens: list[_Token], begin: int, end: int) -> Iterator[tuple[int, int]]:
    parts = list(_split(tokens, begin, end, {"AND", "OR", "XOR"}))
    if len(parts) > 1:
        for part in parts:
            yield from _smallest(tokens, *part)
    elif tokens[begin].text == "NOT":
        yield from _smallest(tokens, begin + 1, end)
    elif tokens[begin].text == "(" and _is_one(tokens, begin, end):
        yield from _smallest(tokens, begin + 1, end - 1)
    elif tokens[begin].text == "CASE" and tokens[begin + 1].text == "WHEN" and _is_one(tokens, begin, end):
        for part in _split(tokens, begin + 2, end - 1, {"WHEN", "THEN", "ELSE"}):
            yield from _smallest(tokens, *part)
    else:
        yield begin, end


def _split(tokens: list[_Token], begin: int, end: int, words: set[str]) -> Iterator[tuple[int, int]]:
    cuts = (begin - 1, *(index for index, _ in _outside(tokens, begin, end) if tokens[index].text in words), end)
    for before, after in pairwise(cuts):
        yield before + 1, after
