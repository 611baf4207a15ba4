"""`python -m tests.findings.coverage`: whether the cases exercise every condition of the catalogue, by a hit and by a near miss.

Each condition of each pattern, each alert and the conflict check (`tests/findings/conditions.py`) is taken to be
`true`, then to be `false`. Where no case of the file is answered otherwise than before, no case turns on that
condition, and it is printed. A condition that cases turn on both ways is one that a hit fulfils and a near miss does
not.

Some changes no case could notice, because the changed file means the same. `equivalents.yaml` lists them: the `file`, the
`condition` (white space as single blanks; wherever it stands in the file), what it is `taken_as`, and `why` it means
the same. They are not printed. An entry that names no condition, or whose change some case notices, is an error.
"""

import argparse
import asyncio
import sys
from collections.abc import AsyncIterator, Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields
from itertools import chain
from pathlib import Path
from typing import Any, Final

import yaml

from graph_service.errors import GraphServiceError
from graph_service.findings.alerts import AlertPattern, alert_patterns
from graph_service.findings.patterns import Pattern, patterns
from graph_service.findings.starts import Assembly
from graph_service.store.catalogue import Statement, expanded, in_two_forms, read_folder
from graph_service.store.expansion import CypherText, Lexicon
from tests.conftest import empty
from tests.findings.cases import ALERTS_FOLDER, CONFLICTS_FOLDER, Case, import_cases, load_cases
from tests.findings.conditions import Condition, conditions
from tests.own_store import OwnStore, own_store

EQUIVALENTS: Final = Path(__file__).parent / "equivalents.yaml"
_AT_A_TIME: Final = 4
_CONFLICT_COLUMNS: Final = ("conflicts", "managed", "against_children", "harmed")

Rows = list[Any]


@dataclass(frozen=True, slots=True)
class Subject:
    """A file of the catalogue under examination: its text, and the question that a changed text is."""

    id: str
    source: CypherText
    question: Callable[[CypherText], Statement]

    @property
    def body(self) -> str:
        """Its text."""
        return self.source.text


@dataclass(frozen=True, slots=True)
class Change:
    """One condition of a file, by its text, taken to be `true` or `false`: wherever it stands in the file."""

    file: str
    condition: str
    taken_as: str

    def __str__(self) -> str:
        return f"{self.file}: {self.condition} taken as {self.taken_as}"


@dataclass(frozen=True, slots=True)
class Mutant:
    """A file of the catalogue with one condition replaced by `taken_as`."""

    file: Subject
    condition: Condition
    taken_as: str

    @property
    def change(self) -> Change:
        """What is changed, by its text."""
        return Change(self.file.id, " ".join(self.condition.text.split()), self.taken_as)

    @property
    def question(self) -> Statement:
        """The changed file as a question."""
        text = self.file.body
        changed = f"{text[: self.condition.start]}{self.taken_as}{text[self.condition.end :]}"
        return self.file.question(self.file.source._replace(text=changed))

    def __str__(self) -> str:
        return f"{self.file.id}, line {self.condition.line}: {self.change.condition} taken as {self.taken_as}"


def mutants(file: Subject) -> Iterator[Mutant]:
    """Every change of one condition of a file."""
    for condition in conditions(file.body):
        for taken_as in ("true", "false"):
            if condition.text != taken_as:
                yield Mutant(file, condition, taken_as)


def equivalents(text: str) -> Collection[Change]:
    """The changes that a text of the form of `equivalents.yaml` says mean the same.

    Raises ValueError where an entry is not as it must be, or a change is listed twice.
    """
    found: list[Change] = []
    names = [field.name for field in fields(Change)]
    for entry in yaml.safe_load(text) or []:
        values = entry if isinstance(entry, dict) else {}
        if set(values) != {*names, "why"} or not all(isinstance(value, str) and value for value in values.values()):
            raise ValueError(f"{entry}: an entry has {', '.join(names)} and why, each of them text")
        change = Change(*(values[name] for name in names))
        if change in found:
            raise ValueError(f"{change}: it is listed twice")
        found.append(change)
    return found


def without_condition(listed: Iterable[Change], files: Iterable[Subject]) -> list[Change]:
    """Those that name no condition of any of the files, and so say nothing."""
    possible = {mutant.change for file in files for mutant in mutants(file)}
    return [change for change in listed if change not in possible]


def subjects() -> Iterator[tuple[list[Subject], list[Case]]]:
    """The files of the catalogue with the cases of all of them, by what they find."""
    yield [_of_pattern(pattern) for pattern in patterns()], load_cases()
    yield [_of_alert(pattern) for pattern in alert_patterns()], load_cases(ALERTS_FOLDER)
    yield [_conflict_check()], load_cases(CONFLICTS_FOLDER)


def _of_pattern(pattern: Pattern) -> Subject:
    values = ["protected", "base", "steps_down"]
    values += ["[l IN supporting_links | l.id]"] if "supporting_links" in pattern.also_returns else []
    values += ["opened_by"] if "opened_by" in pattern.also_returns else []
    values += ["[l IN fulfilled_by | l.id]"] if "fulfilled_by" in pattern.also_returns else []
    return Subject(pattern.id, pattern.source, lambda body: _found_by(pattern, body, values))


