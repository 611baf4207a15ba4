"""What a measurement needs around it: a bundle, a local Neo4j, the service and the askers in processes of their own."""

import contextlib
import os
import re
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from types import TracebackType
from typing import Any, Final, Self

import httpx
import orjson
import psutil

from graph_service.local_neo4j.server import ConnectionDetails
from graph_service.security.identity import Role
from graph_service.security.tokens import SignedTokens
from graph_service.settings import Settings
from graph_service.store.graph import Graph

SIZES: Final = {"XS": 60, "S": 1_000, "M": 20_000}
"""Offenders of each size."""
SEED: Final = 7
_MINUTES: Final = 600


def connect(details: ConnectionDetails) -> Graph:
    """The store as the service connects to it, with patience for large statements."""
    return Graph.connect(
        details.uri, details.user, details.password, database=details.database, timeout_s=600, pool_size=8
    )


async def empty(graph: Graph) -> None:
    """Delete every record and relationship; the schema stays."""
    await graph.execute("MATCH ()-[r]->() CALL (r) { DELETE r } IN TRANSACTIONS OF 20000 ROWS")
    await graph.execute("MATCH (n) WHERE NOT n:SchemaVersion CALL (n) { DELETE n } IN TRANSACTIONS OF 20000 ROWS")


class Service:
    """The service on a free port, as `graph-service serve` runs it: audit log on, one worker."""

    def __init__(self, process: "subprocess.Popen[str]", home: Path, port: int) -> None:
        self._process = process
        self._home = home
        self.port = port

    def headers(self) -> str:
        """The headers of a request of an analyst, but for its length."""
        tokens = SignedTokens.of(Settings(home=self._home))
        token = tokens.issue("bench", Role.ANALYST, minutes=_MINUTES)
        return f"Authorization: Bearer {token}\r\nX-Purpose: measuring\r\nContent-Type: application/json\r\n"

    def resident_mb(self) -> int:
        """The resident memory of the worker."""
        return int(psutil.Process(self._process.pid).memory_info().rss) >> 20


@contextlib.contextmanager
def running_service(home: Path, details: ConnectionDetails) -> Iterator[Service]:
    """The service attached to a store, with nothing left to prepare, for as long as the block lasts."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith("GRAPH_SERVICE_")} | {
        "GRAPH_SERVICE_HOME": str(home),
        "GRAPH_SERVICE_PORT": "0",
        "GRAPH_SERVICE_NEO4J_URI": details.uri,
        "GRAPH_SERVICE_NEO4J_USER": details.user,
        "GRAPH_SERVICE_NEO4J_PASSWORD": details.password,
        "GRAPH_SERVICE_NEO4J_DATABASE": details.database,
        "PYTHONUNBUFFERED": "1",
    }
    process = subprocess.Popen(
        [sys.executable, "-m", "graph_service.cli", "serve"], env=environment, stdout=subprocess.PIPE, text=True
    )
    try:
        port = _port(process)
        while httpx.get(f"http://127.0.0.1:{port}/readyz", timeout=60).json()["preparing"]:
            time.sleep(0.5)
        yield Service(process, home, port)
    finally:
        process.terminate()
        process.wait(timeout=30)


def _port(process: "subprocess.Popen[str]") -> int:
    assert process.stdout is not None
    for line in process.stdout:
        if found := re.search(r"Serving on http://[^ ]+:(\d+)", line):
            return int(found.group(1))
    raise RuntimeError("the service did not start")


class Asker:
    """A worker process (bench.worker): one side of a comparison."""

    def __init__(self, job: dict[str, Any]) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-m", "bench.worker"], stdin=subprocess.PIPE, stdout=subprocess.PIPE
        )
        self._send(job)

    def _send(self, message: dict[str, Any]) -> None:
        assert self._process.stdin is not None
        self._process.stdin.write(orjson.dumps(message) + b"\n")
        self._process.stdin.flush()

    def do(self, act: str, question: str, *, clients: int, seconds: float = 0, seed: int = 0) -> Any:
        """Have the worker do one thing, and return what it says."""
        self._send({"act": act, "question": question, "clients": clients, "seconds": seconds, "seed": seed})
        assert self._process.stdout is not None
        line = self._process.stdout.readline()
        if not line:
            raise RuntimeError("a worker of the benchmark failed")
        return orjson.loads(line)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.close()
        self._process.wait(timeout=30)
        self._process.stdout.close()
