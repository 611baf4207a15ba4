"""`/offenders/{id}/network` and `/records/{id}/network`: the network pictures."""

import re
from collections.abc import Callable, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace
from typing import Final
from urllib.parse import urlencode

from graph_service.cases.case_file import read_case_file
from graph_service.cases.surroundings import read_surroundings
from graph_service.errors import InputRefused
from graph_service.model.case import CaseFile, OffenderCase, Standings, Surroundings
from graph_service.model.records import Path, Record, RelationKey
from graph_service.model.vocabulary import DERIVED_RELATIONSHIPS, RELATIONSHIPS
from graph_service.pages.cypher import pattern_address
from graph_service.pages.exchange import Below, PageRequest, PageResponse
from graph_service.pages.framing import page_address, view_parameters
from graph_service.pages.movable_page import render_movable_network_page
from graph_service.pages.network_page import Way, Ways, render_network_page
from graph_service.pages.site_frame import SiteFrame
from graph_service.pictures.network.build import DRAWN_AT_MOST, Picture, case_picture, network_picture
from graph_service.pictures.network.nodes import badges_of
from graph_service.queries.record_file import record_by_itself
from graph_service.security.identity import Permission

_HOPS: Final = ("1", "2", "3", "4")
_USUAL_HOPS: Final = 2
_LOOKED: Final = "1"
_MOST_OPENED: Final = 50
_FARTHEST: Final = 4
"""Steps from an offender beyond which those who do not explore open nothing."""
_EXPAND: Final = re.compile(r"(?P<id>.+):(?P<type>[A-Z_]+)(?P<back>~?)")
_TYPES: Final = {**RELATIONSHIPS, **DERIVED_RELATIONSHIPS}
_Render = Callable[[Picture, SiteFrame, OffenderCase | None, Ways], str]
"""How a page is made of a picture: as it is read, or to be moved about."""


@dataclass(frozen=True, slots=True)
class _Asked:
    """What an address asks to see beyond the paths of findings."""

    hops: int | None
    opened: tuple[RelationKey, ...]
    looked_at: bool = False


async def network_page(request: PageRequest) -> PageResponse | None:
    """The picture of an offender. None where the viewer sees no such offender. Raises InputRefused."""
    return await _offenders_page(request, render_network_page)


async def movable_network_page(request: PageRequest) -> PageResponse | None:
    """The picture of an offender, to be moved about. None where the viewer sees no such offender. Raises InputRefused."""
    return await _offenders_page(request, render_movable_network_page)


async def record_network_page(request: PageRequest) -> PageResponse | None:
    """What lies within `hops` around any record, and what `expand` names.

    None where the viewer sees no such record. Raises InputRefused.
    """
    return await _records_page(request, render_network_page)


async def record_movable_network_page(request: PageRequest) -> PageResponse | None:
    """The same around any record, to be moved about. None where the viewer sees no such record. Raises InputRefused."""
    return await _records_page(request, render_movable_network_page)


async def requested_picture(request: PageRequest) -> tuple[OffenderCase, Picture] | None:
    """An offender and his picture: every path of findings and alerts and, as far as `hops` and `expand` ask, more.

    None where the viewer sees no such offender. Raises InputRefused.
    """
    found = await _offenders_picture(request, _asked(request))
    return None if found is None else found[:2]


async def requested_network(request: PageRequest) -> tuple[CaseFile, Surroundings] | None:
    """What his picture is made from, for those who take it elsewhere. None where the viewer sees no such offender.

    Raises InputRefused.
    """
    return await _offenders_network(request, _asked(request))


async def requested_record_network(request: PageRequest) -> Surroundings | None:
    """What the picture of any record is made from. None where the viewer sees no such record. Raises InputRefused."""
    found = await _records_network(request, _asked_around(request))
    return None if found is None else found[1]


