"""Lists of offenders."""

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from graph_service.domain import Record
from graph_service.queries.exploring import lucene_query
from graph_service.queries.reading import Reading, to_record

_PNC: Final = re.compile(r"(\d{4}|\d{2})/(\d{1,7})([A-Z])", re.ASCII)
_CRO: Final = re.compile(r"(\d{1,6})/(\d{2}[A-Z])", re.ASCII)
_WORD_BEFORE: Final = re.compile(
    r"(PNC|CRO|NOMIS|NOMS|CRN|VISOR)\W?(ID|NO|NUMBER|REF|REFERENCE)?[\s:.#-]+(?=\S)", re.ASCII | re.IGNORECASE
)
"""What people write before an identifier: what it is called."""
_HITS: Final = 2_000
"""Likenesses looked through: most people of a store are no offenders, and fall away afterwards."""


OffenderPlace = tuple[str, ...]
"""What the list is ordered by: family name and given names in lower case, and id. Where an offender stands, or stood."""


@dataclass(frozen=True, slots=True)
class OffenderPage:
    """A page of managed offenders: each a person and his management rows in force, latest first.

    `places` has one entry for each. `more` says whether there are others after the page, `before` counts those before it, and
    `total` all; both are 0 where they are not asked for.
    """

    offenders: Sequence[tuple[Record, Sequence[Mapping[str, Any]]]]
    places: Sequence[OffenderPlace]
    more: bool
    before: int
    total: int


async def list_offenders(
    reading: Reading,
    *,
    first: int,
    after: OffenderPlace | None,
    category: int | None,
    level: int | None,
    cases: Collection[str] | None,
    counted: bool = False,
) -> OffenderPage:
    """The offenders managed at the view, by family name, given names and id; `cases` limits them to these ids.

    `after` is the place of the last offender of the page before, as it was then: whoever has got another name since, or is
    managed no more, takes nobody out of the pages to come and nobody into them twice.
    """
    answer = await reading.fetch(
        "offenders",
        first=first,
        after=None if after is None else list(after),
        category=category,
        level=level,
        cases=None if cases is None else sorted(cases),
        counted=counted,
    )
    if answer is None:
        return OffenderPage((), (), more=False, before=0, total=0)
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
    reading: Reading, text: str, *, first: int, cases: Collection[str] | None
) -> Sequence[tuple[Record, Sequence[Mapping[str, Any]]]]:
    """Offenders like `text`, managed at the view or not, each with his management rows, latest first.

    Those named by an id or identifier come first, then those of equal words, of like beginnings, of misspelt words;
    `cases` limits them to these ids.
    """
    named = _WORD_BEFORE.match(text)
    bare = text[named.end() :] if named else text
    answer = await reading.fetch(
        "offender_search",
        identifiers=sorted(_identifiers(text) | _identifiers(bare)),
        words=lucene_query(bare),
        cases=None if cases is None else sorted(cases),
        first=first,
        hits=_HITS,
    )
    if answer is None:
        return ()
    found = [(to_record(one["record"]), one["rows"]) for one in answer["offenders"]]
    return [(person, rows) for person, rows in found if person]


def _identifiers(text: str) -> set[str]:
    """How an identifier that somebody wrote like this may stand in the store."""
    whole = "".join(text.upper().split())
    found = {text, text.upper(), whole}
    if pnc := _PNC.fullmatch(whole):
        year, serial, letter = pnc.groups()
        found |= {
            f"{full}/{serial.zfill(7)}{letter}" for full in ([year] if len(year) == 4 else [f"19{year}", f"20{year}"])
        }
    if cro := _CRO.fullmatch(whole):
        found.add(f"{cro[1].zfill(6)}/{cro[2]}")
    return found
