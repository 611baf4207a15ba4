"""Reads of records by id, whatever hangs on them."""

from collections.abc import Mapping, Sequence
from typing import Any

from graph_service.queries.shapes import CompiledShape
from graph_service.queries.view_session import ViewSession


async def read_rows(session: ViewSession, plan: CompiledShape, ids: Sequence[str]) -> Mapping[str, list[Any]]:
    """The rows of a compiled shape (see queries.shapes), by record id; ids that are not seen are left out."""
    answer = await session.ask(plan.statement, ids=list(ids), **plan.parameters)
    return {row[1]: row for row in answer["nodes"]} if answer else {}