async def _offenders_network(request: PageRequest, asked: _Asked) -> tuple[CaseFile, Surroundings] | None:
    file = await read_case_file(request.session, request.record_id)
    if file is None:
        return None
    listed = frozenset(finding.subject.record.id for finding in file.findings)
    surroundings = await _surroundings(
        request, file.case.person, asked, file.pictured_paths, file.recipients, listed if asked.looked_at else None
    )
    of_case = {record.id for path in file.pictured_paths for record in path.nodes}
    standings = _told_standings(request, surroundings.standings, of_case.union(one.id for one in file.recipients))
    return file, replace(surroundings, standings=standings)


async def _offenders_picture(request: PageRequest, asked: _Asked) -> tuple[OffenderCase, Picture, Surroundings] | None:
    network = await _offenders_network(request, asked)
    if network is None:
        return None
    file, surroundings = network
    picture = case_picture(file, surroundings, {key: _name(key) for key in surroundings.followable})
    return file.case, picture, surroundings


async def _offenders_page(request: PageRequest, render: _Render) -> PageResponse | None:
    asked = _asked(request)
    found = await _offenders_picture(request, asked)
    if found is None:
        return None
    case, picture, surroundings = found
    ways = _ways(request, asked, surroundings, picture, Below.OFFENDERS)
    return PageResponse(render(picture, request.frame, case, ways), picture.people)


async def _records_page(request: PageRequest, render: _Render) -> PageResponse | None:
    asked = _asked_around(request)
    found = await _records_picture(request, asked)
    if found is None:
        return None
    picture, surroundings = found
    ways = _ways(request, asked, surroundings, picture, Below.RECORDS)
    return PageResponse(render(picture, request.frame, None, ways), picture.people)


async def _records_picture(request: PageRequest, asked: _Asked) -> tuple[Picture, Surroundings] | None:
    network = await _records_network(request, asked)
    if network is None:
        return None
    found, surroundings = network
    picture = network_picture(
        found,
        (),
        surroundings.network,
        request.session.view,
        offender=False,
        badges=badges_of(_told_standings(request, surroundings.standings)),
        relations=surroundings.relations,
        followable={key: _name(key) for key in surroundings.followable},
        crowded=surroundings.crowded,
        sources=surroundings.sources,
        left_out=surroundings.left_out,
    )
    return picture, surroundings


def _told_standings(request: PageRequest, standings: Standings, of_case: AbstractSet[str] = frozenset()) -> Standings:
    """The parts of people that may be told: that somebody is managed is told where his case is open, and of those who are `of_case`
    (ids), which is this case.
    """
    managed = frozenset({("MANAGED_AS", None)})
    return {
        record_id: parts if record_id in of_case or request.opens_case(record_id) else parts - managed
        for record_id, parts in standings.items()
    }


async def _records_network(request: PageRequest, asked: _Asked) -> tuple[Record, Surroundings] | None:
    found = await record_by_itself(request.session, request.record_id)
    if found is None:
        return None
    return found, await _surroundings(request, found, asked, ())


async def _surroundings(
    request: PageRequest,
    centre: Record,
    asked: _Asked,
    paths: Sequence[Path],
    recipients: Sequence[Record] = (),
    listed: frozenset[str] | None = None,
) -> Surroundings:
    return await read_surroundings(
        request.session,
        centre,
        paths,
        hops=asked.hops,
        opened=asked.opened,
        most=DRAWN_AT_MOST,
        farthest=None if request.identity.may(Permission.EXPLORE) else _FARTHEST,
        recipients=recipients,
        listed=listed,
    )


def _asked(request: PageRequest) -> _Asked:
    """What the address asks for. Raises InputRefused."""
    hops = request.asked.get("hops") or None
    if hops is not None and hops not in _HOPS:
        raise InputRefused("hops must be a number from 1 to 4.")
    looked_at = request.asked.get("looked") or None
    if looked_at not in (None, _LOOKED):
        raise InputRefused(f"looked must be {_LOOKED}, or be left out.")
    wanted = list(dict.fromkeys(request.repeated.get("expand", ())))
    if len(wanted) > _MOST_OPENED:
        raise InputRefused(f"expand may be given at most {_MOST_OPENED} times.")
    return _Asked(None if hops is None else int(hops), tuple(map(_key, wanted)), looked_at is not None)


