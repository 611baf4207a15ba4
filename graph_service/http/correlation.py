"""The id that ties an answer, its audit entry and its log lines together."""

import secrets
from contextvars import ContextVar
from typing import Final

correlation_id: Final[ContextVar[str]] = ContextVar("correlation_id", default="")
"""The id of the request or command under way. Never taken from a client, so that it cannot carry personal data."""


def new_correlation_id() -> str:
    """Begin a request or a command: make its id and let everything below know it."""
    made = secrets.token_hex(12)
    correlation_id.set(made)
    return made
