"""Every error the service raises on purpose.

GraphServiceError
├── InputRefused            the caller's input cannot be accepted        (BAD_USER_INPUT, exit 1)
├── TooComplex              the question is larger than the limits       (TOO_COMPLEX)
├── TimedOut                the answer took longer than its budget       (TIMED_OUT, retryable)
├── Unauthenticated         no identity, or one that does not hold       (UNAUTHENTICATED)
├── Forbidden               the identity may not ask this                (FORBIDDEN)
├── PurposeRequired         personal data asked for without a reason     (PURPOSE_REQUIRED)
├── TooManyRequests         the user asks more often than may be         (UNAVAILABLE, retryable)
├── WrongUse                a command or a setting is used wrongly       (exit 2)
├── ComponentUnavailable    Neo4j or another part cannot be reached      (UNAVAILABLE, exit 3, retryable)
│   ├── SchemaMismatch      the store was made by another version of the service (not retryable)
│   └── AuditUnavailable    the audit log cannot be written, so nothing may be answered
└── CatalogueError          a shipped Cypher file is not as it must be   (INTERNAL)

Messages are public: they never hold personal data, Cypher or credentials.
"""

from enum import StrEnum
from typing import ClassVar


class ErrorCode(StrEnum):
    """The codes of `extensions.code` in GraphQL answers."""

    UNAUTHENTICATED = "UNAUTHENTICATED"
    FORBIDDEN = "FORBIDDEN"
    PURPOSE_REQUIRED = "PURPOSE_REQUIRED"
    BAD_USER_INPUT = "BAD_USER_INPUT"
    TOO_COMPLEX = "TOO_COMPLEX"
    TIMED_OUT = "TIMED_OUT"
    UNAVAILABLE = "UNAVAILABLE"
    INTERNAL = "INTERNAL"


class ExitStatus:
    """What a command's exit status says."""

    DONE: ClassVar[int] = 0
    REFUSED: ClassVar[int] = 1
    WRONG_USE: ClassVar[int] = 2
    UNREACHABLE: ClassVar[int] = 3


class GraphServiceError(Exception):
    """The root: `str(error)` is one public sentence."""

    code: ClassVar[ErrorCode] = ErrorCode.INTERNAL
    exit_status: ClassVar[int] = ExitStatus.REFUSED
    retryable: ClassVar[bool] = False


class InputRefused(GraphServiceError):
    """The caller's input cannot be accepted; the sentence says what, where and what was expected."""

    code = ErrorCode.BAD_USER_INPUT


class TooComplex(GraphServiceError):
    """The question is larger than the limits allow."""

    code = ErrorCode.TOO_COMPLEX


class TimedOut(GraphServiceError):
    """The answer took longer than its time budget."""

    code = ErrorCode.TIMED_OUT
    exit_status = ExitStatus.UNREACHABLE
    retryable = True


class Unauthenticated(GraphServiceError):
    """There is no identity, or one that does not hold."""

    code = ErrorCode.UNAUTHENTICATED


class Forbidden(GraphServiceError):
    """The identity may not ask this."""

    code = ErrorCode.FORBIDDEN


class PurposeRequired(GraphServiceError):
    """Personal data was asked for without saying why."""

    code = ErrorCode.PURPOSE_REQUIRED
    exit_status = ExitStatus.WRONG_USE


class TooManyRequests(GraphServiceError):
    """The user asks more often than one user may."""

    code = ErrorCode.UNAVAILABLE
    retryable = True


class WrongUse(GraphServiceError):
    """A command or a setting is used wrongly."""

    exit_status = ExitStatus.WRONG_USE


class ComponentUnavailable(GraphServiceError):
    """Neo4j or another component cannot be reached or started."""

    code = ErrorCode.UNAVAILABLE
    exit_status = ExitStatus.UNREACHABLE
    retryable = True


class SchemaMismatch(ComponentUnavailable):
    """The store's schema is newer than this service, or was made by migrations that have since been changed."""

    retryable = False


class AuditUnavailable(ComponentUnavailable):
    """The audit log cannot be written, so nothing may be answered."""


class CatalogueError(GraphServiceError):
    """A shipped Cypher file is not as it must be; the sentence names file and line."""
