"""`python -m tests.findings.coverage`: whether the cases exercise every condition of the catalogue, by a hit and by a near miss.

Each condition of each pattern and alert (`tests/findings/conditions.py`) is taken to be `true`, then to be `false`. Where
no case of the file is answered otherwise than before, no case turns on that condition, and it is printed. A condition that
cases turn on both ways is one that a hit fulfils and a near miss does not.
"""

import argparse
import asyncio
import sys
import tempfile
from collections.abc import AsyncIterator, Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from graph_service.catalogue import Statement, read_folder, spelled_out
from graph_service.domain import Sight, View
from graph_service.errors import GraphServiceError
from graph_service.findings.alerts import AlertPattern, alert_patterns
from graph_service.findings.patterns import Pattern, explorable, gate, names_used, part, patterns
from graph_service.graph import Graph
from graph_service.importing.importer import import_bundle
from graph_service.local_neo4j.server import ConnectionDetails, running_neo4j
from graph_service.migrations import migrate
from graph_service.queries.reading import Reading
from graph_service.settings import Settings
from tests.conftest import empty
from tests.findings.cases import ALERTS_FOLDER, CONFLICTS_FOLDER, Case, load_cases, write_cases
from tests.findings.conditions import Condition, conditions

_AT_A_TIME: Final = 4
_CONFLICT_COLUMNS: Final = ("conflicts", "managed", "against_children", "harmed")

Rows = list[Any]


@dataclass(frozen=True, slots=True)
class Subject:
    """A file of the catalogue under examination: its text, and the question that a changed text is."""

    id: str
    body: str
    question: Callable[[str], Statement]


@dataclass(frozen=True, slots=True)
class Mutant:
    """A file of the catalogue with one condition replaced by `taken_as`."""

    file: Subject
    condition: Condition
    taken_as: str

    @property
    def question(self) -> Statement:
        """The changed file as a question."""
        text = self.file.body
        return self.file.question(f"{text[: self.condition.start]}{self.taken_as}{text[self.condition.end :]}")

    def __str__(self) -> str:
        text = " ".join(self.condition.text.split())
        return f"{self.file.id}, line {self.condition.line}: {text} taken as {self.taken_as}"


def mutants(file: Subject) -> Iterator[Mutant]:
    """Every change of one condition of a file."""
    for condition in conditions(file.body):
        for taken_as in ("true", "false"):
            if condition.text != taken_as:
                yield Mutant(file, condition, taken_as)


def subjects() -> Iterator[tuple[list[Subject], list[Case]]]:
    """The files of the catalogue with the cases of all of them, by what they find."""
    yield [_of_pattern(pattern) for pattern in patterns()], load_cases()
    yield [_of_alert(pattern) for pattern in alert_patterns()], load_cases(ALERTS_FOLDER)
    yield [_conflict_check()], load_cases(CONFLICTS_FOLDER)


def _of_pattern(pattern: Pattern) -> Subject:
    values = ["protected", "base", "downs"]
    values += ["[l IN besides | l.id]"] if "besides" in pattern.also_returns else []
    values += ["opened_by"] if "opened_by" in pattern.also_returns else []
    return Subject(pattern.id, pattern.body, lambda body: _found_by(pattern, body, values))


def _of_alert(alert: AlertPattern) -> Subject:
    return Subject(alert.id, alert.body, lambda body: _found_by(alert, body, ["[term IN terms | term.id]"]))


def _found_by(file: Pattern | AlertPattern, body: str, values: Sequence[str]) -> Statement:
    """A body as a statement that returns one record, whose `rows` name records and relationships by their ids."""
    row = ", ".join(("subject.id", "[n IN nodes | n.id]", "[l IN links | l.id]", *values))
    text = (
        f"{part('offender').body}\nCALL ({names_used(body, 'profiles')}) {{\n{gate(file.profiles)}"
        f"CALL ({names_used(body)}) {{\n{body}\n}}\nRETURN collect([{row}]) AS rows\n}}\nRETURN rows"
    )
    return spelled_out(file.id, ("offender_id",), text, file.where)


