"""The catalogue of exposure patterns: one Cypher file each, checked, and assembled into one statement.

A pattern's body starts from what `cypher/findings/offender.cypher` binds (`o`, `offender`, `minor`, `profiles`,
`managements`, `conditions`, `homes`, `own_children`, `victims`, `contacts`, `sentenced_on`) and returns the columns of
COLUMNS, one row for each path:

* `subject`: the node at risk, or the place of a class; `protected`: as what a person stands there (`PERSON`, `VICTIM`,
  `PRISONER`, `STAFF`), or whom the class holds;
* `nodes` and `links`: the path, n links joining n + 1 nodes; a null link is the derived `NEAR` of the two places beside it;
* `base`: the strength before any step down; `downs`: the steps down that the pattern itself asks for;
* only where the header says that it `also_returns` them: `besides`, relationships that are not on the path but count in the
  cap of strength; `opened_by`, the kinds of profile that open the pattern for this very subject, where not all that the
  header names do.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import pairwise
from typing import Any, Final, TypeVar

from graph_service.catalogue import SourceFile, Statement, expand, fragments, parameters_in, read_folder, spelled_out
from graph_service.domain import PatternInfo
from graph_service.errors import CatalogueError
from graph_service.vocabulary import ProfileKind, RecipientRole, RiskGroup, Serves

COLUMNS: Final = ("subject", "protected", "nodes", "links", "base", "downs")
"""What every pattern returns."""
MORE_COLUMNS: Final = ("besides", "opened_by")
"""What a pattern may return as well, where its header says so."""

CONTEXT_NAMES: Final = (
    "o",
    "offender",
    "minor",
    "profiles",
    "managements",
    "conditions",
    "homes",
    "own_children",
    "victims",
    "contacts",
    "sentenced_on",
)
"""What every pattern starts from."""

MOST_CHARACTERS: Final = 62_000
"""Neo4j keeps no plan for a statement of more than 65,536 characters, and makes it anew each time it is asked."""
_NAME: Final = re.compile(r"(?<![\w.$:])[a-z_0-9]+")
_Word = TypeVar("_Word", ProfileKind, RiskGroup, RecipientRole)

_REQUIRED = {"id", "number", "title", "description", "guidance", "profiles", "groups", "parameters", "candidates"}
_OPTIONAL = {
    "own_children",
    "members",
    "suppresses",
    "needs_another_exposure",
    "also_returns",
    "plans_count_as_current",
    "tells_intermediaries",
    "maturity",
    "revision",
}


@dataclass(frozen=True, slots=True)
class Pattern:
    """One entry of the catalogue.

    `profiles`: those that open it; empty for any offender. `candidates`: the roles in which somebody may be told.
    `own_children`: whether his own children may be its subjects. `members`: for each group that a class may hold, the
    profiles for which a recorded member of the place who is at risk anyway is exposed by it as a person too; none where
    none is. `suppresses`: patterns that a current exposure by this one makes redundant for the same child.
    `needs_another_exposure`: whether it counts only for a subject whom another pattern reaches. `also_returns`: which of
    MORE_COLUMNS. `plans_count_as_current`: whether a planned residence that is still to begin is no step down.
    `tells_intermediaries`: whether the people between the offender and the subject may be told.
    """

    info: PatternInfo
    profiles: tuple[ProfileKind, ...]
    groups: tuple[RiskGroup, ...]
    parameters: tuple[str, ...]
    candidates: tuple[RecipientRole, ...]
    own_children: bool
    members: Mapping[Serves, tuple[ProfileKind, ...]]
    suppresses: tuple[str, ...]
    needs_another_exposure: bool
    also_returns: tuple[str, ...]
    plans_count_as_current: bool
    tells_intermediaries: bool
    maturity: str
    revision: int
    body: str
    where: str

    @property
    def id(self) -> str:
        """The pattern's id, as answers name it."""
        return self.info.id

    @property
    def number(self) -> int:
        """Its place in the catalogue."""
        return self.info.number

    @property
    def columns(self) -> tuple[str, ...]:
        """The columns it returns."""
        return (*COLUMNS, *self.also_returns)

    @property
    def statement(self) -> Statement:
        """The pattern as a statement of its own, ready for Neo4j Browser."""
        return standing_alone(self.id, self.body, self.columns, self.where)


