"""What a picture shows beyond the paths of findings: steps around, relations that the reader opened, who shares a home.

A record with very many relationships of one kind, such as a school, is never followed along these: they are counted.
"""

import asyncio
from collections.abc import Iterable, Sequence
from collections.abc import Set as AbstractSet
from datetime import date
from typing import Final

from graph_service.model.case import Surroundings
from graph_service.model.records import Link, Network, Path, Record, RelationKey
from graph_service.model.vocabulary import Kind
from graph_service.queries.case_file import sources_behind
from graph_service.queries.surroundings import Branch, links_among, relations_around, shared_homes, standings
from graph_service.queries.view_session import ViewSession

_LOOKED_FOR: Final = 3
"""Steps from an offender within which somebody could have been found."""
_TIES_TO_PROTECT: Final = frozenset(
    {"PARENT_OF", "CARES_FOR", "HEAD_OF", "SAFEGUARDING_LEAD_OF", "CHAIR_OF", "LANDLORD_OF", "SUPPORTS"}
)
"""What makes somebody a recipient; each leads from the recipient to whom or what is to be protected."""


async def read_surroundings(
    session: ViewSession,
    centre: Record,
    paths: Iterable[Path],
    *,
    hops: int | None,
    opened: Sequence[RelationKey],
    most: int,
    farthest: int | None,
    recipients: Sequence[Record] = (),
    listed: AbstractSet[str] | None = None,
) -> Surroundings:
    """What lies within `hops` around `centre` and in the `opened` relations, up to `most` records (and those that the
    settings allow) with those on `paths`.

    `recipients` are in it with what ties them to those records. `listed`: the subjects of findings (ids), where also
    others who could have been are to be shown. `farthest`: steps from the centre beyond which nothing is opened.
    """
    gathering = _Gathering(session, centre, paths, most=min(most, session.settings.network_nodes), farthest=farthest)
    await gathering.tie(recipients)
    if hops is not None:
        await gathering.walk(hops)
    if listed is not None:
        await gathering.look_at(listed)
    await gathering.open(opened)
    await gathering.share_homes()
    if hops is not None or opened:
        gathering.add_links(await links_among(session, gathering.records))
    return await gathering.surroundings()


def _could_be_found(record: Record, as_of: date) -> bool:
    """A living child or adult at risk."""
    died: str | None = record.values.get("deceased_on")
    if record.kind is not Kind.PERSON or (died is not None and died <= as_of.isoformat()):
        return False
    age = record.age(as_of)
    return bool(record.values.get("adult_at_risk")) or (age is not None and age < 18)


