"""The process that asks: the service over HTTP, or the store by the driver. Each side has a process of its own.

A job comes as one line of JSON on standard input, then one line for each round; each round is answered by one line.
"""

import asyncio
import gc
import random
import sys
import time
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from typing import Any, Protocol, cast

import neo4j
import orjson
import uvloop
from neo4j import AsyncDriver, AsyncGraphDatabase

from bench.measure import percentile

_WARM_UP_QUERIES = 300


class Side(Protocol):
    """Something that may be asked about an offender by several clients at a time."""

    async def ask(self, client: int, question: str, offender_id: str) -> bytes:
        """The bytes of one answer."""
        ...

    async def close(self) -> None:
        """Be done."""
        ...


class OverHttp:
    """The service: one connection for each client, kept alive."""

    def __init__(self, job: dict[str, Any]) -> None:
        self._host, self._port = job["host"], job["port"]
        self._heads: str = job["headers"]
        self._documents: dict[str, str] = job["documents"]
        self._as_of: str = job["as_of"]
        self._connections: dict[int, _Connection] = {}

    async def ask(self, client: int, question: str, offender_id: str) -> bytes:
        """Post the question; raise where the answer is not 200 or holds errors."""
        connection = self._connections.get(client)
        # The service hangs up on those who have not asked for some seconds.
        if connection is None or connection.is_lost:
            _, connection = await asyncio.get_running_loop().create_connection(_Connection, self._host, self._port)
            self._connections[client] = connection
        body = orjson.dumps(
            {"query": self._documents[question], "variables": {"id": offender_id, "asOf": self._as_of}},
        )
        head = f"POST /graphql HTTP/1.1\r\nHost: {self._host}\r\n{self._heads}Content-Length: {len(body)}\r\n\r\n"
        answer = await connection.ask(head.encode() + body)
        if not answer.startswith(b'{"data":'):
            raise RuntimeError(f"the service answered {answer[:300]!r}")
        return answer

    async def close(self) -> None:
        """Hang up."""
        for connection in self._connections.values():
            connection.hang_up()


class _Connection(asyncio.Protocol):
    """As much of HTTP as the service's answers need: a status, a length, a body."""

    def __init__(self) -> None:
        self._buffer = bytearray()
        self._length: int | None = None
        self._waiting: asyncio.Future[bytes] | None = None
        self.is_lost = False

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast(asyncio.Transport, transport)

    def connection_lost(self, exc: Exception | None) -> None:
        self.is_lost = True
        if self._waiting is not None and not self._waiting.done():
            self._waiting.set_exception(exc or ConnectionResetError("the service hung up"))

    async def ask(self, request: bytes) -> bytes:
        self._waiting = asyncio.get_running_loop().create_future()
        self._transport.write(request)
        return await self._waiting

    def data_received(self, data: bytes) -> None:
        self._buffer += data
        if self._length is None:
            end = self._buffer.find(b"\r\n\r\n")
            if end < 0:
                return
            head = bytes(self._buffer[:end]).lower()
            self._length = int(head.split(b"content-length:", 1)[1].split(b"\r\n", 1)[0])
            del self._buffer[: end + 4]
        if len(self._buffer) >= self._length:
            assert self._waiting is not None
            body, self._buffer, self._length = bytes(self._buffer), bytearray(), None
            self._waiting.set_result(body)

    def hang_up(self) -> None:
        self._transport.close()


class ByDriver:
    """The store by the driver: a session and an auto-commit statement for each question, one record back, as JSON."""

    def __init__(self, job: dict[str, Any]) -> None:
        self._driver: AsyncDriver = AsyncGraphDatabase.driver(
            job["uri"],
            auth=(job["user"], job["password"]),
            notifications_min_severity="OFF",
            telemetry_disabled=True,
        )
        self._database: str = job["database"]
        self._questions: dict[str, dict[str, Any]] = job["questions"]

    async def ask(self, client: int, question: str, offender_id: str) -> bytes:
        """Run the statement; raise where there is no record."""
        asked = self._questions[question]
        parameters = asked["parameters"] | {asked["asked"]: [offender_id] if asked["listed"] else offender_id}
        records = await asyncio.gather(*(self._record(text, parameters) for text in asked["texts"]))
        # Points are tuples of a class of their own.
        return orjson.dumps(records, default=list)

    async def _record(self, text: str, parameters: dict[str, Any]) -> dict[str, Any]:
        async with self._driver.session(database=self._database, default_access_mode=neo4j.READ_ACCESS) as session:
            result = await session.run(text, parameters)
            record = await result.single()
        if record is None:
            raise RuntimeError("the store answered nothing")
        return dict(zip(record.keys(), record.values(), strict=True))

    async def close(self) -> None:
        """Close the connections."""
        await self._driver.close()


@dataclass(frozen=True, slots=True)
class Round:
    """One round: so many clients ask about random offenders, one question after another, for so many seconds."""

    question: str
    clients: int
    seconds: float
    seed: int


async def measured(side: Side, offenders: Sequence[str], wanted: Round) -> dict[str, float]:
    """Ask; answers a second, and the median and 99th percentile of their times in ms."""
    times: list[float] = []
    begun = time.perf_counter()
    until = begun + wanted.seconds

    async def client(number: int) -> None:
        chance = random.Random(f"{wanted.seed}/{number}")
        while (asked := time.perf_counter()) < until:
            await side.ask(number, wanted.question, chance.choice(offenders))
            times.append(time.perf_counter() - asked)

    await asyncio.gather(*map(client, range(wanted.clients)))
    elapsed = time.perf_counter() - begun
    times.sort()
    return {
        "per_second": len(times) / elapsed,
        "p50_ms": percentile(times, 0.5) * 1000,
        "p99_ms": percentile(times, 0.99) * 1000,
    }


async def warm(side: Side, offenders: Sequence[str], wanted: Round) -> dict[str, float]:
    """Ask a few hundred times, so that plans are made and hot code is compiled."""
    chance = random.Random(wanted.seed)

    async def client(number: int) -> None:
        for _ in range(_WARM_UP_QUERIES // wanted.clients):
            await side.ask(number, wanted.question, chance.choice(offenders))

    await asyncio.gather(*map(client, range(wanted.clients)))
    return {}


async def answered(side: Side, offenders: Sequence[str], wanted: Round) -> list[Any]:
    """The answers for a few offenders, for comparison."""
    chance = random.Random(wanted.seed)
    chosen = [chance.choice(offenders) for _ in range(20)]
    return [[one, orjson.loads(await side.ask(0, wanted.question, one))] for one in chosen]


_ACTS: dict[str, Callable[[Side, Sequence[str], Round], Awaitable[Any]]] = {
    "measure": measured,
    "warm": warm,
    "answer": answered,
}


async def _work() -> None:
    job = orjson.loads(sys.stdin.buffer.readline())
    side: Side = OverHttp(job) if job["side"] == "http" else ByDriver(job)
    offenders: list[str] = job["offenders"]
    gc.freeze()
    try:
        while line := await asyncio.to_thread(sys.stdin.buffer.readline):
            command = orjson.loads(line)
            act = _ACTS[command.pop("act")]
            sys.stdout.buffer.write(orjson.dumps(await act(side, offenders, Round(**command))) + b"\n")
            sys.stdout.buffer.flush()
    finally:
        await side.close()


if __name__ == "__main__":
    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        runner.run(_work())
