"""The only module that talks to the Neo4j driver.

Reads go out as one auto-commit statement under READ access and bring one record back: one round trip, and the server
itself refuses a write. Writes go through one transaction.
"""

import asyncio
import logging
import re
from collections.abc import AsyncIterator, Awaitable, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Final, Protocol, Self

import neo4j
import structlog
from neo4j import AsyncDriver, AsyncGraphDatabase, AsyncTransaction, Query
from neo4j.exceptions import (
    AuthError,
    ClientError,
    DriverError,
    Neo4jError,
    ServiceUnavailable,
    SessionExpired,
    TransientError,
)

from graph_service.errors import ComponentUnavailable, GraphServiceError, TimedOut
from graph_service.store.budget import waiting

_log = structlog.get_logger(__name__)

# The driver's own messages quote statements and parameters, so none of them may reach a log.
logging.getLogger("neo4j").addHandler(logging.NullHandler())
logging.getLogger("neo4j").propagate = False

_AS_LONG_AS_IT_TAKES: Final = 3_600.0
"""Seconds that planning a statement may take: slow is not broken."""
_PARAMETER = re.compile(r"\$([a-z_]\w*)")
OF_ONE_SIZE: Final = frozenset(
    {
        "as_of",
        "known_at",
        "clock",
        "counting",
        "counting_rolls",
        "seals_victims",
        "recent_after",
        "forthcoming_until",
        "begun_after",
        "child_born_after",
        "year_before",
        "notification_due_from",
        "near_site_m",
        "near_victim_m",
        "seen_near_m",
        "small_building_dwellings",
        "long_stay_hours",
        "earth_ratio",
        "supposed",
        "earlier",
    }
)
"""Parameters of a view and of settings: days, instants, numbers, and words of up to ten letters; and maps, which have no size."""
_UNREACHABLE = "The store cannot be reached just now. Nothing was changed; please try again."
_TIMED_OUT = "The store took longer than this question may take. Ask for less, or try again."
_MEMORY_CODES = ("MemoryPoolOutOfMemoryError", "TransactionOutOfMemoryError", "OutOfMemoryError")


@dataclass(frozen=True, slots=True)
class Explanation:
    """What EXPLAIN says of a statement: its columns, whether it writes, and the codes and texts of its warnings."""

    columns: tuple[str, ...]
    writes: bool
    warnings: tuple[tuple[str, str], ...]


class Reader(Protocol):
    """What answers reading statements: a store, or a transaction that has written to one."""

    async def fetch(
        self, text: str, parameters: Mapping[str, Any] | None = None, *, timeout_s: float | None = None
    ) -> dict[str, Any] | None:
        """The one record of a reading statement, or None."""

    async def fetch_planned(
        self, text: str, parameters: Mapping[str, Any], *, timeout_s: float | None = None
    ) -> dict[str, Any] | None:
        """The same of a statement that takes long to plan."""


class WriteTransaction:
    """One transaction that writes; leaving its block in peace commits it.

    It is read, too, as a store is: so a question sees what it has written, and nobody else does. Statements go out one after
    another, whoever asks for them.
    """

    def __init__(self, transaction: AsyncTransaction) -> None:
        self._transaction = transaction
        self._turn = asyncio.Lock()

    async def fetch(
        self, text: str, parameters: Mapping[str, Any] | None = None, *, timeout_s: float | None = None
    ) -> dict[str, Any] | None:
        """The one record of a reading statement, or None; the transaction's own limit of time holds."""
        async with self._turn:
            rows = await self.run(_bundled(text), _values(parameters or {}))
        return rows[0] if rows else None

    async def fetch_planned(
        self, text: str, parameters: Mapping[str, Any], *, timeout_s: float | None = None
    ) -> dict[str, Any] | None:
        """The same."""
        return await self.fetch(text, parameters)

    async def run(self, text: str, parameters: Mapping[str, Any] | None = None) -> list[dict[str, Any]]:
        """Run one statement and return its rows."""
        try:
            result = await self._transaction.run(text, dict(parameters or {}))
            return await result.data()
        except (Neo4jError, DriverError) as error:
            raise _public(error) from None


