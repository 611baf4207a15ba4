"""`python -m tests.facts.killing --kills 200`: services that record are killed at random moments, and nothing is half done.

Each service records people and relationships as fast as it can and says what it was answered. It is killed with SIGKILL; the next
one starts on the same store and home. In the end every fact acknowledged must be there, every change of the store must have its
entry in the audit log, and every such entry its change.
"""

import argparse
import asyncio
import json
import os
import random
import subprocess
import sys
from collections import Counter
from contextlib import closing, suppress
from dataclasses import asdict
from datetime import timedelta
from itertools import count
from pathlib import Path
from typing import Any, Final

from graph_service.audit.export import select
from graph_service.audit.log import AuditLog
from graph_service.facts.receipts import write_notes_left
from graph_service.http.execution import Executor, GraphQLRequest
from graph_service.local_neo4j.server import ConnectionDetails
from graph_service.model.clock import now
from graph_service.resolvers.context import RequestContext
from graph_service.schema.build import graphql_schema
from graph_service.security.identity import Identity, Role
from graph_service.settings import Settings
from graph_service.store.graph import Graph
from tests.own_store import own_store

_WORK: Final = "RECORDER_OF_A_TEST"
_PATIENCE_S: Final = 120.0
_PERSON: Final = (
    "mutation ($input: PersonRecordInput!) { personRecord(input: $input) { person { id } userErrors { code } } }"
)
_LINK: Final = """mutation ($input: RelationshipRecordInput!) {
  relationshipRecord(input: $input) { relationship { id } userErrors { code } } }"""


async def record_until_killed(home: Path, details: ConnectionDetails, name: str) -> None:
    """One service: records a person and a relationship to the one before, over and over, and prints what is acknowledged."""
    graph = Graph.connect(
        details.uri, details.user, details.password, database=details.database, timeout_s=_PATIENCE_S, pool_size=4
    )
    with closing(AuditLog(home)) as audit:
        await write_notes_left(graph, audit)
        print("ready", flush=True)
        executor = Executor(graphql_schema(), audit, production=False, query_timeout_s=_PATIENCE_S)
        identity = Identity("recorder", Role.ANALYST, cleared=False, expires_at=now() + timedelta(days=1))

        async def record(text: str, given: dict[str, Any]) -> None:
            context = RequestContext(
                identity=identity,
                purpose="test",
                correlation_id="test",
                graph=graph,
                settings=Settings(home=home),
                audit=audit,
            )
            answer = await executor.run(GraphQLRequest(text, variables={"input": given}), context)
            assert not answer.errors, answer.errors
            print(f"recorded {given['id']}", flush=True)

        for number in count():
            await record(_PERSON, {"id": f"{name}-{number}", "givenNames": "Someone"})
            if number:
                ends = {"fromId": f"{name}-{number - 1}", "toId": f"{name}-{number}"}
                await record(_LINK, {"id": f"{name}-{number}-link", "type": "FRIEND_OF", **ends})


def kill_services(home: Path, details: ConnectionDetails, kills: int, seed: int) -> set[str]:
    """Start and kill as many services as said, one after another; the ids of all that they acknowledged."""
    chosen, acknowledged = random.Random(seed), set[str]()
    for number in range(kills):
        work = {"home": str(home), "details": asdict(details), "name": f"s{number}"}
        with subprocess.Popen(
            [sys.executable, "-m", "tests.facts.killing", "--work"],
            env=os.environ | {_WORK: json.dumps(work)},
            stdout=subprocess.PIPE,
            text=True,
        ) as service:
            assert service.stdout is not None
            assert service.stdout.readline() == "ready\n"
            acknowledged |= {service.stdout.readline().split()[1] for _ in range(chosen.randrange(12))}
            # Not between two answers alone: some way into the next one.
            with suppress(subprocess.TimeoutExpired):
                service.wait(timeout=chosen.random() * 0.05)
            service.kill()
            acknowledged |= {line.split()[1] for line in service.communicate()[0].splitlines() if line.count(" ") == 1}
    return acknowledged


async def half_done(graph: Graph, home: Path, acknowledged: set[str]) -> list[str]:
    """What is half done after the last service was killed: nothing, if all is well."""
    with closing(AuditLog(home)) as audit:
        await write_notes_left(graph, audit)
    rows = await graph.execute("MATCH (n:Person) RETURN n.id AS id UNION MATCH ()-[r:FRIEND_OF]->() RETURN r.id AS id")
    there = {row["id"] for row in rows}
    changes = {row["n"] for row in await graph.execute("MATCH (c:Change {kind: 'RECORD'}) RETURN c.number AS n")}
    entries = Counter(
        one["details"]["change"] for one in select(home, begin=None, end=None) if one["action"] == "RECORD"
    )
    left = await graph.execute("MATCH (n:AuditNote) RETURN count(n) AS count")
    found = [f"acknowledged and lost: {id_}" for id_ in sorted(acknowledged - there)]
    found += [f"changed and not on record: {number}" for number in sorted(changes - entries.keys())]
    found += [f"on record and not changed: {number}" for number in sorted(entries.keys() - changes)]
    found += [f"on record {count} times: {number}" for number, count in entries.items() if count != 1]
    found += ["an entry is still to be written"] if left[0]["count"] else []
    if len(there) != len(changes):
        found.append(f"{len(there)} facts by {len(changes)} changes")
    return found


async def _run(kills: int, seed: int) -> int:
    async with own_store(heap_mb=512) as store:
        home = store.folder.parent / "recorders"
        acknowledged = await asyncio.to_thread(kill_services, home, store.details, kills, seed)
        found = await half_done(store.graph, home, acknowledged)
    print(f"{kills} kills, {len(acknowledged)} facts acknowledged, {len(found)} half done")
    print("\n".join(found))
    return len(found)


def main() -> int:
    """Kill, and say with the exit status whether anything was half done; or be the service that is killed."""
    parser = argparse.ArgumentParser(prog="python -m tests.facts.killing", description=__doc__)
    parser.add_argument("--kills", type=int, default=200)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--work", action="store_true", help=argparse.SUPPRESS)
    wanted = parser.parse_args()
    if wanted.work:
        work = json.loads(os.environ[_WORK])
        asyncio.run(record_until_killed(Path(work["home"]), ConnectionDetails(**work["details"]), work["name"]))
    return 1 if asyncio.run(_run(wanted.kills, wanted.seed)) else 0


if __name__ == "__main__":
    raise SystemExit(main())
