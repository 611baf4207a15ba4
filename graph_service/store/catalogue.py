"""The Cypher files of the service, read into immutable statements. Pure: no driver here.

A file is one statement under a YAML header, which stands in comments so that the file stays plain Cypher::

    // ---
    // id: partner_child
    // parameters: {offender_id: id}
    // ---
    MATCH …

Files in `fragments/` declare words with arguments, such as `live(r)`; a call of such a word in any other file (or
fragment) is replaced by its text. So a rule that every statement must follow is written once.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Any

import yaml

from graph_service.errors import CatalogueError

DIALECT = "CYPHER 25\n"
ASKED_AS_PLANNED = "CYPHER 25 replan=skip\n"
"""How a statement begins whose plan is kept however the store has grown since."""
PLANNED_ANEW = "CYPHER 25 replan=force\n"
"""How it begins where the server is to plan it anew; whoever asks it meanwhile has the plan that there is."""
_FENCE = "// ---"
_PARAMETER = re.compile(r"\$([a-z_]+)")
_CALL = re.compile(r"(?<![\w.$`:])([a-z_]+)\(")


@dataclass(frozen=True, slots=True)
class SourceFile:
    """One Cypher file: its name below `cypher/`, its header and its body."""

    name: str
    header: Mapping[str, Any]
    body: str


@dataclass(frozen=True, slots=True)
class Fragment:
    """A word that statements may use: its arguments and the text it stands for."""

    name: str
    arguments: tuple[str, ...]
    text: str


@dataclass(frozen=True, slots=True)
class Statement:
    """One runnable statement: its id, its declared parameters and its text, words spelled out.

    `text` reads any version of a record. `present` reads latest versions alone, which is far less for the server to plan and
    run; it returns no record at all where an earlier version could be meant, and then `text` must be asked. `kept`: whether it
    is one of the few that are asked again and again, and whose plans are made ahead and kept (`Graph.fetch_planned`).
    """

    id: str
    parameters: tuple[str, ...]
    text: str
    present: str
    kept: bool


@dataclass(frozen=True, slots=True)
class CaseStatement:
    """A statement about one offender, in the one form that serves every view.

    It is given the earlier versions of records that it may meet (`$earlier`, by id), and as of which note of history they were
    read (`$noted`; null where none is thought to be needed). It returns no record at all where there is no such offender, and
    where another earlier version could be meant: `graph_service.queries.case` then looks for them and asks again.
    """

    id: str
    text: str


def assets(name: str) -> Traversable:
    """The folder `name` (`cypher`, `visualisations`): inside an installed package, else beside it in a checkout."""
    installed = resources.files("graph_service").joinpath("_assets", name)
    if installed.is_dir():
        return installed
    return Path(__file__).resolve().parents[2] / name


def read_folder(folder: str) -> Iterator[SourceFile]:
    """Every `.cypher` file of `cypher/<folder>`, in order of name.

    Raises CatalogueError naming the file where a header is missing or unreadable.
    """
    root = assets("cypher").joinpath(folder)
    for entry in sorted(root.iterdir(), key=lambda item: item.name):
        if entry.name.endswith(".cypher"):
            yield parse(f"{folder}/{entry.name}", entry.read_text(encoding="utf-8"))


def parse(name: str, text: str) -> SourceFile:
    """Split one file into header and body."""
    lines = text.splitlines()
    if not lines or lines[0].strip() != _FENCE:
        raise CatalogueError(f"{name}, line 1: expected the header to open with '{_FENCE}'.")
    try:
        end = next(index for index, line in enumerate(lines[1:], 1) if line.strip() == _FENCE)
    except StopIteration:
        raise CatalogueError(f"{name}: the header is not closed with '{_FENCE}'.") from None
    for number, line in enumerate(lines[1:end], 2):
        if not line.startswith("//"):
            raise CatalogueError(f"{name}, line {number}: a header line must start with '//'.")
    try:
        header = yaml.safe_load("\n".join(line[2:].removeprefix(" ") for line in lines[1:end]))
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        where = f", line {mark.line + 2}" if mark else ""
        raise CatalogueError(f"{name}{where}: the header is not YAML.") from None
    if not isinstance(header, dict) or not isinstance(header.get("id"), str):
        raise CatalogueError(f"{name}: the header must be a mapping with an 'id'.")
    stem = name.rsplit("/", 1)[-1].removesuffix(".cypher")
    if header["id"] != stem:
        raise CatalogueError(f"{name}: its id must be '{stem}', like the file, but is '{header['id']}'.")
    body = "\n".join(lines[end + 1 :]).strip()
    if not body:
        raise CatalogueError(f"{name}: there is no statement under the header.")
    return SourceFile(name, header, body)


@lru_cache(maxsize=1)
def fragments() -> Mapping[str, Fragment]:
    """The words that statements may use, by name, reading any version of a record."""
    return _fragments("fragments")


@lru_cache(maxsize=1)
def present_fragments() -> Mapping[str, Fragment]:
    """The same words where no earlier version can be meant: `fragments/present` says what is simpler then."""
    return {**fragments(), **_fragments("fragments/present")}


@lru_cache(maxsize=1)
def given_fragments() -> Mapping[str, Fragment]:
    """The same words where earlier versions are given to the statement: `fragments/given` says what is simpler then."""
    return {**fragments(), **_fragments("fragments/given")}


def parameters_in(text: str) -> tuple[str, ...]:
    """The parameters that a text names, in order."""
    return tuple(dict.fromkeys(_PARAMETER.findall(text)))


_NO_EARLIER_VERSION = """FILTER NOT EXISTS { MATCH (history:History) WHERE history[$until] > $known_at }
"""
# It stands behind what is read, so that nothing can change unseen in between.
_NO_OTHER_VERSION = """FILTER NOT EXISTS {
MATCH (history:History)
WHERE CASE WHEN $noted IS NULL THEN history[$until] > $known_at ELSE history.noted <> $noted END
}
"""


def expanded(identifier: str, parameters: tuple[str, ...], body: str, where: str, *, kept: bool = False) -> Statement:
    """The statement that a body with words stands for."""
    past, present = (_squeezed(expand(body, words, where)) for words in (fragments(), present_fragments()))
    begin = ASKED_AS_PLANNED if kept else DIALECT
    return Statement(
        identifier,
        parameters,
        text=begin + past,
        present=f"{begin}{_NO_EARLIER_VERSION}CALL () {{\n{present}\n}}\nRETURN *",
        kept=kept,
    )


def about_one_offender(identifier: str, body: str, where: str) -> CaseStatement:
    """The statement about one offender that a body with words stands for."""
    text = _squeezed(expand(body, given_fragments(), where))
    return CaseStatement(identifier, f"{ASKED_AS_PLANNED}CALL () {{\n{text}\n}}\n{_NO_OTHER_VERSION}RETURN *")


def _squeezed(text: str) -> str:
    """A text without indentation. Neo4j keeps no plan for a statement of more than 65,536 characters."""
    return re.sub(r"\s*\n\s*", "\n", text)


def _fragments(folder: str) -> dict[str, Fragment]:
    found: dict[str, Fragment] = {}
    for file in read_folder(folder):
        arguments = tuple(file.header.get("arguments") or ())
        text = "\n".join(line for line in file.body.splitlines() if not line.lstrip().startswith("//"))
        found[file.header["id"]] = Fragment(file.header["id"], arguments, text)
    return found


def expand(text: str, words: Mapping[str, Fragment], where: str, _depth: int = 0) -> str:
    """`text` with every call of a word replaced by what it stands for.

    Raises CatalogueError where a call has the wrong number of arguments or words call each other in a circle.
    """
    if _depth > 12:
        raise CatalogueError(f"{where}: fragments call each other in a circle.")
    parts: list[str] = []
    position = 0
    while match := _next_call(text, position, words):
        arguments, end = _arguments(text, match.end(), where)
        word = words[match.group(1)]
        if len(arguments) != len(word.arguments):
            raise CatalogueError(
                f"{where}: {word.name}() takes {len(word.arguments)} argument(s), but is given {len(arguments)}."
            )
        body = word.text
        if word.arguments:
            values = dict(zip(word.arguments, arguments, strict=True))
            names = re.compile(r"(?<![\w.$:`])(" + "|".join(map(re.escape, values)) + r")(?!\w|\()")
            body = names.sub(lambda name, values=values: values[name.group(1)], body)  # type: ignore[misc]
        parts += [text[position : match.start()], expand(body, words, where, _depth + 1)]
        position = end
    return "".join(parts) + text[position:]


def _next_call(text: str, position: int, words: Mapping[str, Fragment]) -> re.Match[str] | None:
    for match in _CALL.finditer(text, position):
        if match.group(1) in words:
            return match
    return None


def _arguments(text: str, start: int, where: str) -> tuple[list[str], int]:
    """The arguments of a call whose opening bracket ends at `start`, and the position after the closing one."""
    arguments, depth, begun = [], 0, start
    for index in range(start, len(text)):
        character = text[index]
        if character in "([{":
            depth += 1
        elif character in ")]}":
            if depth == 0:
                last = text[begun:index].strip()
                if last:
                    arguments.append(last)
                return arguments, index + 1
            depth -= 1
        elif character == "," and depth == 0:
            arguments.append(text[begun:index].strip())
            begun = index + 1
    raise CatalogueError(f"{where}: a bracket is not closed.")


@lru_cache(maxsize=1)
def statements() -> Mapping[str, Statement]:
    """The named statements of `cypher/read` and `cypher/write`, by id."""
    found: dict[str, Statement] = {}
    for folder in ("read", "write"):
        for file in read_folder(folder):
            identifier = file.header["id"]
            if identifier in found:
                raise CatalogueError(f"{file.name}: the id '{identifier}' is taken.")
            parameters = tuple(file.header.get("parameters") or ())
            found[identifier] = expanded(identifier, parameters, file.body, file.name, kept=folder == "read")
    return found


def statement(identifier: str) -> Statement:
    """The named statement."""
    try:
        return statements()[identifier]
    except KeyError:
        raise CatalogueError(f"There is no statement '{identifier}' in cypher/read or cypher/write.") from None