def _of_alert(alert: AlertPattern) -> Subject:
    return Subject(alert.id, alert.source, lambda body: _found_by(alert, body, ["[term IN terms | term.id]"]))


def _found_by(file: Pattern | AlertPattern, body: CypherText, values: Sequence[str]) -> Statement:
    """A body as a statement that returns one record, whose `rows` name records and relationships by their ids."""
    row = ", ".join(("subject.id", "[n IN nodes | n.id]", "[l IN links | l.id]", *values))

    def write(words: Lexicon) -> str:
        assembly = Assembly(words)
        assembly.gather(body, file.profiles, f"[{row}]", "rows")
        assembly.add(CypherText(body.where, "RETURN rows"))
        return assembly.text()

    return in_two_forms(file.id, ("offender_id",), write)


def _conflict_check() -> Subject:
    (file,) = read_folder("conflicts")
    return Subject(file.header["id"], file.source, lambda body: expanded(file.header["id"], (), body))


async def _rows(store: OwnStore, question: Statement, case: Case) -> Rows:
    session = case.view_session(store.graph, store.settings)
    answer = await session.ask(question, offender_id=case.prefix + "o", people=[case.prefix + "r"])
    if answer is None:
        return []
    if "rows" in answer:
        return sorted(answer["rows"], key=repr)
    return [sorted(answer[name], key=repr) for name in _CONFLICT_COLUMNS]


async def _answers(store: OwnStore, question: Statement, cases: Sequence[Case]) -> AsyncIterator[tuple[Case, Rows]]:
    """What each case is answered, a few at a time, so that who has seen enough may stop."""
    for begin in range(0, len(cases), _AT_A_TIME):
        some = cases[begin : begin + _AT_A_TIME]
        for case, rows in zip(
            some, await asyncio.gather(*(_rows(store, question, case) for case in some)), strict=True
        ):
            yield case, rows


async def _is_noticed(store: OwnStore, mutant: Mutant, cases: Sequence[Case], expected: Mapping[str, Rows]) -> bool:
    """Whether some case is answered otherwise than expected, by its prefix."""
    async for case, rows in _answers(store, mutant.question, cases):
        if rows != expected[case.prefix]:
            return True
    return False


async def _examine_file(store: OwnStore, file: Subject, cases: Sequence[Case], listed: Collection[Change]) -> int:
    """Print the changes to a file after which all its cases, which the store holds, are answered as before; their number.

    Those that are `listed` as meaning the same are printed, and count, where a case is answered otherwise.
    """
    expected = {case.prefix: rows async for case, rows in _answers(store, file.question(file.source), cases)}
    changes, seen, same, wrong = list(mutants(file)), 0, 0, 0
    for mutant in changes:
        try:
            noticed = await _is_noticed(store, mutant, cases, expected)
        except GraphServiceError as error:
            print(f"{mutant}: {error}", file=sys.stderr, flush=True)
            noticed = False
        equivalent = mutant.change in listed
        seen += noticed
        same += equivalent
        if noticed == equivalent:
            wrong += 1
            print(f"{mutant}, which a case notices and {EQUIVALENTS.name} lists" if noticed else mutant, flush=True)
    beside = f"; {same} mean the same" if same else ""
    print(f"{file.id}: {len(cases)} cases notice {seen} of {len(changes)} changes{beside}", flush=True)
    return wrong


async def _examine(wanted: Collection[str], listed: Collection[Change]) -> int:
    wrong = 0
    async with own_store(heap_mb=2048) as store:
        for number, (files, all_cases) in enumerate(subjects()):
            some = {
                file.id: [case for case in all_cases if case.pattern == file.id] for file in files if file.id in wanted
            }
            if not some:
                continue
            await empty(store.graph)
            await import_cases(store.graph, store.folder / str(number), chain.from_iterable(some.values()))
            for file in files:
                if file.id in some:
                    wrong += await _examine_file(store, file, some[file.id], listed)
    return wrong


def main() -> int:
    """Examine every file, or those that are named; exit status 1 where a change goes unnoticed, or is wrongly listed."""
    files = [file for some, _ in subjects() for file in some]
    every = [file.id for file in files]
    parser = argparse.ArgumentParser(prog="python -m tests.findings.coverage", description=__doc__)
    parser.add_argument(
        "ids", nargs="*", metavar="ID", help="patterns, alerts and the conflict check to examine (default: all)"
    )
    wanted = parser.parse_args().ids
    for unknown in sorted(set(wanted) - set(every)):
        parser.error(f"{unknown} is none of {', '.join(every)}")
    listed = equivalents(EQUIVALENTS.read_text(encoding="utf-8"))
    nameless = without_condition(listed, files)
    for change in nameless:
        print(f"{EQUIVALENTS.name}, {change}: no such condition", file=sys.stderr)
    if nameless:
        return 1
    return 1 if asyncio.run(_examine(wanted or every, listed)) else 0


if __name__ == "__main__":
    raise SystemExit(main())
