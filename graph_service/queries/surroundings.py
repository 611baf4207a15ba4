"""What lies around the records of a picture, counted before it is shown."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Final

from graph_service.model.case import Standings
from graph_service.model.records import Link, Record, Relation
from graph_service.model.vocabulary import NO_HOMES, NODE_KINDS, SYMMETRIC_TYPES
from graph_service.queries.view_session import ViewSession, derived_link, to_link, to_records

_LOOKED_AT: Final = 20_000
"""Relationships of one record that are counted; beyond, a count is of so many."""
_HEAVY: Final = 2000
"""Relationships from which on a record is too large to go through them one by one."""


@dataclass(frozen=True, slots=True)
class Branch:
    """One relation of a record, with the records and links in it where they were asked for and are not too many."""

    relation: Relation
    nodes: tuple[Record, ...]
    links: tuple[Link, ...]


async def relations_around(
    session: ViewSession, ids: Iterable[str], shown: Iterable[str], *, most: int | None = None, past: bool = True
) -> tuple[Branch, ...]:
    """The relations of these records, in a fixed order. `most`: give the members of those that have no more.

    `past` false leaves out what is not so on the day of the view.
    """
    answer = await session.fetch(
        "relations_around",
        ids=sorted(set(ids)),
        shown=sorted(set(shown)),
        members=most is not None,
        past=past,
        most=most or 0,
        look=_LOOKED_AT,
        labels=list(NODE_KINDS),
        symmetric=sorted(SYMMETRIC_TYPES),
    )
    found = answer["found"] if answer else []
    branches = [_branch(row["id"], relation) for row in found for relation in row["relations"]]
    return tuple(sorted(branches, key=lambda branch: branch.relation.key))


def _branch(record_id: str, answer: dict[str, Any]) -> Branch:
    relation = Relation(
        record_id,
        answer["type"],
        answer["outgoing"],
        answer["total"],
        answer["now"],
        answer["beyond"],
        answer["beyond_now"],
    )
    return Branch(relation, tuple(to_records(answer["nodes"]).values()), _links(answer["links"]))


async def links_among(session: ViewSession, ids: Iterable[str]) -> tuple[Link, ...]:
    """The relationships among these records that are so on the day of the view."""
    answer = await session.fetch("links_among", ids=sorted(set(ids)), heavy=_HEAVY)
    return _links(answer["links"]) if answer else ()


async def shared_homes(session: ViewSession, ids: Iterable[str]) -> tuple[tuple[Record, ...], tuple[Link, ...]]:
    """Where these people live on the day: places that are among them, or that two of them share, and who lives there."""
    answer = await session.fetch("shared_homes", ids=sorted(set(ids)), no_homes=sorted(NO_HOMES))
    if answer is None:
        return (), ()
    return tuple(to_records(answer["places"]).values()), _links(answer["links"])


async def standings(session: ViewSession, ids: Iterable[str]) -> Standings:
    """The parts that these people have in offences, by id: types of relationship and roles."""
    answer = await session.fetch("standings", ids=sorted(set(ids)))
    found: dict[str, set[tuple[str, str | None]]] = {}
    for record_id, type_, role in answer["standings"] if answer else ():
        found.setdefault(record_id, set()).add((type_, role))
    return {record_id: frozenset(parts) for record_id, parts in found.items()}


def _links(answers: Sequence[dict[str, Any]]) -> tuple[Link, ...]:
    links = (
        derived_link(answer["type"], answer["from_id"], answer["to_id"])
        if answer["type"] == "IN_BUILDING"
        else to_link(answer)
        for answer in answers
    )
    return tuple(sorted(links, key=lambda link: link.id))