def _conflict_check() -> Subject:
    (file,) = read_folder("conflicts")
    return Subject(file.header["id"], file.body, lambda body: explorable(file.header["id"], body, file.name))


async def _rows(graph: Graph, settings: Settings, question: Statement, case: Case) -> Rows:
    view = View.at(case.as_of, case.known_at)
    reading = Reading(graph, settings, view, Sight(cleared=case.cleared, seals_victims=False))
    answer = await reading.ask(question, offender_id=case.prefix + "o", people=[case.prefix + "r"])
    if answer is None:
        return []
    if "rows" in answer:
        return sorted(answer["rows"], key=repr)
    return [sorted(answer[name], key=repr) for name in _CONFLICT_COLUMNS]


async def _all_rows(
    graph: Graph, settings: Settings, question: Statement, cases: Sequence[Case]
) -> AsyncIterator[Rows]:
    for begin in range(0, len(cases), _AT_A_TIME):
        some = cases[begin : begin + _AT_A_TIME]
        for rows in await asyncio.gather(*(_rows(graph, settings, question, case) for case in some)):
            yield rows


async def _noticed(
    graph: Graph, settings: Settings, mutant: Mutant, cases: Sequence[Case], expected: Sequence[Rows]
) -> bool:
    """Whether some case is answered otherwise than expected."""
    question, index = mutant.question, 0
    async for rows in _all_rows(graph, settings, question, cases):
        if rows != expected[index]:
            return True
        index += 1
    return False


async def _unnoticed(graph: Graph, settings: Settings, file: Subject, cases: Sequence[Case]) -> AsyncIterator[Mutant]:
    """The changes to a file after which all its cases, which the store holds, are answered as before."""
    expected = [rows async for rows in _all_rows(graph, settings, file.question(file.body), cases)]
    for mutant in mutants(file):
        try:
            noticed = await _noticed(graph, settings, mutant, cases, expected)
        except GraphServiceError as error:
            print(f"{mutant}: {error}", file=sys.stderr, flush=True)
            noticed = False
        if not noticed:
            yield mutant


async def _examine(details: ConnectionDetails, settings: Settings, wanted: Sequence[str], folder: Path) -> int:
    graph = Graph.connect(
        details.uri, details.user, details.password, database=details.database, timeout_s=120, pool_size=10
    )
    unnoticed = 0
    try:
        await migrate(graph)
        for files, all_cases in subjects():
            some = [file for file in files if not wanted or file.id in wanted]
            if not some:
                continue
            cases = [case for case in all_cases if case.pattern in {file.id for file in some}]
            await empty(graph)
            await import_bundle(graph, write_cases(folder / str(len(cases)), cases))
            for file in some:
                own = [case for case in cases if case.pattern == file.id]
                left = [mutant async for mutant in _unnoticed(graph, settings, file, own)]
                for mutant in left:
                    print(mutant, flush=True)
                changes = sum(1 for _ in mutants(file))
                print(f"{file.id}: {len(own)} cases notice {changes - len(left)} of {changes} changes", flush=True)
                unnoticed += len(left)
    finally:
        await graph.close()
    return unnoticed


def main() -> int:
    """Examine every file, or those that are named; exit status 1 where a change goes unnoticed."""
    parser = argparse.ArgumentParser(prog="python -m tests.findings.coverage", description=__doc__)
    parser.add_argument("ids", nargs="*", help="patterns and alerts to examine (default: all)")
    wanted = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="graph-service-coverage-") as folder:
        settings = Settings(
            home=Path(folder) / "home", neo4j_uri=None, neo4j_heap_mb=2048, neo4j_page_cache_mb=256, query_timeout_s=120
        )
        with running_neo4j(settings) as details:
            unnoticed = asyncio.run(_examine(details, settings, wanted.ids, Path(folder) / "cases"))
    return 1 if unnoticed else 0


if __name__ == "__main__":
    raise SystemExit(main())
