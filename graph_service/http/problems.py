"""What a client is told of an error: a code, a sentence without personal data or Cypher, and the correlation id.

graphql-core quotes in its messages what the client sent, and what a resolver returned. Names of the schema may stay;
values never.
"""

import re
import traceback
from typing import Any, Final

import structlog
from graphql import (
    GraphQLError,
    GraphQLSyntaxError,
    Node,
    ValueNode,
    VariableDefinitionNode,
    print_ast,
)

from graph_service.errors import ErrorCode, GraphServiceError, TimedOut, TooManyRequests

_log = structlog.get_logger(__name__)

INTERNAL_MESSAGE: Final = "Something went wrong inside the service. Please quote the correlation id when you report it."
TIMED_OUT_MESSAGE: Final = "The answer took longer than it may take. Ask for less, or try again."
_CODES: Final = frozenset(code.value for code in ErrorCode)
_TYPE: Final = re.compile(r"^Expected value of type '([\w!\[\]]+)'")
# What graphql-core says about the place of a value without quoting one.
_NAMES_ONLY: Final = re.compile(
    r"^(Field '[\w.]+' (of required type '[\w!\[\]]+' was not provided|must be non-null)"
    r"|Variable '\$\w+' .*|OneOf Input Object '\w+' must specify exactly one key)\.$"
)

STATUS: Final = {
    ErrorCode.UNAUTHENTICATED: 401,
    ErrorCode.FORBIDDEN: 403,
    ErrorCode.PURPOSE_REQUIRED: 400,
    ErrorCode.BAD_USER_INPUT: 400,
    ErrorCode.TOO_COMPLEX: 400,
    ErrorCode.TIMED_OUT: 504,
    ErrorCode.UNAVAILABLE: 503,
    ErrorCode.INTERNAL: 500,
}
"""The HTTP status of a refusal, where the media type lets it have one."""


def status_of(error: GraphServiceError) -> int:
    """The HTTP status of an error that GraphQL has no say in."""
    return 429 if isinstance(error, TooManyRequests) else STATUS[error.code]


def problem(
    code: ErrorCode,
    message: str,
    correlation_id: str,
    error: GraphQLError | None = None,
    *,
    retryable: bool = False,
) -> dict[str, Any]:
    """One entry of `errors`, placed where `error` is. `retryable`: the same question may be answered later."""
    described: dict[str, Any] = {"message": message}
    if error is not None and error.locations:
        described["locations"] = [location.formatted for location in error.locations]
    if error is not None and error.path is not None:
        described["path"] = error.path
    extensions: dict[str, Any] = {"code": code.value, "correlationId": correlation_id}
    if retryable:
        extensions["retryable"] = True
    described["extensions"] = extensions
    return described


def of_refusal(error: GraphServiceError, correlation_id: str) -> dict[str, Any]:
    """The entry of `errors` for an error that the service raised on purpose."""
    return problem(error.code, str(error), correlation_id, retryable=error.retryable)


def of_document(error: GraphQLError, correlation_id: str) -> dict[str, Any]:
    """What is wrong with a document before it is executed."""
    return problem(ErrorCode.BAD_USER_INPUT, _document_message(error), correlation_id, error)


def of_execution(error: GraphQLError, correlation_id: str) -> tuple[ErrorCode, dict[str, Any]]:
    """What went wrong while a document was executed, and its code."""
    code, message, retryable = _executed(error)
    return code, problem(code, message, correlation_id, error, retryable=retryable)


def log_unexpected(error: BaseException, **where: Any) -> None:
    """Log what nobody foresaw: its type and the lines it passed, never its message, which may quote data."""
    frames = traceback.extract_tb(error.__traceback__)[-8:]
    lines = [f"{frame.filename.rsplit('/', 1)[-1]}:{frame.lineno} {frame.name}" for frame in frames]
    _log.error("unexpected_error", kind=type(error).__name__, lines=lines, **where)


def _document_message(error: GraphQLError) -> str:
    if isinstance(error, GraphQLSyntaxError):
        where = error.locations[0] if error.locations else None
        place = f" near line {where.line}, column {where.column}" if where else ""
        return f"The document cannot be read: there is a syntax error{place}."
    original, meant = _original(error), _meant(error)
    if isinstance(original, GraphServiceError):
        return str(original)
    if meant is not None:
        return meant.message
    if isinstance(_place(error), ValueNode) and not _NAMES_ONLY.match(error.message):
        expected = _TYPE.match(error.message)
        return f"A value here does not fit{f' the type {expected.group(1)}' if expected else ' its type'}."
    return error.message


def _executed(error: GraphQLError) -> tuple[ErrorCode, str, bool]:
    """The code, the public message, and whether the same question may be answered later."""
    original, node = _original(error), _place(error)
    if isinstance(original, GraphServiceError):
        message = INTERNAL_MESSAGE if original.code is ErrorCode.INTERNAL else str(original)
        return original.code, message, original.retryable
    meant = _meant(error)
    if meant is not None:
        return ErrorCode((meant.extensions or {})["code"]), meant.message, False
    if isinstance(original, TimeoutError):
        return ErrorCode.TIMED_OUT, TIMED_OUT_MESSAGE, TimedOut.retryable
    if error.path is None and isinstance(node, VariableDefinitionNode):
        return (
            ErrorCode.BAD_USER_INPUT,
            f"The variable ${node.variable.name.value} is no {print_ast(node.type)}.",
            False,
        )
    if error.path is None and node is None:
        return ErrorCode.BAD_USER_INPUT, "The variables do not fit their types.", False
    if original is None and isinstance(node, ValueNode):
        return ErrorCode.BAD_USER_INPUT, "A value here does not fit its type.", False
    log_unexpected(original or error, path=[part for part in error.path or () if isinstance(part, str)])
    return ErrorCode.INTERNAL, INTERNAL_MESSAGE, False


def _original(error: GraphQLError) -> Exception | None:
    """What was raised in the first place, under what graphql-core wrapped around it."""
    original = error.original_error
    while isinstance(original, GraphQLError):
        original = original.original_error
    return original


def _meant(error: GraphQLError) -> GraphQLError | None:
    """The error that the schema raised on purpose, with a code of ours: its message is public.

    It is the innermost: graphql-core copies the code to the errors it wraps around it, whose messages quote values.
    """
    found: GraphQLError | None = None
    current: Exception | None = error
    while isinstance(current, GraphQLError):
        if (current.extensions or {}).get("code") in _CODES:
            found = current
        current = current.original_error
    return found


def _place(error: GraphQLError) -> Node | None:
    return error.nodes[0] if error.nodes else None
