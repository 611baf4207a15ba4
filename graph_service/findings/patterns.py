"""The catalogue of exposure patterns: one Cypher file each, checked, and assembled into one statement.

A pattern's body starts from what `cypher/findings/offender.cypher` binds (`o`, `offender`, `minor`, `profiles`, `managements`,
`homes`, `own_children`, `victims`, `contacts`, `sentenced_on`) and returns the columns of COLUMNS, one row for each path:

* `subject`: the node at risk, or the place of a class; `protected`: `PERSON`, or whom the class holds;
* `nodes` and `links`: the path, n links joining n + 1 nodes; a null link is the derived `NEAR` of the two places beside it;
* `base`: the strength before any step down; `downs`: the steps down that the pattern itself asks for.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from typing import Any, TypeVar

from graph_service.catalogue import SourceFile, Statement, read_folder, spelled_out
from graph_service.domain import PatternInfo
from graph_service.errors import CatalogueError
from graph_service.vocabulary import ProfileKind, RecipientRole, RiskGroup

COLUMNS = ("subject", "protected", "nodes", "links", "base", "downs")
"""What every pattern returns."""

CONTEXT_NAMES = (
    "o",
    "offender",
    "minor",
    "profiles",
    "managements",
    "homes",
    "own_children",
    "victims",
    "contacts",
    "sentenced_on",
)
"""What every pattern starts from."""

_Word = TypeVar("_Word", ProfileKind, RiskGroup, RecipientRole)

_REQUIRED = {"id", "number", "title", "description", "guidance", "profiles", "groups", "parameters", "candidates"}
_OPTIONAL = {
    "own_children",
    "members",
    "suppresses",
    "judges_preference",
    "tells_intermediaries",
    "maturity",
    "revision",
}


@dataclass(frozen=True, slots=True)
class Pattern:
    """One entry of the catalogue.

    `profiles`: the profiles that open it; empty for any offender. `candidates`: the roles in which somebody may be told.
    `own_children`: whether his own children may be its subjects. `members`: whether a recorded member of the place who is
    at risk anyway is exposed by it as a person too. `suppresses`: patterns that a current exposure by this one makes
    redundant for the same child. `judges_preference`: whether recorded preferences weaken it. `tells_intermediaries`:
    whether the people between the offender and the subject may be told.
    """

    info: PatternInfo
    number: int
    profiles: tuple[ProfileKind, ...]
    groups: tuple[RiskGroup, ...]
    parameters: tuple[str, ...]
    candidates: tuple[RecipientRole, ...]
    own_children: bool
    members: bool
    suppresses: tuple[str, ...]
    judges_preference: bool
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
    def statement(self) -> Statement:
        """The pattern as a statement of its own, ready for Neo4j Browser."""
        names = ", ".join(CONTEXT_NAMES)
        start = _part("offender")
        body = f"{start.body}\nCALL ({names}) {{\n{self.body}\n}}\nRETURN {', '.join(COLUMNS)}"
        parameters = tuple(dict.fromkeys((*start.header["parameters"], *self.parameters)))
        return spelled_out(self.id, parameters, body, self.where)


def _pattern(file: SourceFile) -> Pattern:
    header, where = file.header, file.name
    missing, unknown = _REQUIRED - header.keys(), header.keys() - _REQUIRED - _OPTIONAL
    if missing:
        raise CatalogueError(f"{where}: its header lacks {', '.join(sorted(missing))}.")
    if unknown:
        raise CatalogueError(f"{where}: its header has {', '.join(sorted(unknown))}, which no pattern has.")
    profiles = header["profiles"]
    return Pattern(
        info=PatternInfo(
            header["id"],
            _sentence(header, "title", where),
            _sentence(header, "description", where),
            _sentence(header, "guidance", where),
        ),
        number=_whole_number(header, where),
        profiles=() if profiles == "any" else _words(profiles, ProfileKind, "profiles", where),
        groups=_words(header["groups"], RiskGroup, "groups", where),
        parameters=tuple(header["parameters"] or ()),
        candidates=_words(header["candidates"], RecipientRole, "candidates", where),
        own_children=bool(header.get("own_children", False)),
        members=bool(header.get("members", False)),
        suppresses=tuple(header.get("suppresses") or ()),
        judges_preference=bool(header.get("judges_preference", True)),
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
def findings_statement() -> Statement:
    """All patterns as one statement that returns one record.

    One round trip and one record are what make findings fast; a pattern whose profile is not there costs nothing.
    """
    names = ", ".join(CONTEXT_NAMES)
    parts = [_part("offender").body]
    for index, pattern in enumerate(patterns()):
        gate = (
            f"FILTER any(profile IN profiles WHERE profile.profile IN {[kind.value for kind in pattern.profiles]})\n"
            if pattern.profiles
            else ""
        )
        parts.append(
            f"CALL ({names}) {{\n{gate}CALL ({names}) {{\n{pattern.body}\n}}\n"
            f"RETURN collect({{pattern: '{pattern.id}', subject: subject, protected: protected, nodes: nodes, "
            f"links: links, base: base, downs: downs}}) AS found_{index}\n}}"
        )
    parts.append(
        "WITH o, profiles, managements, own_children, "
        + " + ".join(f"found_{index}" for index in range(len(patterns())))
        + " AS found"
    )
    parts.append(_part("answer").body)
    return spelled_out("findings", ("offender_id",), "\n".join(parts), "findings")


@lru_cache(maxsize=8)
def _part(name: str) -> SourceFile:
    return next(file for file in read_folder("findings") if file.header["id"] == name)
