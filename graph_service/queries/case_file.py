"""What a case file needs beyond the findings: orders in force, and the sources behind relationships."""

from collections.abc import Iterable

from graph_service.domain import Record
from graph_service.queries.reading import Reading, to_records


async def orders_of(reading: Reading, offender_id: str) -> tuple[Record, ...]:
    """The orders in force against somebody at the view, those that began last first."""
    answer = await reading.fetch("orders_of", offender_id=offender_id)
    return tuple(to_records(answer["orders"]).values()) if answer else ()


async def records_by_id(reading: Reading, ids: Iterable[str]) -> dict[str, Record]:
    """Those of these records that the view and the viewer see, by id."""
    answer = await reading.fetch("records_by_id", ids=sorted(set(ids)))
    return to_records(answer["records"]) if answer else {}