class Graph:
    """One store. Safe to share between concurrent work."""

    def __init__(self, driver: AsyncDriver, database: str, timeout_s: float) -> None:
        self._driver = driver
        self._database = database
        self._timeout_s = timeout_s
        self._plans: dict[str, asyncio.Task[None]] = {}

    @classmethod
    def connect(cls, uri: str, user: str, password: str, *, database: str, timeout_s: float, pool_size: int) -> Self:
        """A store at `uri`; no connection is made until it is used."""
        driver = AsyncGraphDatabase.driver(
            uri,
            auth=(user, password),
            max_connection_pool_size=pool_size,
            connection_acquisition_timeout=10,
            connection_timeout=5,
            max_transaction_retry_time=0,
            notifications_min_severity="OFF",
            telemetry_disabled=True,
            user_agent="graph-service",
        )
        return cls(driver, database, timeout_s)

    async def close(self) -> None:
        """Close every connection; plans under way are given up."""
        unfinished = [plan for plan in self._plans.values() if not plan.done()]
        for plan in unfinished:
            plan.cancel()
        await asyncio.gather(*unfinished, return_exceptions=True)
        await self._driver.close()

    async def fetch(
        self, text: str, parameters: Mapping[str, Any] | None = None, *, timeout_s: float | None = None
    ) -> dict[str, Any] | None:
        """Run one reading statement and return its one record, or None where there is none.

        Raises ComponentUnavailable when the store cannot be reached and TimedOut when it took too long.
        """
        query = Query(_bundled(text), timeout=timeout_s or self._timeout_s)
        values = _values(parameters or {})
        try:
            return await self._fetch_once(query, values)
        except (ServiceUnavailable, SessionExpired):
            # A pooled connection may have died with a server that has since been started again.
            try:
                return await self._fetch_once(query, values)
            except (Neo4jError, DriverError) as error:
                raise _public(error) from None
        except (Neo4jError, DriverError) as error:
            raise _public(error) from None

    async def plan(self, text: str, parameters: Mapping[str, Any]) -> None:
        """Have the server plan a reading statement that this service has not asked before, by asking it.

        It may take as long as it needs; whoever else asks for the plan meanwhile waits for the same one, and it goes on when
        they leave. Raises ComponentUnavailable when the store cannot be reached.
        """
        while (plan := self._plans.get(text)) is None or not _is_made(plan):
            mine = plan is None or plan.done()
            if plan is None or mine:
                asking = self.fetch(text, parameters, timeout_s=_AS_LONG_AS_IT_TAKES)
                plan = self._plans[text] = asyncio.create_task(_finished(asking))
            try:
                with waiting():
                    await asyncio.shield(plan)
            except GraphServiceError:
                if mine:
                    raise

    async def plan_anew(self, text: str, parameters: Mapping[str, Any]) -> None:
        """Have the server plan a statement anew, which is begun so that it is; who asks it meanwhile has the plan that there is."""
        await self.fetch(text, parameters, timeout_s=_AS_LONG_AS_IT_TAKES)

    def forget_plans(self) -> None:
        """Take no statement for planned: the server has been started anew."""
        self._plans = {text: plan for text, plan in self._plans.items() if not plan.done()}

    async def fetch_planned(
        self, text: str, parameters: Mapping[str, Any], *, timeout_s: float | None = None
    ) -> dict[str, Any] | None:
        """Run one reading statement that takes long to plan; waiting for its plan does not count as its time."""
        await self.plan(text, parameters)
        try:
            return await self.fetch(text, parameters, timeout_s=timeout_s)
        except TimedOut:
            # The server may have lost the plan, and made it anew within the time of the question.
            self._plans.pop(text, None)
            await self.plan(text, parameters)
            return await self.fetch(text, parameters, timeout_s=timeout_s)

    async def _fetch_once(self, query: Query, parameters: dict[str, Any]) -> dict[str, Any] | None:
        async with self._driver.session(database=self._database, default_access_mode=neo4j.READ_ACCESS) as session:
            result = await session.run(query, parameters)
            record = await result.single()
            return None if record is None else dict(zip(record.keys(), record.values(), strict=True))

    async def stream(self, text: str, parameters: Mapping[str, Any] | None = None) -> AsyncIterator[dict[str, Any]]:
        """Run one reading statement and yield its records as they come; for exports and checks, not for answers."""
        try:
            async with self._driver.session(database=self._database, default_access_mode=neo4j.READ_ACCESS) as session:
                result = await session.run(_bundled(text), _values(parameters or {}))
                async for record in result:
                    yield dict(zip(record.keys(), record.values(), strict=True))
        except (Neo4jError, DriverError) as error:
            raise _public(error) from None

    @asynccontextmanager
    async def writing(self, *, timeout_s: float | None = None) -> AsyncIterator[WriteTransaction]:
        """One write transaction; any error inside rolls all of it back."""
        try:
            async with (
                self._driver.session(database=self._database) as session,
                await session.begin_transaction(timeout=timeout_s) as transaction,
            ):
                yield WriteTransaction(transaction)
                await transaction.commit()
        except (Neo4jError, DriverError) as error:
            raise _public(error) from None

    @asynccontextmanager
    async def trying(self) -> AsyncIterator[WriteTransaction]:
        """One transaction that may write and is always rolled back."""
        try:
            async with (
                self._driver.session(database=self._database) as session,
                await session.begin_transaction(timeout=0) as transaction,
            ):
                yield WriteTransaction(transaction)
                await transaction.rollback()
        except (Neo4jError, DriverError) as error:
            raise _public(error) from None

    async def execute(self, text: str, parameters: Mapping[str, Any] | None = None) -> Sequence[dict[str, Any]]:
        """Run one statement of schema or administration on its own."""
        try:
            async with self._driver.session(database=self._database) as session:
                result = await session.run(text, dict(parameters or {}))
                return await result.data()
        except (Neo4jError, DriverError) as error:
            raise _public(error) from None

    async def explain(self, text: str, parameters: Mapping[str, Any] | None = None) -> Explanation:
        """What the server makes of a statement, without running it."""
        async with self._driver.session(
            database=self._database,
            default_access_mode=neo4j.READ_ACCESS,
            notifications_min_severity="INFORMATION",
        ) as session:
            result = await session.run("EXPLAIN " + text, dict(parameters or {}))
            columns = tuple(result.keys())
            summary = await result.consume()
        warnings = tuple(
            (status.gql_status, status.status_description)
            for status in summary.gql_status_objects
            if status.is_notification
        )
        return Explanation(columns, writes="w" in (summary.query_type or ""), warnings=warnings)

    async def answers(self) -> bool:
        """Whether the store answers a trivial question now."""
        try:
            return await self.fetch("RETURN 1 AS one", timeout_s=2) == {"one": 1}
        except GraphServiceError:
            return False


