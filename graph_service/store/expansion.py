"""The words of Cypher texts, expanded: what a fragment stands for is put where it is called. Pure.

A fragment sees nothing of its caller but its arguments. Names that it introduces itself (`MATCH (place)`, `AS row`, `any(x IN …)`)
are renamed to `v1`, `v2` …, which no file may write, so they meet no name of the caller's and none of another fragment's. Names
that it neither introduces nor declares are refused, and so are names of its own that would be left in the caller's statement.

Names begin with a small letter; keywords, labels, types and constants with a capital. A constant is a capital word for a piece
of text: of the vocabulary (`graph_service.store.constants`), or a file's placeholder.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import Final, NamedTuple

from graph_service.errors import CatalogueError

_TOKEN: Final = re.compile(
    r"""(?P<gap>(?:\s|//[^\n]*)+)
      | (?P<quoted>'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*"|`[^`]*`)
      | (?P<parameter>\$\w+)
      | (?P<range>\.\.)
      | (?P<property>\.[A-Za-z_]\w*)
      | (?P<number>\d+(?:\.\d+)?)
      | (?P<name>[A-Za-z_]\w*)
      | (?P<mark>.)""",
    re.VERBOSE | re.DOTALL,
)
_GIVEN: Final = re.compile(r"v\d+")
"""The names that expansion gives."""
_OPENING, _CLOSING = frozenset("([{"), frozenset(")]}")
_OPERATORS: Final = frozenset("+-*/%^=<>|")
_OF_PATTERNS: Final = frozenset({"MATCH", "MERGE", "CREATE"})
_CLAUSES: Final = _OF_PATTERNS | {
    *(
        "CALL",
        "DELETE",
        "FILTER",
        "LIMIT",
        "ON",
        "ORDER",
        "REMOVE",
        "RETURN",
        "SET",
        "UNION",
        "UNWIND",
        "WHERE",
        "WITH",
        "YIELD",
    )
}
_BEFORE_SUBQUERIES: Final = frozenset({")", "CALL", "COLLECT", "COUNT", "EXISTS"})
_QUANTIFIERS: Final = frozenset({"any", "all", "none", "single"})
_LITERALS: Final = frozenset({"true", "false", "null"})


class CypherText(NamedTuple):
    """A text of Cypher, and where it stands: its file, or what made it, and the number of its first line."""

    where: str
    text: str
    line: int = 1


@dataclass(frozen=True, slots=True)
class Token:
    """One piece of a text. `kind`: as the scanner names it, or `variable` or `call`; `gap`: the white space before it, if any, as
    one character. Of variables, `introduced`: it is bound here; `remains`: and not within a subquery or an expression alone.
    """

    kind: str
    text: str
    gap: str
    line: int
    introduced: bool = False
    remains: bool = False


@dataclass(frozen=True, slots=True)
class Fragment:
    """A word that statements may use: its arguments, the text it stands for, and the names that it introduces for itself."""

    name: str
    arguments: tuple[str, ...]
    where: str
    tokens: tuple[Token, ...] = field(repr=False)
    own: tuple[str, ...]


@dataclass(frozen=True, eq=False, slots=True)
class Lexicon:
    """The words that a text may use: fragments by name, and constants, each a capital word with what it stands for."""

    fragments: Mapping[str, Fragment]
    constants: Mapping[str, str]


def fragment(name: str, arguments: Sequence[str], source: CypherText) -> Fragment:
    """The word that a text defines.

    Raises CatalogueError where it names what it neither declares nor introduces, or would leave a name of its own behind.
    """
    tokens = tokens_of(source)
    variables = [token for token in tokens if token.kind == "variable" and token.text not in arguments]
    introduced = {token.text for token in variables if token.introduced}
    for token in variables:
        at = f"{source.where}, line {token.line}: '{token.text}'"
        if token.text not in introduced:
            declared = ", ".join(arguments) or "none"
            raise CatalogueError(
                f"{at} is neither introduced here nor declared among the arguments ({declared}). "
                "A fragment sees nothing of its caller's but these."
            )
        if token.remains:
            raise CatalogueError(
                f"{at} would be left in the statement that uses {name}(). Introduce it within a subquery, or declare it "
                "as an argument, for the caller to name."
            )
    return Fragment(name, tuple(arguments), source.where, tokens, tuple(sorted(introduced)))


@lru_cache(maxsize=1024)
def tokens_of(source: CypherText) -> tuple[Token, ...]:
    """A text as tokens, of which variables and calls are told apart from other names.

    Raises CatalogueError where brackets do not match, or a name is one of those that expansion gives.
    """
    return tuple(_told_apart(_scanned(source), source.where))


def names_in(source: CypherText) -> frozenset[str]:
    """The variables that a text names, in calls of words as anywhere."""
    return frozenset(token.text for token in tokens_of(source) if token.kind == "variable")


def calls_in(source: CypherText) -> frozenset[str]:
    """The functions and words that a text calls."""
    return frozenset(token.text for token in tokens_of(source) if token.kind == "call")


def expand(source: CypherText, words: Lexicon) -> str:
    """A text with every word replaced by what it stands for, without comments and indentation.

    Raises CatalogueError, with file and line, where a call has the wrong number of arguments or words call each other in a circle.
    """
    return _Expansion(words).text(tokens_of(source), {}, source.where, ()).strip()


def _scanned(source: CypherText) -> list[Token]:
    tokens: list[Token] = []
    gap, line = "", source.line
    for match in _TOKEN.finditer(source.text):
        text = match.group()
        if match.lastgroup == "gap":
            gap = "\n" if "\n" in text else " "
        else:
            tokens.append(Token(match.lastgroup or "", text, gap, line))
            gap = ""
        line += text.count("\n")
    return tokens


@dataclass(slots=True)
class _Level:
    """What stands within one bracket: what that belongs to (a function's name, `map`, or itself), and the clause so far."""

    opened: str
    clause: str


def _told_apart(tokens: list[Token], where: str) -> Iterator[Token]:
    levels = [_Level("", "")]
    nothing = Token("", "", "", 0)
    for index, token in enumerate(tokens):
        before = tokens[index - 1] if index else nothing
        level = levels[-1]
        if token.kind == "mark" and token.text in _OPENING:
            levels.append(_opened(token, before, level))
        elif token.kind == "mark" and token.text in _CLOSING:
            levels.pop()
            if not levels:
                raise CatalogueError(f"{where}, line {token.line}: '{token.text}' closes no bracket.")
        elif token.text in _CLAUSES:
            level.clause = token.text
        if _GIVEN.fullmatch(token.text):
            raise CatalogueError(
                f"{where}, line {token.line}: names such as '{token.text}' are given by expansion alone."
            )
        if token.kind != "name" or not token.text[0].islower() or token.text in _LITERALS:
            yield token
            continue
        after = tokens[index + 1] if index + 1 < len(tokens) else nothing
        if after.text == "(" and not after.gap:
            yield replace(token, kind="call")
        elif _is_key(level, before, after) or _is_namespace(tokens, index):
            yield token
        else:
            looped, bound = _is_looped(level, before, after), _is_bound(level, before)
            remains = bound and all(each.opened != "{" for each in levels)
            yield replace(token, kind="variable", introduced=looped or bound, remains=remains)
    if len(levels) > 1:
        raise CatalogueError(f"{where}, line {tokens[-1].line}: a bracket is not closed.")


def _opened(token: Token, before: Token, level: _Level) -> _Level:
    if token.text == "{":
        return _Level("{" if before.text in _BEFORE_SUBQUERIES else "map", "")
    if token.text == "(" and not token.gap and before.kind == "name" and before.text[0].islower():
        return _Level(before.text, "")
    return _Level(token.text, level.clause)


def _is_key(level: _Level, before: Token, after: Token) -> bool:
    """Whether a name is the key of a map, or what a procedure calls a column that is given another name."""
    in_map = level.opened == "map" and before.text in ("{", ",") and after.text == ":"
    return in_map or (level.clause == "YIELD" and after.text == "AS")


def _is_namespace(tokens: Sequence[Token], index: int) -> bool:
    """Whether a name begins that of a function, as in `point.distance(…)`."""
    end = index + 1
    while end < len(tokens) and tokens[end].kind == "property":
        end += 1
    return end > index + 1 and end < len(tokens) and tokens[end].text == "(" and not tokens[end].gap


def _is_looped(level: _Level, before: Token, after: Token) -> bool:
    """Whether a name is introduced for an expression alone: `[x IN …`, `any(x IN …`, `reduce(x = …, y IN …`."""
    if level.opened == "reduce":
        return (before.text == "(" and after.text == "=") or (before.text == "," and after.text == "IN")
    return level.opened in ("[", *_QUANTIFIERS) and before.text in ("[", "(") and after.text == "IN"


def _is_bound(level: _Level, before: Token) -> bool:
    """Whether a name is introduced for what follows: `(x)` and `[x]` in a pattern, `AS x`."""
    in_pattern = level.opened in ("(", "[") and before.text == level.opened and level.clause in _OF_PATTERNS
    return in_pattern or before.text == "AS"


class _Expansion:
    """One text being expanded; it counts the names that it has given."""

    def __init__(self, words: Lexicon) -> None:
        self._words = words
        self._given = 0

    def text(self, tokens: Sequence[Token], values: Mapping[str, str], where: str, within: tuple[str, ...]) -> str:
        """Tokens as text: variables as `values` has them, words spelled out. `within`: the fragments that this one stands in."""
        parts: list[str] = []
        index = 0
        while index < len(tokens):
            token = tokens[index]
            index += 1
            parts.append(token.gap)
            if token.kind == "variable":
                parts.append(values.get(token.text, token.text))
            elif token.kind == "call" and token.text in self._words.fragments:
                arguments, index = _arguments(tokens, index + 1)
                parts.append(
                    self._call(token, [self._argument(one, values, where, within) for one in arguments], where, within)
                )
            elif token.kind == "name":
                parts.append(self._words.constants.get(token.text, token.text))
            else:
                parts.append(token.text)
        return "".join(parts)

    def _argument(self, tokens: Sequence[Token], values: Mapping[str, str], where: str, within: tuple[str, ...]) -> str:
        text = self.text(tokens, values, where, within).strip()
        return f"({text})" if _has_operator(tokens) else text

    def _call(self, call: Token, arguments: Sequence[str], where: str, within: tuple[str, ...]) -> str:
        word = self._words.fragments[call.text]
        if len(arguments) != len(word.arguments):
            expected = f"{len(word.arguments)} ({', '.join(word.arguments)})"
            raise CatalogueError(
                f"{where}, line {call.line}: {word.name}() is given {len(arguments)} argument(s); expected {expected}."
            )
        if word.name in within:
            circle = " → ".join((*within[within.index(word.name) :], word.name))
            raise CatalogueError(f"{where}, line {call.line}: fragments call each other in a circle: {circle}.")
        values = dict(zip(word.arguments, arguments, strict=True))
        for name in word.own:
            self._given += 1
            values[name] = f"v{self._given}"
        return self.text(word.tokens, values, word.where, (*within, word.name)).strip()


def _arguments(tokens: Sequence[Token], begin: int) -> tuple[list[Sequence[Token]], int]:
    """The arguments of a call whose opening bracket stands before `begin`, and the index after the closing one."""
    arguments, depth, first = [], 0, begin
    for index in range(begin, len(tokens)):
        text = tokens[index].text
        if text in _CLOSING and depth == 0:
            if index > first:
                arguments.append(tokens[first:index])
            return arguments, index + 1
        if text == "," and depth == 0:
            arguments.append(tokens[first:index])
            first = index + 1
        depth += (text in _OPENING) - (text in _CLOSING)
    raise AssertionError("brackets match: `tokens_of` has seen to it")


def _has_operator(tokens: Sequence[Token]) -> bool:
    """Whether an argument falls apart when something is put beside it."""
    depth = 0
    for token in tokens:
        depth += (token.text in _OPENING) - (token.text in _CLOSING)
        if depth == 0 and (token.text in _OPERATORS or (token.kind == "name" and token.text.isupper())):
            return True
    return False
