"""The catalogue of exposure patterns: one Cypher file each, checked, and assembled into one statement.

A pattern's body starts from names that `graph_service.findings.starts` binds and returns the columns of COLUMNS, one row for
each path:

* `subject`: the node at risk, or the place of a class; `protected`: as what a person stands there (`PERSON`, `TIED`,
  `EXPECTED`, `VICTIM`, `PRISONER`, `STAFF`), or whom the class holds;
* `nodes` and `links`: the path, n links joining n + 1 nodes; a null link is the derived `NEAR` of the two places beside it;
* `base`: the strength before any step down; `steps_down`: the steps down that the pattern itself asks for;
* only where the header says that it `also_returns` them: `supporting_links`, relationships that are not on the path but count
  in the cap of strength; `opened_by`, the kinds of profile that open the pattern for this very subject, where not all that
  the header names do; `long_ended`, whether the partnership on the path counts although it ended long ago;
  `fulfilled_by`, relationships off the path that fulfil a condition of the row, those that matter most; they change no strength.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from typing import Any, Final, TypeVar

from graph_service.errors import CatalogueError
from graph_service.findings.starts import Assembly, needs, part, standing_alone
from graph_service.model.findings import PatternInfo
from graph_service.model.vocabulary import ProfileKind, RecipientRole, RiskGroup, Serves
from graph_service.store.catalogue import (
    CaseStatement,
    SourceFile,
    Statement,
    about_one_offender,
    given_lexicon,
    parameters_in,
    read_folder,
)
from graph_service.store.expansion import CypherText, calls_in, expand

COLUMNS: Final = ("subject", "protected", "nodes", "links", "base", "steps_down")
"""What every pattern returns."""
MORE_COLUMNS: Final = {"supporting_links": "[]", "opened_by": "[]", "long_ended": "false", "fulfilled_by": "[]"}
"""What a pattern may return as well, where its header says so, and what stands for it where it does not."""

MOST_CHARACTERS: Final = 48_000
"""Neo4j keeps no plan for a statement of more than 65,536 characters, and plans one statement on one processor alone."""
_SHARED_STARTS: Final = ("meetings", "endings", "partnerships", "harmed", "own_children")
"""The longest of what patterns start from: those that start from the same stand together, so that few statements repeat it."""
_AND_HIMSELF: Final = CypherText(
    "findings",
    """
, profiles, managements, conditions, [own IN own_children | own.id] AS own_children,
[tie IN partnerships WHERE tie.holds AND (current(tie.link) OR forthcoming(tie.link)) | tie.p.id] AS partners,
[tie IN partnerships WHERE tie.holds AND tie.link.valid_to <= $as_of | tie.p.id] AS parted""",
)
"""What the first findings statement returns besides: what there is about the offender himself."""
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
    "told_only_for",
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
    `tells_intermediaries`: whether the people between the offender and the subject may be told. `told_only_for`: for some of
    `candidates` the profiles of which one must open the pattern for the subject.
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
    told_only_for: Mapping[RecipientRole, tuple[ProfileKind, ...]]
    source: CypherText

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
    def takes_children(self) -> bool:
        """Whether its subjects are children, of whom those of unknown birth are still to be asked about."""
        return "child_subject" in calls_in(self.source)

    def candidates_for(self, opened_by: tuple[ProfileKind, ...]) -> tuple[RecipientRole, ...]:
        """The roles in which somebody may be told of a subject for whom these kinds of profile open it."""
        return tuple(
            role
            for role in self.candidates
            if role not in self.told_only_for or set(self.told_only_for[role]) & set(opened_by)
        )

    @property
    def statement(self) -> Statement:
        """The pattern as a statement of its own, ready for Neo4j Browser."""
        return standing_alone(self.id, self.source, self.columns)


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
        told_only_for={
            RecipientRole(role): _words(kinds, ProfileKind, "told_only_for", where)
            for role, kinds in (header.get("told_only_for") or {}).items()
        },
        source=file.source,
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
def findings_statements() -> tuple[CaseStatement, ...]:
    """All patterns, in as few statements as Neo4j keeps a plan for; each returns one record.

    Few round trips and one record back are what make findings fast; a pattern whose profile is not there costs nothing.
    Patterns that start from the same things share a statement, so that those are worked out once. The first statement also
    says what there is about the offender himself.
    """
    waiting = sorted(patterns(), key=_place_in_statements)
    for count in range(1, len(waiting) + 1):
        made = tuple(
            _findings_statement(some, first=not number) for number, some in enumerate(_shared_out(waiting, count))
        )
        if all(len(each.text) <= MOST_CHARACTERS for each in made):
            return made
    raise CatalogueError(f"A pattern alone makes a statement of more than {MOST_CHARACTERS:,} characters.")


def _place_in_statements(pattern: Pattern) -> tuple[bool | int, ...]:
    return (*(not needs(pattern.source, start) for start in _SHARED_STARTS), pattern.number)


def _shared_out(some: Sequence[Pattern], count: int) -> list[list[Pattern]]:
    """Patterns in `count` lots of about the same length: the server plans them side by side, and all are waited for."""
    lengths = [len(expand(pattern.source, given_lexicon())) for pattern in some]
    whole, begun = sum(lengths), 0
    lots: list[list[Pattern]] = [[] for _ in range(count)]
    for pattern, length in zip(some, lengths, strict=True):
        lots[(2 * begun + length) * count // (2 * whole)].append(pattern)
        begun += length
    return [lot for lot in lots if lot]


def _findings_statement(some: Sequence[Pattern], *, first: bool) -> CaseStatement:
    assembly = Assembly(given_lexicon())
    for index, pattern in enumerate(some):
        more = "".join(
            f", {name}: {name if name in pattern.also_returns else blank}" for name, blank in MORE_COLUMNS.items()
        )
        row = (
            f"{{pattern: '{pattern.id}', subject: subject, protected: protected, "
            f"as_child: {str(pattern.takes_children).lower()}, nodes: nodes, links: links, "
            f"base: base, steps_down: steps_down{more}}}"
        )
        assembly.gather(pattern.source, pattern.profiles, row, f"found_{index}")
    found = " + ".join(f"found_{index}" for index in range(len(some)))
    assembly.add(CypherText("findings", f"WITH *, {found} AS found"))
    assembly.add(part("answer"))
    if first:
        assembly.add(_AND_HIMSELF)
    return about_one_offender(f"findings from {some[0].id}", assembly.text())
