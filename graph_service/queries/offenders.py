"""Lists of offenders."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from graph_service.domain import Record
from graph_service.errors import InputRefused
from graph_service.queries.reading import Reading, to_record
from graph_service.queries.searching import Searched

_HITS: Final = 2_000
"""Likenesses looked through: most people of a store are no offenders, and fall away afterwards."""


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


async def find_offenders(
    reading: Reading, text: str, *, first: int, cases: Collection[str] | None
) -> Sequence[tuple[Record, Sequence[Mapping[str, Any]]]]:
    """Offenders like `text`, managed at the view or not, each with his management rows, latest first.

    Those named by an id or identifier come first, then those whose names are likest; `cases` limits them to these ids, and then
    no others are looked at, so that these have no part in who is found.
    """
    searched = Searched.of(text, cleared=reading.sight.cleared)
    answer = await reading.fetch(
        "offender_search",
        **searched.parameters(first),
        cases=None if cases is None else sorted(cases),
        hits=_HITS,
    )
    found = searched.best(answer["found"]) if answer else ()
    return [(person, one["rows"]) for person, one in found[:first]]