def _is_made(plan: asyncio.Task[None]) -> bool:
    """Whether a plan has been made, and is neither under way nor failed."""
    return plan.done() and not plan.cancelled() and plan.exception() is None


async def _finished(work: Awaitable[object]) -> None:
    await work


@lru_cache(maxsize=1024)
def _bundled(text: str) -> str:
    """`text` with its parameters in one map, `$p.offender_id` for `$offender_id`, but for those of one size.

    Neo4j plans a statement anew for every order of magnitude of the length of a string or list parameter, but not of what a
    map holds. What is always of one size goes out by its own name, which is less to plan.
    """
    return _PARAMETER.sub(lambda found: found[0] if found[1] in OF_ONE_SIZE else f"$p.{found[1]}", text)


def _values(parameters: Mapping[str, Any]) -> dict[str, Any]:
    """The parameters as `_bundled` names them."""
    alone = {name: value for name, value in parameters.items() if name in OF_ONE_SIZE}
    return alone | {"p": {name: value for name, value in parameters.items() if name not in OF_ONE_SIZE}}


def _public(error: Neo4jError | DriverError) -> GraphServiceError:
    """The public error for one of the driver's; the original message may quote data, so only its code is logged."""
    code = (error.code or "") if isinstance(error, Neo4jError) else type(error).__name__
    _log.warning("store_error", code=code)
    if "TransactionTimedOut" in code:
        return TimedOut(_TIMED_OUT)
    if any(part in code for part in _MEMORY_CODES):
        return ComponentUnavailable(
            "Neo4j ran out of memory for one transaction, so nothing was written. "
            "Give it a larger heap (GRAPH_SERVICE_NEO4J_HEAP_MB) and try again."
        )
    if isinstance(error, AuthError):
        return ComponentUnavailable("Neo4j refused the user name or password it was given.")
    if isinstance(error, DriverError | TransientError | ServiceUnavailable):
        return ComponentUnavailable(_UNREACHABLE)
    if isinstance(error, ClientError) and "DatabaseNotFound" in code:
        return ComponentUnavailable("Neo4j does not hold the database it was asked for.")
    if isinstance(error, ClientError) and code.startswith("Neo.ClientError"):
        return GraphServiceError("The store refused a statement of the service. This is a fault of ours.")
    return ComponentUnavailable(_UNREACHABLE)