class _Gathering:
    """The records and links of one picture while they are being gathered."""

    def __init__(
        self,
        session: ViewSession,
        centre: Record,
        paths: Iterable[Path],
        *,
        most: int,
        farthest: int | None,
    ) -> None:
        self._session = session
        self._centre = centre
        self._most = most
        self._farthest = farthest
        self.records = {centre.id: centre}
        self.links: dict[str, Link] = {}
        for path in paths:
            self.records |= {record.id: record for record in path.nodes}
            self.links |= {link.id: link for link in path.links}
        self._opened: list[RelationKey] = []
        self._left_out: set[str] = set()
        self._looked_at: frozenset[str] = frozenset()

    def _fan_out(self, record_id: str) -> int:
        """Up to how many records a relation is followed: from the centre as far as the picture has room."""
        return self._most - 1 if record_id == self._centre.id else self._session.settings.network_fan_out

    async def tie(self, recipients: Sequence[Record]) -> None:
        """Add what makes somebody of the picture, or of a path in it, a recipient, and the recipients who are not in it yet."""
        if not recipients:
            return
        told = {record.id: record for record in recipients}
        known = [key for key, record in self.records.items() if not record.sealed]
        ties = [
            link
            for link in await links_among(self._session, {*known, *told})
            if link.type in _TIES_TO_PROTECT and link.from_id in told and link.to_id in self.records
        ]
        new = {link.from_id: told[link.from_id] for link in ties if link.from_id not in self.records}
        if len(self.records) + len(new) <= self._most:
            self.records |= new
        self.add_links(ties)

    async def walk(self, hops: int) -> None:
        """Add what is so on the day within `hops`, nearest first; small relations before large ones.

        Who is in the picture already, as on a path, is a step like any other and leads on.
        """
        reached, edge = {self._centre.id}, {self._centre.id}
        for _ in range(hops):
            branches = await relations_around(self._session, edge, self.records, most=self._most, past=False)
            edge = set()
            for branch in sorted(branches, key=lambda branch: (len(branch.nodes), branch.relation.key)):
                if branch.relation.total <= self._fan_out(branch.relation.record_id):
                    self._add(branch)
                    edge |= {record.id for record in branch.nodes if record.id in self.records} - reached
            reached |= edge
            if not edge:
                return

    async def look_at(self, listed: AbstractSet[str]) -> None:
        """Add children and adults at risk within three steps who are not `listed`, and by whom or what they are reached."""
        records, links = dict(self.records), dict(self.links)
        await self.walk(_LOOKED_FOR)
        before = self._came_from()
        wanted = set(records)
        for record in self.records.values():
            if _could_be_found(record, self._session.view.as_of) and record.id not in listed:
                at: str | None = record.id
                while at is not None and at not in wanted:
                    wanted.add(at)
                    at = before.get(at)
        self._looked_at = frozenset(wanted - records.keys())
        self.records = {key: record for key, record in self.records.items() if key in wanted}
        self.links = links | {
            key: link
            for key, link in self.links.items()
            if link.from_id in wanted and link.to_id in wanted and self._looked_at & {link.from_id, link.to_id}
        }

    def _came_from(self) -> dict[str, str]:
        """For each record the one before it on a shortest way from the centre."""
        neighbours: dict[str, set[str]] = {}
        for link in self.links.values():
            neighbours.setdefault(link.from_id, set()).add(link.to_id)
            neighbours.setdefault(link.to_id, set()).add(link.from_id)
        before: dict[str, str] = {}
        waiting = [self._centre.id]
        for one in waiting:
            for other in sorted(neighbours.get(one, ())):
                if other not in before and other != self._centre.id:
                    before[other] = one
                    waiting.append(other)
        return before

    async def open(self, wanted: Sequence[RelationKey]) -> None:
        """Add the records of these relations, each once its own record is shown. Those that cannot be are passed over."""
        waiting = list(wanted)
        while True:
            steps = self._steps()
            ready = [key for key in waiting if key[0] in self.records and self._within_reach(steps.get(key[0]))]
            if not ready:
                return
            waiting = [key for key in waiting if key not in ready]
            branches = await relations_around(self._session, {key[0] for key in ready}, self.records, most=self._most)
            found = {branch.relation.key: branch for branch in branches}
            for key in ready:
                branch = found.get(key)
                if branch is not None and branch.relation.total <= self._fan_out(key[0]) and self._add(branch):
                    self._opened.append(key)

    async def share_homes(self) -> None:
        """Add the homes that people of the picture share on the day, and who lives in those that are in it."""
        people = [record.id for record in self.records.values() if record.kind in (Kind.PERSON, Kind.ADDRESS)]
        places, homes = await shared_homes(self._session, people)
        if len(self.records.keys() | {place.id for place in places}) <= self._most:
            self.records |= {place.id: place for place in places if place.id not in self.records}
        self.add_links(homes)

    def add_links(self, links: Iterable[Link]) -> None:
        """Add links whose ends are both there."""
        for link in links:
            if link.from_id in self.records and link.to_id in self.records:
                self.links.setdefault(link.id, link)

    def _add(self, branch: Branch) -> bool:
        """Add all of a relation, or, where that would be too many, none of it."""
        new = {record.id: record for record in branch.nodes if record.id not in self.records}
        if len(self.records) + len(new) > self._most:
            self._left_out |= new.keys()
            return False
        self.records |= new
        self.add_links(branch.links)
        return True

    def _steps(self) -> dict[str, int]:
        neighbours: dict[str, set[str]] = {}
        for link in self.links.values():
            neighbours.setdefault(link.from_id, set()).add(link.to_id)
            neighbours.setdefault(link.to_id, set()).add(link.from_id)
        steps, edge = {self._centre.id: 0}, {self._centre.id}
        while edge:
            further = {other for one in edge for other in neighbours.get(one, ())} - steps.keys()
            steps |= dict.fromkeys(further, steps[next(iter(edge))] + 1)
            edge = further
        return steps

    def _within_reach(self, steps: int | None) -> bool:
        return self._farthest is None or (steps is not None and steps < self._farthest)

    async def surroundings(self) -> Surroundings:
        """What was gathered, what lies around it, and the sources of all of it."""
        branches, sources, parts = await asyncio.gather(
            relations_around(self._session, self.records, self.records),
            sources_behind(self._session, self.records.values(), self.links.values()),
            standings(self._session, self.records),
        )
        relations = tuple(branch.relation for branch in branches)
        steps = self._steps()
        crowded = {one.key for one in relations if one.total > self._fan_out(one.record_id)}
        return Surroundings(
            network=Network(tuple(self.records.values()), tuple(self.links.values())),
            relations=relations,
            followable=frozenset(
                one.key
                for one in relations
                if one.beyond and one.key not in crowded and self._within_reach(steps.get(one.record_id))
            ),
            opened=tuple(self._opened),
            crowded=frozenset(crowded),
            left_out=len(self._left_out - self.records.keys()),
            sources=sources,
            standings=parts,
            looked_at=self._looked_at,
        )
