"""Searches: how many of the known answers are found, in the first place and in the first ten, and what a search costs (G9).

The raw side asks the full-text index alone for the same misspelt names, each word with the letters amiss that ours allows, and gets
ten records back.
"""

import asyncio
import contextlib
import random
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import httpx

from bench.measure import Rounds, Sample
from bench.names import MISSPELT, Question, Questions, questions
from bench.surroundings import SEED, Asker, Service, connect, running_service
from graph_service.importing.importer import import_bundle
from graph_service.local_neo4j.server import ConnectionDetails
from graph_service.spelling.asking import most_amiss
from graph_service.spelling.folding import words_of

SEARCH: Final = """query Search($id: String!) {
  search(text: $id, kinds: [PERSON], first: 10) { id ... on Person { name dateOfBirth } }
}"""
RAW: Final = """CYPHER 25 CALL db.index.fulltext.queryNodes('record_text', $words, {limit: 10}) YIELD node, score
RETURN collect({score: score, values: node {.*}}) AS found"""
CLIENTS: Final = 1


@dataclass(frozen=True, slots=True)
class Found:
    """Of the questions of one kind: how many there are, and of how many the answer is first, or among the first ten."""

    kind: str
    number: int
    first: int
    among_ten: int

    def cells(self) -> tuple[str, ...]:
        """The row as text."""
        return self.kind, str(self.number), _share(self.first, self.number), _share(self.among_ten, self.number)


def _share(part: int, whole: int) -> str:
    return f"{part} ({100 * part / whole:.1f} %)"


@dataclass(frozen=True, slots=True)
class SearchResults:
    """What is found, by kind and in all, and how fast."""

    found: tuple[Found, ...]
    missed: tuple[str, ...]
    rounds: Rounds


def measure(details: ConnectionDetails, home: Path, *, rounds: int, seconds: float) -> SearchResults:
    """Import the people of the questions beside what the store holds, ask every question once, then measure."""
    asked = questions(SEED)
    asyncio.run(_load(details, asked.write(home / "people")))
    with running_service(home, details) as service:
        answers = _answers(service, asked.questions)
        with _askers(details, service, asked) as (ours, raw):
            return SearchResults(
                found=tuple(_counted(asked, answers)),
                missed=tuple(f"{one.kind}: {one.text}" for one in asked.questions if one.answer not in answers[one]),
                rounds=_compared(ours, raw, rounds=rounds, seconds=seconds),
            )


async def _load(details: ConnectionDetails, bundle: Path) -> None:
    graph = connect(details)
    try:
        await import_bundle(graph, bundle)
    finally:
        await graph.close()


def _answers(service: Service, asked: Sequence[Question]) -> Mapping[Question, list[str]]:
    headers = dict(line.split(": ", 1) for line in service.headers().splitlines())
    found = {}
    with httpx.Client(base_url=f"http://127.0.0.1:{service.port}", headers=headers, timeout=60) as client:
        for one in asked:
            answer = client.post("/graphql", json={"query": SEARCH, "variables": {"id": one.text}}).json()
            found[one] = [node["id"] for node in answer["data"]["search"]]
    return found


def _counted(asked: Questions, answers: Mapping[Question, list[str]]) -> Iterator[Found]:
    kinds = dict.fromkeys(one.kind for one in asked.questions)
    for kind in (*kinds, None):
        mine = [one for one in asked.questions if kind in (None, one.kind)]
        yield Found(
            kind or "in all",
            len(mine),
            sum(answers[one][:1] == [one.answer] for one in mine),
            sum(one.answer in answers[one] for one in mine),
        )


@contextlib.contextmanager
def _askers(details: ConnectionDetails, service: Service, asked: Questions) -> Iterator[tuple[Asker, Asker]]:
    """Both sides are given the same names in the same order, each as it takes them."""
    texts = [one.text for one in asked.questions if one.kind == MISSPELT]
    random.Random(SEED).shuffle(texts)
    ours = {
        "side": "http",
        "host": "127.0.0.1",
        "port": service.port,
        "headers": service.headers(),
        "documents": {"search": SEARCH},
        "as_of": None,
        "offenders": texts,
    }
    raw: dict[str, Any] = {
        "side": "driver",
        "uri": details.uri,
        "user": details.user,
        "password": details.password,
        "database": details.database,
        "questions": {"search": {"texts": [RAW], "parameters": {}, "asked": "words", "listed": False}},
        "offenders": [_raw(text) for text in texts],
    }
    with Asker(ours) as http, Asker(raw) as driver:
        yield http, driver


def _raw(text: str) -> str:
    return " ".join(f"{word}~{most_amiss(word)}" if most_amiss(word) else word for word in words_of(text))


def _compared(ours: Asker, raw: Asker, *, rounds: int, seconds: float) -> Rounds:
    for asker in (ours, raw, ours, raw):
        asker.do("warm", "search", clients=CLIENTS)
    pairs = []
    for number in range(rounds):
        both: list[Sample] = [Sample(0), Sample(0)]
        sides = [(ours, 0), (raw, 1)]
        for asker, place in sides if number % 2 == 0 else sides[::-1]:
            both[place] = Sample(**asker.do("measure", "search", clients=CLIENTS, seconds=seconds, seed=number))
        pairs.append((both[0], both[1]))
    return Rounds(tuple(pairs))