def standing_alone(identifier: str, body: str, columns: Sequence[str], where: str) -> Statement:
    """A body of the catalogue as a statement of its own, which begins with what every body starts from."""
    names = ", ".join(CONTEXT_NAMES)
    text = f"{part('offender').body}\nCALL ({names}) {{\n{body}\n}}\nRETURN {', '.join(columns)}"
    return explorable(identifier, text, where)


def explorable(identifier: str, body: str, where: str) -> Statement:
    """The statement that a body stands for, with every parameter that its words bring along."""
    statement = spelled_out(identifier, (), body, where)
    return replace(statement, parameters=parameters_in(statement.text))


def check_header(file: SourceFile, required: set[str], optional: set[str]) -> None:
    """Raise CatalogueError unless a header has what it must have and nothing else, and lists its parameters."""
    header, where = file.header, file.name
    missing, unknown = required - header.keys(), header.keys() - required - optional
    if missing:
        raise CatalogueError(f"{where}: its header lacks {', '.join(sorted(missing))}.")
    if unknown:
        raise CatalogueError(f"{where}: its header has {', '.join(sorted(unknown))}, which no such file has.")
    if set(header["parameters"] or ()) != set(parameters_in(file.body)):
        named = ", ".join(parameters_in(file.body)) or "none"
        raise CatalogueError(f"{where}: its header must list the parameters that its own text names: {named}.")


def info_of(file: SourceFile) -> PatternInfo:
    """What readers see of a file of the catalogue."""
    header, where = file.header, file.name
    title, description, guidance = (_sentence(header, name, where) for name in ("title", "description", "guidance"))
    return PatternInfo(header["id"], _whole_number(header, where), title, description, guidance)


def profiles_of(file: SourceFile) -> tuple[ProfileKind, ...]:
    """The profiles that open a file of the catalogue; none for `any`."""
    profiles = file.header["profiles"]
    return () if profiles == "any" else _words(profiles, ProfileKind, "profiles", file.name)


def _names_used(body: str, *more: str) -> str:
    """Those of CONTEXT_NAMES that a body uses, words spelled out, and `more`: what its subquery has to be given."""
    used = set(_NAME.findall(expand(body, fragments(), "findings"))) | set(more)
    return ", ".join(name for name in CONTEXT_NAMES if name in used)


def _gate(profiles: tuple[ProfileKind, ...]) -> str:
    """The line that lets a subquery do nothing where no profile opens it."""
    if not profiles:
        return ""
    return f"FILTER any(profile IN profiles WHERE profile.profile IN {[kind.value for kind in profiles]})\n"


def gathered(body: str, profiles: tuple[ProfileKind, ...], row: str, name: str) -> str:
    """A subquery that collects `row`, an expression, over the rows of a body, as `name`; of none where no profile opens it."""
    return (
        f"CALL ({_names_used(body, 'profiles')}) {{\n{_gate(profiles)}"
        f"CALL ({_names_used(body)}) {{\n{body}\n}}\nRETURN collect({row}) AS {name}\n}}"
    )


def _pattern(file: SourceFile) -> Pattern:
    header, where = file.header, file.name
    check_header(file, _REQUIRED, _OPTIONAL)
    return Pattern(
        info=info_of(file),
        profiles=profiles_of(file),
        groups=_words(header["groups"], RiskGroup, "groups", where),
        parameters=tuple(header["parameters"] or ()),
        candidates=_words(header["candidates"], RecipientRole, "candidates", where),
        own_children=bool(header.get("own_children", False)),
        members={
            Serves(group): _words(kinds, ProfileKind, "members", where)
            for group, kinds in (header.get("members") or {}).items()
        },
        suppresses=tuple(header.get("suppresses") or ()),
        needs_another_exposure=bool(header.get("needs_another_exposure", False)),
        also_returns=_more_columns(header, where),
        plans_count_as_current=bool(header.get("plans_count_as_current", False)),
        tells_intermediaries=bool(header.get("tells_intermediaries", True)),
        maturity=str(header.get("maturity", "stable")),
        revision=int(header.get("revision", 1)),
        body=file.body,
        where=where,
    )


