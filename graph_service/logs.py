"""Logs: one JSON object a line on stderr, with the correlation id, never personal data."""

import logging
import sys
from collections.abc import MutableMapping
from typing import Any

import orjson
import structlog

from graph_service.http.correlation import correlation_id

_QUIET = ("neo4j", "neo4j.notifications", "neo4j.io", "neo4j.pool", "uvicorn", "uvicorn.error", "uvicorn.access")
_GRAPHQL = "graphql.execution"


def configure_logs(level: int = logging.INFO) -> None:
    """Send every log line of the process to stderr.

    Libraries are heard from WARNING on and by the name of their logger and the level alone: their messages may quote
    queries, parameters or addresses.
    """
    structlog.configure(
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            _with_correlation_id,
            structlog.processors.JSONRenderer(serializer=_to_json),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(level),
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
        cache_logger_on_first_use=True,
    )
    root = logging.getLogger()
    root.handlers[:] = [_LibraryHandler()]
    root.setLevel(logging.WARNING)
    for name in _QUIET:
        logger = logging.getLogger(name)
        logger.handlers[:] = []
        logger.propagate = True
        logger.setLevel(logging.ERROR if name.startswith("neo4j") else logging.WARNING)
    # graphql-core logs every error of a resolver with what it holds; the service reports them itself.
    logging.getLogger(_GRAPHQL).disabled = True


class _LibraryHandler(logging.Handler):
    """Says that a library had something to say, where, and of what kind; not its words."""

    def emit(self, record: logging.LogRecord) -> None:
        kind = record.exc_info[0].__name__ if record.exc_info and record.exc_info[0] else None
        structlog.get_logger().warning(
            "library_message",
            logger=record.name,
            library_level=record.levelname.lower(),
            where=f"{record.filename}:{record.lineno}",
            **({"kind": kind} if kind else {}),
        )


def _with_correlation_id(_logger: Any, _name: str, entry: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    current = correlation_id.get()
    if current:
        entry.setdefault("correlation_id", current)
    return entry


def _to_json(entry: Any, **_options: Any) -> str:
    return orjson.dumps(entry, default=str).decode()
