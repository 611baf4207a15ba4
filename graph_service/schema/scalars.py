"""Days and instants, read strictly. What is refused is never echoed."""

import re
from datetime import UTC, date, datetime
from typing import Any, Final

import graphene
from graphql import GraphQLError, StringValueNode, ValueNode

from graph_service.errors import ErrorCode
from graph_service.model.clock import exact_instant, from_microseconds

_DAY: Final = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
_INSTANT: Final = re.compile(r"\d{4}-\d{2}-\d{2}[Tt]\d{2}:\d{2}:\d{2}(\.\d{1,6})?([Zz]|[+-]\d{2}:\d{2})", re.ASCII)


def _refused(expected: str) -> GraphQLError:
    return GraphQLError(expected, extensions={"code": ErrorCode.BAD_USER_INPUT.value})


class Date(graphene.Scalar):
    """A day, as `2026-01-31`."""

    @staticmethod
    def serialize(value: Any) -> str:
        """Days are kept as ISO text, or as dates."""
        return value if isinstance(value, str) else date.isoformat(value)

    @staticmethod
    def parse_value(value: Any) -> date:
        """An ISO day and nothing else."""
        if isinstance(value, str) and _DAY.fullmatch(value):
            try:
                return date.fromisoformat(value)
            except ValueError:
                pass
        raise _refused("A Date is expected as an ISO day, such as 2026-01-31.")

    @staticmethod
    def parse_literal(node: ValueNode, _variables: Any = None) -> date:
        """A string in the document."""
        return Date.parse_value(node.value if isinstance(node, StringValueNode) else None)


class DateTime(graphene.Scalar):
    """An instant with its zone, as `2026-01-31T12:00:00Z` or `2026-01-31T12:00:00+01:00`; answers are in UTC."""

    @staticmethod
    def serialize(value: Any) -> str | None:
        """Instants are kept as microseconds since 1970, or as aware datetimes."""
        instant = from_microseconds(value) if isinstance(value, int) else value
        return None if instant is None else exact_instant(instant)

    @staticmethod
    def parse_value(value: Any) -> datetime:
        """An ISO instant with a zone or offset and nothing else."""
        if isinstance(value, str) and _INSTANT.fullmatch(value):
            try:
                return datetime.fromisoformat(value.upper()).astimezone(UTC)
            except (ValueError, OverflowError):
                pass
        raise _refused("A DateTime is expected as an ISO instant with its zone, such as 2026-01-31T12:00:00Z.")

    @staticmethod
    def parse_literal(node: ValueNode, _variables: Any = None) -> datetime:
        """A string in the document."""
        return DateTime.parse_value(node.value if isinstance(node, StringValueNode) else None)
