"""The Cypher files of the service, read into immutable statements. Pure: no driver here.

A file is one statement under a YAML header, which stands in comments so that the file stays plain Cypher::

    // ---
    // id: partner_child
    // parameters: {offender_id: id}
    // ---
    MATCH …

Files in `fragments/` declare words with arguments, such as `live(r)`; a call of such a word in any other file (or
fragment) is replaced by its text (`graph_service.store.expansion`). So a rule that every statement must follow is written once.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Any

import yaml

from graph_service.errors import CatalogueError
from graph_service.store.constants import CONSTANTS
from graph_service.store.expansion import CypherText, Fragment, Lexicon, expand, fragment

DIALECT = "CYPHER 25\n"
ASKED_AS_PLANNED = "CYPHER 25 replan=skip\n"
"""How a statement begins whose plan is kept however the store has grown since."""
_PLANNED_ANEW = "CYPHER 25 replan=force\n"
_FENCE = "// ---"
_PARAMETER = re.compile(r"\$([a-z_]+)")
_PLAIN_WORD = re.compile(r"[A-Za-z_]+")


@dataclass(frozen=True, slots=True)
class SourceFile:
    """One Cypher file: its name below `cypher/`, its header and its body, which begins on line `line`."""

    name: str
    header: Mapping[str, Any]
    body: str
    line: int

    @property
    def source(self) -> CypherText:
        """Its body, with where it stands."""
        return CypherText(self.name, self.body, self.line)


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
    below = end + 1
    while below < len(lines) and not lines[below].strip():
        below += 1
    body = "\n".join(lines[below:]).strip()
    if not body:
        raise CatalogueError(f"{name}: there is no statement under the header.")
    return SourceFile(name, header, body, below + 1)


@lru_cache(maxsize=1)
def lexicon() -> Lexicon:
    """The words that statements may use, reading any version of a record."""
    return Lexicon(_fragments("fragments"), CONSTANTS)


@lru_cache(maxsize=1)
def present_lexicon() -> Lexicon:
    """The same words where no earlier version can be meant: `fragments/present` says what is simpler then."""
    return _simpler("fragments/present")


@lru_cache(maxsize=1)
def given_lexicon() -> Lexicon:
    """The same words where earlier versions are given to the statement: `fragments/given` says what is simpler then."""
    return _simpler("fragments/given")


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


def in_two_forms(
    identifier: str, parameters: tuple[str, ...], write: Callable[[Lexicon], str], *, kept: bool = False
) -> Statement:
    """The statement that `write` makes with the words of each form."""
    begin = ASKED_AS_PLANNED if kept else DIALECT
    return Statement(
        identifier,
        parameters,
        text=begin + write(lexicon()),
        present=f"{begin}{_NO_EARLIER_VERSION}CALL () {{\n{write(present_lexicon())}\n}}\nRETURN *",
        kept=kept,
    )


def expanded(identifier: str, parameters: tuple[str, ...], source: CypherText, *, kept: bool = False) -> Statement:
    """The statement that a body with words stands for."""
    return in_two_forms(identifier, parameters, lambda words: expand(source, words), kept=kept)


def about_one_offender(identifier: str, text: str) -> CaseStatement:
    """The statement about one offender whose text this is, written with `given_lexicon`."""
    return CaseStatement(identifier, f"{ASKED_AS_PLANNED}CALL () {{\n{text}\n}}\n{_NO_OTHER_VERSION}RETURN *")


def to_plan_anew(text: str) -> str:
    """A text that is asked as it was planned, to be planned anew; whoever asks it meanwhile has the plan that there is."""
    return _PLANNED_ANEW + text.removeprefix(ASKED_AS_PLANNED)


def _fragments(folder: str) -> dict[str, Fragment]:
    found: dict[str, Fragment] = {}
    for file in read_folder(folder):
        found[file.header["id"]] = fragment(file.header["id"], file.header.get("arguments") or (), file.source)
    return found


def _simpler(folder: str) -> Lexicon:
    """The words, some of them as a folder has them. Raises CatalogueError where one there is called otherwise."""
    usual, simpler = lexicon().fragments, _fragments(folder)
    for name, word in simpler.items():
        if name not in usual or usual[name].arguments != word.arguments:
            expected = f"({', '.join(usual[name].arguments)})" if name in usual else "a word of cypher/fragments"
            raise CatalogueError(f"{word.where}: {name}({', '.join(word.arguments)}); expected {expected}.")
    return Lexicon({**usual, **simpler}, CONSTANTS)


@lru_cache(maxsize=1)
def _files() -> Mapping[str, SourceFile]:
    found: dict[str, SourceFile] = {}
    for folder in ("read", "write"):
        for file in read_folder(folder):
            if file.header["id"] in found:
                raise CatalogueError(f"{file.name}: the id '{file.header['id']}' is taken.")
            found[file.header["id"]] = file
    return found


@lru_cache(maxsize=1)
def statements() -> Mapping[str, Statement]:
    """The named statements of `cypher/read` and `cypher/write` that have no placeholder, by id."""
    return {
        identifier: statement(identifier) for identifier, file in _files().items() if "placeholder" not in file.header
    }


@lru_cache(maxsize=1024)
def statement(identifier: str, word: str = "") -> Statement:
    """The named statement of `cypher/read` or `cypher/write`; `word` stands for its placeholder, if its header names one.

    Types and labels cannot be parameters where an index is to be used. Raises CatalogueError where there is no such statement, and
    where a placeholder is to be filled and is not, or the other way round.
    """
    try:
        file = _files()[identifier]
    except KeyError:
        raise CatalogueError(f"There is no statement '{identifier}' in cypher/read or cypher/write.") from None
    return filled(file, word, kept=file.name.startswith("read/"))


def filled(file: SourceFile, word: str, *, kept: bool) -> Statement:
    """The statement that a file is, with `word` for its placeholder, if its header names one."""
    placeholder = file.header.get("placeholder")
    if placeholder is None and word:
        raise CatalogueError(f"{file.name}: its header names no placeholder that '{word}' could stand for.")
    if placeholder is not None and not _PLAIN_WORD.fullmatch(word):
        raise CatalogueError(f"{file.name}: expected one word of letters for {placeholder}, but was given '{word}'.")
    fill = {} if placeholder is None else {placeholder: word}

    def write(words: Lexicon) -> str:
        return expand(file.source, Lexicon(words.fragments, {**words.constants, **fill}))

    return in_two_forms(file.header["id"], tuple(file.header.get("parameters") or ()), write, kept=kept)
