"""G1, G2 and G3: questions over HTTP against the same statements by the driver."""

import contextlib
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from bench.measure import Rounds, Sample
from bench.questions import FINDINGS, NESTED, RawQuestion, raw_findings, raw_nested
from bench.surroundings import Asker, Service, connect, running_service
from graph_service.findings.patterns import pattern_by_id
from graph_service.local_neo4j.server import ConnectionDetails
from graph_service.samples.synthetic.days import AS_OF
from graph_service.settings import Settings
from graph_service.store.graph import Graph

CLIENTS: Final = {"findings": 8, "nested": 16}
"""How many ask at the same time."""
_MOST_OFFENDERS: Final = 5_000


@dataclass(frozen=True, slots=True)
class ReadResults:
    """The rounds of each question, and what was noted beside them."""

    rounds: Mapping[str, Rounds]
    first_findings_s: float
    service_mb: int


@dataclass(frozen=True, slots=True)
class _Questions:
    raw: Mapping[str, RawQuestion]
    offenders: list[str]
    first_findings_s: float


async def prepare(details: ConnectionDetails) -> _Questions:
    """The raw questions, the offenders to ask about, and how long the first findings take on a store that has no plan."""
    graph, settings = connect(details), Settings()
    try:
        offenders = await _offenders(graph)
        findings = raw_findings(graph, settings)
        await graph.execute("CALL db.clearQueryCaches()")
        begun = time.perf_counter()
        for text in findings.texts:
            await graph.fetch(text, findings.of(offenders[0]))
        first = time.perf_counter() - begun
        nested = await raw_nested(graph, settings, offenders[0])
    finally:
        await graph.close()
    return _Questions({"findings": findings, "nested": nested}, offenders, first)


async def _offenders(graph: Graph) -> list[str]:
    row = await graph.fetch(
        "MATCH (n:Offender) WITH n.id AS id ORDER BY rand() LIMIT $most RETURN collect(id) AS ids",
        {"most": _MOST_OFFENDERS},
    )
    assert row is not None
    ids: list[str] = row["ids"]
    return ids


def compare(
    details: ConnectionDetails, home: Path, prepared: _Questions, wanted: list[str], *, rounds: int, seconds: float
) -> ReadResults:
    """Ask each question of `wanted` over HTTP and by the driver, in turn."""
    with running_service(home, details) as service, _askers(details, service, prepared) as (ours, raw):
        found = {}
        for question in wanted:
            clients = CLIENTS[question]
            for asker in (ours, raw, ours, raw):
                asker.do("warm", question, clients=clients)
            _agree(question, ours.do("answer", question, clients=1), raw.do("answer", question, clients=1))
            pairs = []
            for number in range(rounds):
                sides = [(ours, 0), (raw, 1)]
                both: list[Sample] = [Sample(0), Sample(0)]
                for asker, place in sides if number % 2 == 0 else sides[::-1]:
                    said = asker.do("measure", question, clients=clients, seconds=seconds, seed=number)
                    both[place] = Sample(**said)
                pairs.append((both[0], both[1]))
            found[question] = Rounds(tuple(pairs))
        return ReadResults(found, prepared.first_findings_s, service.resident_mb())


@contextlib.contextmanager
def _askers(details: ConnectionDetails, service: Service, prepared: _Questions) -> Iterator[tuple[Asker, Asker]]:
    ours = {
        "side": "http",
        "host": "127.0.0.1",
        "port": service.port,
        "headers": service.headers(),
        "documents": {"findings": FINDINGS, "nested": NESTED},
        "as_of": AS_OF.isoformat(),
        "offenders": prepared.offenders,
    }
    raw = {
        "side": "driver",
        "uri": details.uri,
        "user": details.user,
        "password": details.password,
        "database": details.database,
        "questions": {
            name: {"texts": list(each.texts), "parameters": each.parameters, "asked": each.asked, "listed": each.listed}
            for name, each in prepared.raw.items()
        },
        "offenders": prepared.offenders,
    }
    with Asker(ours) as http, Asker(raw) as driver:
        yield http, driver


def _agree(question: str, ours: list[Any], raw: list[Any]) -> None:
    """Make sure that both sides answer the same question: the same subjects, the same records."""
    for (offender, answer), (same, record) in zip(ours, raw, strict=True):
        assert offender == same
        case = answer["data"]["offender"]
        if question == "findings":
            told = {_subject(victim["subject"]) for victim in case["potentialVictims"]}
            exposures = [exposure for part in record for exposure in part["exposures"]]
            # A pattern that needs another one beside it says nothing on its own; that other may be membership of a place
            # whose class a pattern names, which the service works out after the statement that is compared.
            doubtful = {one[1] for one in exposures if pattern_by_id()[one[0]].needs_another_exposure}
            sure = {one[1] for one in exposures if not pattern_by_id()[one[0]].needs_another_exposure}
            meant = sure | (doubtful & told)
        else:
            # The statement brings one relationship more than a page holds, to know whether there is a next page.
            told = set(_ids(case["person"]))
            meant = told & set(_row_ids(record[0]["nodes"]))
        assert told == meant, f"{question} of {offender}: the answer and the record differ"


def _subject(subject: Mapping[str, Any]) -> str:
    found: str = subject["id"] if "id" in subject else subject["place"]["id"]
    return found


def _ids(value: Any) -> Iterator[str]:
    """Every `id` in an answer."""
    if isinstance(value, dict):
        if "id" in value:
            yield value["id"]
        for inner in value.values():
            yield from _ids(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _ids(inner)


def _row_ids(value: Any) -> Iterator[str]:
    """The id of every record in the rows of a nested read: [kind, id, sealed, …]."""
    if isinstance(value, list):
        if len(value) >= 4 and isinstance(value[0], int) and isinstance(value[1], str):
            yield value[1]
        for inner in value:
            yield from _row_ids(inner)
