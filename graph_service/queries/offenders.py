"""Lists of offenders."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from graph_service.domain import Record
from graph_service.errors import InputRefused
from graph_service.queries.reading import Reading, to_record


@dataclass(frozen=True, slots=True)
class OffenderPage:
    """A page of managed offenders: each a person and his management rows in force, latest first."""

    offenders: Sequence[tuple[Record, Sequence[Mapping[str, Any]]]]
    more: bool
    total: int


async def list_offenders(
    reading: Reading,
    *,
    first: int,
    after: str | None,
    category: int | None,
    level: int | None,
    cases: Collection[str] | None,
) -> OffenderPage:
    """The offenders managed at the view, by family name, given names and id; `cases` limits them to these ids.

    `after` is the id of the last offender of the page before; raises InputRefused where there is no such person.
    """
    answer = await reading.fetch(
        "offenders",
        first=first,
        after=after,
        category=category,
        level=level,
        cases=None if cases is None else sorted(cases),
    )
    if answer is None:
        return OffenderPage((), more=False, total=0)
    if after is not None and not answer["after_known"]:
        raise InputRefused("`after` is not a cursor of this list: expected an `endCursor` or `cursor` it returned.")
    found = [(to_record(one["record"]), one["rows"]) for one in answer["offenders"]]
    return OffenderPage([(person, rows) for person, rows in found if person], answer["more"], answer["total"])