def _asked_around(request: PageRequest) -> _Asked:
    """The same for a record that is no offender: it has no paths to show instead. Raises InputRefused."""
    asked = _asked(request)
    return _Asked(asked.hops or _USUAL_HOPS, asked.opened)


def _key(name: str) -> RelationKey:
    match = _EXPAND.fullmatch(name)
    if match is None or match["type"] not in _TYPES:
        raise InputRefused(
            "expand must name a record and a type of relationship, such as ID:PARENT_OF or ID:PARENT_OF~."
        )
    return match["id"], match["type"], not match["back"]


def _name(key: RelationKey) -> str:
    """What an address calls a relation: `~` where it is seen from the end."""
    record_id, type_, outgoing = key
    return f"{record_id}:{type_}{'' if outgoing else '~'}"


def _ways(request: PageRequest, asked: _Asked, surroundings: Surroundings, picture: Picture, below: Below) -> Ways:
    view = request.session.view
    opened = [_name(key) for key in surroundings.opened]

    def asked_for(hops: int | None, expand: Sequence[str], looked_at: bool = asked.looked_at) -> list[tuple[str, str]]:
        return [
            *([("hops", str(hops))] if hops is not None else []),
            *([("looked", _LOOKED)] if looked_at else []),
            *(("expand", name) for name in expand),
        ]

    def address(
        hops: int | None,
        expand: Sequence[str],
        *,
        now: bool = False,
        page: str = "network",
        looked_at: bool = asked.looked_at,
    ) -> str:
        shown_at, kept = None if now else view, asked_for(hops, expand, looked_at)
        return page_address(below, request.record_id, f"/{page}", shown_at, kept)

    query = urlencode([*view_parameters(view).items(), *asked_for(asked.hops, opened)])
    explores = request.identity.may(Permission.EXPLORE)
    patterns = {reason.pattern_id for highlight in picture.findings for reason in highlight.reasons}
    names = {node.record_id: node.name for node in picture.nodes if node.record_id}
    reaches = [("Only the paths of findings and alerts", None)] if below is Below.OFFENDERS else []
    return Ways(
        around={_name(key): address(asked.hops, [*opened, _name(key)]) for key in surroundings.followable},
        own={
            record_id: page_address(Below.RECORDS, record_id, "/network", view)
            for record_id in names
            if record_id != request.record_id and explores
        },
        reaches=tuple(
            Way(label, address(hops, opened), here=hops == asked.hops)
            for label, hops in (
                *reaches,
                *((f"{hops} {'step' if hops == 1 else 'steps'} around", hops) for hops in map(int, _HOPS)),
            )
        ),
        opened=tuple(
            Way(
                f"{names.get(key[0], '')} {_phrase(key)}",
                address(asked.hops, [name for name in opened if name != _name(key)]),
            )
            for key in surroundings.opened
        ),
        looked_at=Way(
            "Leave out those looked at and not listed" if asked.looked_at else "Show those looked at and not listed",
            address(asked.hops, opened, looked_at=not asked.looked_at),
        )
        if below is Below.OFFENDERS
        else None,
        unopened=len(asked.opened) - len(surroundings.opened),
        kept=tuple(asked_for(asked.hops, opened)),
        permalink=address(asked.hops, opened),
        newest=address(asked.hops, opened, now=True),
        still=query if below is Below.OFFENDERS else "",
        movable=address(asked.hops, opened, page="movable-network") if explores else "",
        movable_newest=address(asked.hops, opened, now=True, page="movable-network") if explores else "",
        exports=tuple(
            Way(label, f"network.{ending}?{query}") for label, ending in (("GraphML", "graphml"), ("JSON", "json"))
        )
        if explores
        else (),
        cypher={one: pattern_address(request.record_id, one, view) for one in sorted(patterns)} if explores else {},
    )


def _phrase(key: RelationKey) -> str:
    spec = _TYPES[key[1]]
    return f"{spec.phrase if key[2] else spec.reverse} …"
