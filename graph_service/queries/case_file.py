"""What a case file needs beyond the findings: what is recorded of the offender himself, and the sources behind it all."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from graph_service.model.case import EnquiryMade
from graph_service.model.records import Link, Path, Record
from graph_service.queries.view_session import ViewSession, to_link, to_record, to_records


@dataclass(frozen=True, slots=True)
class Background:
    """What is recorded of an offender himself at the view, of each kind the latest first; as in the case file."""

    orders: tuple[Record, ...] = ()
    profiles: tuple[Record, ...] = ()
    assessments: tuple[Record, ...] = ()
    offences: tuple[Path, ...] = ()
    enquiries: tuple[EnquiryMade, ...] = ()


async def background_of(session: ViewSession, offender: Record) -> Background:
    """The orders and profiles in force, the assessments, the parts in offences and the enquiries of an offender."""
    answer = await session.fetch("background", offender_id=offender.id)
    if answer is None:
        return Background()
    offences = ((to_record(row["offence"]), to_link(row["part"])) for row in answer["offences"])
    return Background(
        orders=tuple(to_records(answer["orders"]).values()),
        profiles=tuple(to_records(answer["profiles"]).values()),
        assessments=tuple(to_records(answer["assessments"]).values()),
        offences=tuple(Path((offender, offence), (part,)) for offence, part in offences if offence is not None),
        enquiries=tuple(made for made in map(_enquiry, answer["enquiries"]) if made is not None),
    )


def _enquiry(answer: Mapping[str, Any]) -> EnquiryMade | None:
    row, about = to_record(answer["asked"]), to_record(answer["about"])
    if row is None or about is None:
        return None
    return EnquiryMade(row, about, row.values.get("detail") if answer["tells"] else None)


async def sources_behind(session: ViewSession, records: Iterable[Record], links: Iterable[Link]) -> dict[str, Record]:
    """The sources of records and links, as far as the viewer sees them, by id: whose word each is, and under which conditions."""
    named = (*(record.values.get("source_id") for record in records), *(link.source_id for link in links))
    return await records_by_id(session, {source_id for source_id in named if source_id is not None})


async def records_by_id(session: ViewSession, ids: Iterable[str]) -> dict[str, Record]:
    """Those of these records that the view and the viewer see, by id."""
    answer = await session.fetch("records_by_id", ids=sorted(set(ids)))
    return to_records(answer["records"]) if answer else {}