def _sentence(header: Mapping[str, Any], name: str, where: str) -> str:
    value = header[name]
    if not isinstance(value, str) or not value.strip():
        raise CatalogueError(f"{where}: its {name} must be a sentence.")
    return value.strip()


def _more_columns(header: Mapping[str, Any], where: str) -> tuple[str, ...]:
    names = tuple(header.get("also_returns") or ())
    if not set(names) <= set(MORE_COLUMNS):
        raise CatalogueError(f"{where}: it may also return {', '.join(MORE_COLUMNS)} alone.")
    return names


def _whole_number(header: Mapping[str, Any], where: str) -> int:
    value = header["number"]
    if not isinstance(value, int):
        raise CatalogueError(f"{where}: its number must be a whole number, which sets its place in the catalogue.")
    return value


def _words(values: object, enumeration: type[_Word], name: str, where: str) -> tuple[_Word, ...]:
    if not isinstance(values, list):
        raise CatalogueError(f"{where}: its {name} must be a list.")
    try:
        return tuple(enumeration(value) for value in values)
    except ValueError:
        allowed = ", ".join(member.value for member in enumeration)
        raise CatalogueError(f"{where}: its {name} may hold only {allowed}.") from None


@lru_cache(maxsize=1)
def patterns() -> tuple[Pattern, ...]:
    """Every pattern, in catalogue order.

    Raises CatalogueError naming the file where one is not as it must be.
    """
    found = sorted((_pattern(file) for file in read_folder("patterns")), key=lambda pattern: pattern.number)
    for earlier, later in pairwise(found):
        if earlier.number == later.number:
            raise CatalogueError(f"patterns/{later.id}.cypher: its number {later.number} is that of {earlier.id}.")
    return tuple(found)


@lru_cache(maxsize=1)
def pattern_by_id() -> Mapping[str, Pattern]:
    """Every pattern, by its id."""
    return {pattern.id: pattern for pattern in patterns()}


@lru_cache(maxsize=1)
def findings_statements() -> tuple[Statement, ...]:
    """All patterns, in as few statements as Neo4j keeps a plan for; each returns one record.

    Few round trips and one record back are what make findings fast; a pattern whose profile is not there costs nothing.
    """
    made: list[Statement] = []
    waiting = list(patterns())
    while waiting:
        size = len(waiting)
        while size > 1 and len(_findings_statement(waiting[:size]).text) > MOST_CHARACTERS:
            size -= 1
        made.append(_findings_statement(waiting[:size]))
        waiting = waiting[size:]
    return tuple(made)


def _findings_statement(some: Sequence[Pattern]) -> Statement:
    parts = [part("offender").body]
    for index, pattern in enumerate(some):
        more = "".join(f", {name}: {name if name in pattern.also_returns else '[]'}" for name in MORE_COLUMNS)
        row = (
            f"{{pattern: '{pattern.id}', subject: subject, protected: protected, nodes: nodes, "
            f"links: links, base: base, downs: downs{more}}}"
        )
        parts.append(gathered(pattern.body, pattern.profiles, row, f"found_{index}"))
    found = " + ".join(f"found_{index}" for index in range(len(some)))
    parts.append(f"WITH o, profiles, managements, conditions, own_children, {found} AS found")
    parts.append(part("answer").body)
    return spelled_out(f"findings from {some[0].id}", ("offender_id",), "\n".join(parts), "findings")


@lru_cache(maxsize=8)
def part(name: str) -> SourceFile:
    """A file of `cypher/findings`, from which the large statements are put together."""
    return next(file for file in read_folder("findings") if file.header["id"] == name)
