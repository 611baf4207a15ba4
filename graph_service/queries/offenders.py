"""Lists of offenders."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from graph_service.model.records import Record
from graph_service.model.vocabulary import Kind
from graph_service.queries.records import read_rows
from graph_service.queries.searching import Searched
from graph_service.queries.shapes import KindShape, ManagementShape, NodeShape, compile_shape
from graph_service.queries.view_session import ViewSession, to_record

_HITS: Final = 2_000
"""Likenesses looked through at first: most people of a store are no offenders, and fall away afterwards."""


OffenderPlace = tuple[str, ...]
"""What the list is ordered by: family name and given names in lower case, and id. Where an offender stands, or stood."""


@dataclass(frozen=True, slots=True)
class OffenderPage:
    """A page of managed offenders: each a person and his management rows in force, latest first.

    `places` has one entry for each. `more` says whether there are others after the page, `before` whether there is anybody
    before it, and `total` counts all; these two are False and 0 where they are not asked for.
    """

    offenders: Sequence[tuple[Record, Sequence[Mapping[str, Any]]]]
    places: Sequence[OffenderPlace]
    more: bool
    before: bool
    total: int


_MANAGED: Final = compile_shape(NodeShape({Kind.PERSON: KindShape((), {0: ManagementShape()})}))
_ROWS: Final = 4
"""Where a row of this shape has the management."""


async def offender_is_seen(session: ViewSession, offender_id: str) -> bool:
    """Whether the viewer sees such an offender at the view: a person who is, was or will be managed."""
    row = (await read_rows(session, _MANAGED, (offender_id,))).get(offender_id)
    return row is not None and bool(row[_ROWS][0])


async def list_offenders(
    session: ViewSession,
    *,
    first: int,
    after: OffenderPlace | None,
    category: int | None,
    level: int | None,
    cases: Collection[str] | None,
    counted: bool = False,
    placed: bool = False,
) -> OffenderPage:
    """The offenders managed at the view, by family name, given names and id; `cases` limits them to these ids.

    `after` is the place of the last offender of the page before, as it was then: whoever has got another name since, or is
    managed no more, takes nobody out of the pages to come and nobody into them twice. `counted`: whether to count all of them,
    which means going through all of them; `placed`: whether to say that there is somebody before the page.
    """
    answer = await session.fetch(
        "offenders",
        first=first,
        after=None if after is None else list(after),
        category=category,
        level=level,
        cases=None if cases is None else sorted(cases),
        counted=counted,
        placed=placed,
    )
    if answer is None:
        return OffenderPage((), (), more=False, before=False, total=0)
    found = [
        (person, one["rows"], tuple(one["place"]))
        for one in answer["offenders"]
        if (person := to_record(one["record"]))
    ]
    return OffenderPage(
        [(person, rows) for person, rows, _ in found],
        [place for _, _, place in found],
        answer["more"],
        answer["before"],
        answer["total"],
    )


async def find_offenders(
    session: ViewSession, text: str, *, first: int, cases: Collection[str] | None
) -> Sequence[tuple[Record, Sequence[Mapping[str, Any]]]]:
    """Offenders like `text`, managed at the view or not, each with his management rows, latest first.

    Those named by an id or identifier come first, then those whose names are likest; `cases` limits them to these ids, and then
    no others are looked at, so that these have no part in who is found.
    """
    searched = Searched.of(text, cleared=session.clearance.cleared)
    limited = None if cases is None else sorted(cases)
    found = await searched.found(session, "offender_search", first, hits=_HITS, cases=limited)
    return [(person, one["rows"]) for person, one in found]
