"""What every statement about an offender starts from, and how one is put together.

`cypher/findings/offender.cypher` binds `o`, `offender` (his state) and `profiles`. Whatever else a body names is bound by the
file of that name in `cypher/starts`, and only then: most patterns need little of it.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import lru_cache
from typing import Final

from graph_service.model.vocabulary import ProfileKind
from graph_service.store.catalogue import Statement, in_two_forms, parameters_in, read_folder
from graph_service.store.expansion import CypherText, Lexicon, expand, names_in

ALWAYS_BOUND: Final = ("o", "offender", "profiles")
STARTS: Final = (
    "minor",
    "prisons",
    "managements",
    "sentenced_on",
    "own_children",
    "conditions",
    "harmed",
    "victims",
    "homes",
    "meetings",
    "contacts",
    "partnerships",
    "endings",
    "counted_partners",
)
"""What a statement may start from besides, each after those it needs itself."""


@lru_cache(maxsize=1)
def _starts() -> Mapping[str, CypherText]:
    return {file.header["id"]: file.source for file in read_folder("starts")}


@lru_cache(maxsize=8)
def part(name: str) -> CypherText:
    """A file of `cypher/findings`, from which the large statements are put together."""
    return next(file for file in read_folder("findings") if file.header["id"] == name).source


def needs(body: CypherText, name: str) -> bool:
    """Whether a body starts from `name`, by itself or by what it names."""
    return name in _needed(names_in(body))


def _needed(names: frozenset[str]) -> tuple[str, ...]:
    """What texts that use these names start from, each after those it needs itself."""
    for name in reversed(STARTS):
        if name in names:
            names |= names_in(_starts()[name])
    return tuple(name for name in STARTS if name in names)


class Assembly:
    """A statement about an offender while it is put together: what it starts from stands before what is added."""

    def __init__(self, words: Lexicon) -> None:
        self._words = words
        self._names: frozenset[str] = frozenset()
        self._parts: list[str] = []

    def add(self, body: CypherText) -> None:
        """A body, as it stands."""
        self._names |= names_in(body)
        self._parts.append(expand(body, self._words))

    def call(self, body: CypherText) -> None:
        """A body as a subquery."""
        self._names |= names_in(body)
        self._parts.append(self._subquery(body))

    def gather(self, body: CypherText, profiles: tuple[ProfileKind, ...], row: str, name: str) -> None:
        """A subquery that collects `row`, an expression, over the rows of a body, as `name`; of none where no profile opens it."""
        self._names |= names_in(body)
        given, gate = names_in(body), ""
        if profiles:
            given |= {"profiles"}
            gate = f"FILTER any(profile IN profiles WHERE profile.profile IN {[kind.value for kind in profiles]})\n"
        inner = self._subquery(body)
        self._parts.append(f"CALL ({_given(given)}) {{\n{gate}{inner}\nRETURN collect({row}) AS {name}\n}}")

    def text(self) -> str:
        """The whole of it."""
        before = (part("offender"), *(_starts()[name] for name in _needed(self._names)))
        return "\n".join((*(expand(body, self._words) for body in before), *self._parts))

    def _subquery(self, body: CypherText) -> str:
        return f"CALL ({_given(names_in(body))}) {{\n{expand(body, self._words)}\n}}"


def _given(names: frozenset[str]) -> str:
    """The names that a subquery has to be given, of those that a text uses."""
    return ", ".join(name for name in (*ALWAYS_BOUND, *STARTS) if name in names)


def standing_alone(identifier: str, body: CypherText, columns: Sequence[str]) -> Statement:
    """A body of the catalogue as a statement of its own, which begins with what it starts from, ready for Neo4j Browser."""

    def write(words: Lexicon) -> str:
        assembly = Assembly(words)
        assembly.call(body)
        assembly.add(CypherText(body.where, f"RETURN {', '.join(columns)}"))
        return assembly.text()

    statement = in_two_forms(identifier, (), write)
    return replace(statement, parameters=parameters_in(statement.text))
