"""The only module that talks to the Neo4j driver.

Reads go out as one auto-commit statement under READ access and bring one record back: one round trip, and the server
itself refuses a write. Writes go through one transaction.
"""

import logging
import re
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Self

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

_log = structlog.get_logger(__name__)

# The driver's own messages quote statements and parameters, so none of them may reach a log.
logging.getLogger("neo4j").addHandler(logging.NullHandler())
logging.getLogger("neo4j").propagate = False

_PARAMETER = re.compile(r"\$([a-z_]\w*)")
_UNREACHABLE = "The store cannot be reached just now. Nothing was changed; please try again."
_TIMED_OUT = "The store took longer than this question may take. Ask for less, or try again."
_MEMORY_CODES = ("MemoryPoolOutOfMemoryError", "TransactionOutOfMemoryError", "OutOfMemoryError")


@dataclass(frozen=True, slots=True)
class Explanation:
    """What EXPLAIN says of a statement: its columns, whether it writes, and the codes and texts of its warnings."""

    columns: tuple[str, ...]
    writes: bool
    warnings: tuple[tuple[str, str], ...]


class WriteTransaction:
    """One transaction that writes; leaving its block in peace commits it."""

    def __init__(self, transaction: AsyncTransaction) -> None:
        self._transaction = transaction

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
        """Close every connection."""
        await self._driver.close()

    async def fetch(
        self, text: str, parameters: Mapping[str, Any] | None = None, *, timeout_s: float | None = None
    ) -> dict[str, Any] | None:
        """Run one reading statement and return its one record, or None where there is none.

        Raises ComponentUnavailable when the store cannot be reached and TimedOut when it took too long.
        """
        query = Query(_bundled(text), timeout=timeout_s or self._timeout_s)
        values = {"p": dict(parameters or {})}
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

    async def _fetch_once(self, query: Query, parameters: dict[str, Any]) -> dict[str, Any] | None:
        async with self._driver.session(database=self._database, default_access_mode=neo4j.READ_ACCESS) as session:
            result = await session.run(query, parameters)
            record = await result.single()
            return None if record is None else dict(zip(record.keys(), record.values(), strict=True))

    async def stream(self, text: str, parameters: Mapping[str, Any] | None = None) -> AsyncIterator[dict[str, Any]]:
        """Run one reading statement and yield its records as they come; for exports and checks, not for answers."""
        try:
            async with self._driver.session(database=self._database, default_access_mode=neo4j.READ_ACCESS) as session:
                result = await session.run(text, dict(parameters or {}))
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


@lru_cache(maxsize=1024)
def _bundled(text: str) -> str:
    """`text` with its parameters in one map: `$p.as_of` for `$as_of`.

    Neo4j plans a statement anew for every order of magnitude of the length of a string or list parameter, but not of what a
    map holds.
    """
    return _PARAMETER.sub(r"$p.\1", text)


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
