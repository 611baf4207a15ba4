"""Reads of records by id, whatever hangs on them."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from graph_service.model.records import Link
from graph_service.queries.shapes import CompiledShape
from graph_service.queries.view_session import ViewSession, to_link


async def read_rows(session: ViewSession, plan: CompiledShape, ids: Sequence[str]) -> Mapping[str, list[Any]]:
    """The rows of a compiled shape (see queries.shapes), by record id; ids that are not seen are left out."""
    answer = await session.ask(plan.statement, ids=list(ids), **plan.parameters)
    return {row[1]: row for row in answer["nodes"]} if answer else {}


async def links_by_id(session: ViewSession, placed: Iterable[tuple[str, str]]) -> dict[str, Link]:
    """The versions of relationships that the view and the viewer see, refuted ones too, by id.

    `placed`: each by its id and that of the record where it starts.
    """
    rows = [list(one) for one in placed]
    answer = await session.fetch("links_by_id", rows=rows) if rows else None
    return {link.id: link for link in map(to_link, answer["links"])} if answer else {}
