"""What every statement about an offender starts from, and how one is put together.

`cypher/findings/offender.cypher` binds `o`, `offender` (his state) and `profiles`. Whatever else a body names is bound by the
file of that name in `cypher/starts`, and only then: most patterns need little of it.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import lru_cache
from typing import Final

from graph_service.model.vocabulary import ProfileKind
from graph_service.store.catalogue import (
    SourceFile,
    Statement,
    expand,
    expanded,
    fragments,
    parameters_in,
    read_folder,
)

ALWAYS_BOUND: Final = ("o", "offender", "profiles")
STARTS: Final = (
    "minor",
    "prisons",
    "managements",
    "sentenced_on",
    "own_children",
    "conditions",
    "victims",
    "homes",
    "contacts",
    "partnerships",
    "endings",
    "counted_partners",
)
"""What a statement may start from besides, each after those it needs itself."""
_QUOTED: Final = re.compile(r"'[^']*'")
_NAME: Final = re.compile(r"(?<![\w.$:])[a-z_0-9]+")


@lru_cache(maxsize=256)
def _names(body: str) -> frozenset[str]:
    """Every name in a body, words spelled out; what stands in quotation marks is no name."""
    return frozenset(_NAME.findall(_QUOTED.sub("", expand(body, fragments(), "findings"))))


@lru_cache(maxsize=1)
def _starts() -> Mapping[str, str]:
    return {file.header["id"]: file.body for file in read_folder("starts")}


@lru_cache(maxsize=8)
def part(name: str) -> SourceFile:
    """A file of `cypher/findings`, from which the large statements are put together."""
    return next(file for file in read_folder("findings") if file.header["id"] == name)


def needs(body: str, name: str) -> bool:
    """Whether a body starts from `name`, by itself or by what it names."""
    return name in _needed(body)


def _needed(body: str) -> tuple[str, ...]:
    """What a body starts from, each after those it needs itself."""
    named = set(_names(body))
    for name in reversed(STARTS):
        if name in named:
            named |= _names(_starts()[name])
    return tuple(name for name in STARTS if name in named)


def given_to(body: str, *more: str) -> str:
    """The names that a subquery around a body has to be given: those that it uses, and `more`."""
    used = _names(body) | set(more)
    return ", ".join(name for name in (*ALWAYS_BOUND, *STARTS) if name in used)


def starting(body: str) -> str:
    """A body behind all that it starts from."""
    return "\n".join((part("offender").body, *(_starts()[name] for name in _needed(body)), body))


def standing_alone(identifier: str, body: str, columns: Sequence[str], where: str) -> Statement:
    """A body of the catalogue as a statement of its own, which begins with what it starts from."""
    text = starting(f"CALL ({given_to(body)}) {{\n{body}\n}}\nRETURN {', '.join(columns)}")
    return explorable(identifier, text, where)


def explorable(identifier: str, body: str, where: str) -> Statement:
    """The statement that a body stands for, with every parameter that its words bring along."""
    statement = expanded(identifier, (), body, where)
    return replace(statement, parameters=parameters_in(statement.text))


def gathered(body: str, profiles: tuple[ProfileKind, ...], row: str, name: str) -> str:
    """A subquery that collects `row`, an expression, over the rows of a body, as `name`; of none where no profile opens it."""
    return (
        f"CALL ({given_to(body, *(('profiles',) if profiles else ()))}) {{\n{_gate(profiles)}"
        f"CALL ({given_to(body)}) {{\n{body}\n}}\nRETURN collect({row}) AS {name}\n}}"
    )


def _gate(profiles: tuple[ProfileKind, ...]) -> str:
    """The line that lets a subquery do nothing where no profile opens it."""
    if not profiles:
        return ""
    return f"FILTER any(profile IN profiles WHERE profile.profile IN {[kind.value for kind in profiles]})\n"
