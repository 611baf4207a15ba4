"""What a case needs beyond the findings: orders in force, the sources behind relationships, and what conditions may say."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from graph_service.domain import Condition, Record
from graph_service.queries.reading import Reading, to_records


async def orders_of(reading: Reading, offender_id: str) -> tuple[Record, ...]:
    """The orders in force against somebody at the view, those that began last first."""
    answer = await reading.fetch("orders_of", offender_id=offender_id)
    return tuple(to_records(answer["orders"]).values()) if answer else ()


async def records_by_id(reading: Reading, ids: Iterable[str]) -> dict[str, Record]:
    """Those of these records that the view and the viewer see, by id."""
    answer = await reading.fetch("records_by_id", ids=sorted(set(ids)))
    return to_records(answer["records"]) if answer else {}


async def discreet(reading: Reading, conditions: Sequence[Condition]) -> tuple[Condition, ...]:
    """The conditions, without the words of those that name a sealed address or a record that the viewer does not see:
    the words may well spell it out."""
    named = {condition.subject_id for condition in conditions if condition.subject_id is not None}
    seen = await records_by_id(reading, named) if named else {}
    open_to_viewer = {None, *(record_id for record_id, record in seen.items() if not record.sealed)}
    return tuple(one if one.subject_id in open_to_viewer else replace(one, text=None) for one in conditions)
