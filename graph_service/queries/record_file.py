"""One record by itself, whatever its kind: what it is and what it has to do with."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from graph_service.model.findings import Condition
from graph_service.model.records import Link, Record
from graph_service.model.vocabulary import NODE_KINDS, SYMMETRIC_TYPES
from graph_service.queries.case_file import records_by_id, sources_behind
from graph_service.queries.findings import to_any_link, to_condition
from graph_service.queries.view_session import ViewSession, to_record, to_records

_LOOKED_AT: Final = 20_000
"""Relationships of one record that are looked at; beyond, a count is of so many."""


@dataclass(frozen=True, slots=True)
class Related:
    """What a record has to do with others by one type of relationship, seen from it.

    `outgoing`: the relationships start at the record; true also where they have no direction. `total`: how many there are; `links`
    are those of them that were asked for, what is so on the day of the view first, then what began last.
    """

    type: str
    outgoing: bool
    total: int
    links: tuple[Link, ...]


@dataclass(frozen=True, slots=True)
class RecordFile:
    """A record at a view. `records` holds whatever its relationships and conditions name, by id, as far as it is seen.

    `managements`: a person's rows as a managed offender, latest first. `orders`: those a person is subject to. `against`: whom an
    order is against, and `conditions` those of the order. `sources`: of the record and its relationships, by id.
    """

    record: Record
    related: tuple[Related, ...]
    records: Mapping[str, Record]
    managements: tuple[Mapping[str, Any], ...]
    orders: tuple[Record, ...]
    against: Record | None
    conditions: tuple[Condition, ...]
    sources: Mapping[str, Record]

    @property
    def shown(self) -> tuple[Record, ...]:
        """Every record that it speaks of, itself first."""
        against = () if self.against is None else (self.against,)
        return (self.record, *self.records.values(), *against)


async def record_is_seen(session: ViewSession, record_id: str) -> bool:
    """Whether the viewer sees such a record at the view: one that may stand by itself, and is not sealed."""
    return await record_by_itself(session, record_id) is not None


async def record_by_itself(session: ViewSession, record_id: str) -> Record | None:
    """The record; None where the viewer sees none. A sealed address looks like one that does not exist, and a row of a record
    is none that could stand by itself.
    """
    found = (await records_by_id(session, (record_id,))).get(record_id)
    return None if found is None or found.sealed or found.kind not in NODE_KINDS else found


async def read_record_file(
    session: ViewSession,
    record_id: str,
    *,
    first: int,
    skip: int = 0,
    only: tuple[str, bool] | None = None,
) -> RecordFile | None:
    """A record and, of each type and direction, its `first` relationships after the first `skip`. None where the viewer sees none.

    `only`: the one type of relationship, and whether it starts at the record, that is wanted.
    """
    answer = await session.fetch(
        "record_file",
        record_id=record_id,
        labels=list(NODE_KINDS),
        symmetric=sorted(SYMMETRIC_TYPES),
        only=only and only[0],
        outward=only is None or only[1],
        skip=skip,
        first=first,
        look=_LOOKED_AT,
    )
    record = None if answer is None else to_record(answer["record"])
    if answer is None or record is None:
        return None
    related = tuple(_related(row) for row in answer["relations"])
    conditions = tuple(map(to_condition, answer["conditions"]))
    records = to_records(node for row in answer["relations"] for node in row["nodes"])
    records |= await _named(session, conditions)
    links = [link for one in related for link in one.links]
    return RecordFile(
        record=record,
        related=related,
        records={other: found for other, found in records.items() if other != record.id},
        managements=tuple(answer["managements"]),
        orders=tuple(to_records(answer["orders"]).values()),
        against=next(iter(to_records(answer["against"]).values()), None),
        conditions=conditions,
        sources=await sources_behind(session, (record, *records.values()), links),
    )


async def towns(session: ViewSession, people: Iterable[str]) -> Mapping[str, tuple[str, ...]]:
    """The towns in which people live on the day, by id of person; sealed addresses count as none."""
    answer = await session.fetch("towns", ids=sorted(set(people)))
    return {record_id: tuple(found) for record_id, found in answer["found"]} if answer else {}


def _related(row: Mapping[str, Any]) -> Related:
    return Related(row["type"], row["outgoing"], row["total"], tuple(map(to_any_link, row["links"])))


async def _named(session: ViewSession, conditions: Iterable[Condition]) -> dict[str, Record]:
    named = {condition.subject_id for condition in conditions if condition.subject_id is not None}
    return await records_by_id(session, named) if named else {}
