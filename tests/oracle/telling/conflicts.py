"""What ties a recipient to the offender, and how the recipient stands for it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from tests.oracle.records import KINSHIP, Link
from tests.oracle.telling.proposals import holders
from tests.oracle.telling.roles import AGENCIES, GUARDIANS, OFFICES
from tests.oracle.words import Case, Words

_TIES = {"ASSOCIATE_OF": "ASSOCIATE", "FRIEND_OF": "FRIEND", "FINANCIALLY_TIED_TO": "FINANCIAL"}
_CLOSE = frozenset({"OFFENDER", "KIN", "PARTNER", "CO_OFFENDER"})
_LANDLORDS = frozenset({"LANDLORD", "SOCIAL_LANDLORD"})
_STANDINGS = ("CLEAR", "ASSESS", "BLOCKED")


@dataclass(frozen=True)
class Tie:
    """A conflict by the links that show it."""

    kind: str
    links: tuple[Link, ...] = ()
    landlord: bool = False

    @property
    def bad(self) -> bool:
        """Whether it rests on a badly graded link."""
        return any(link.grade.bad for link in self.links)


def worst(standings: list[str]) -> str:
    """The most cautious of all."""
    return max(standings, key=_STANDINGS.index, default="CLEAR")


class Conflicts:
    """The conflicts of everybody with one offender."""

    def __init__(self, case: Case) -> None:
        self._case = case
        seen = case.w.seen
        every = frozenset(link.id for link in seen.links())
        self._all = Words(seen, case.w.as_of, every, case.w.numbers)

    def standing(self, role: str, recipient: str, subjects: frozenset[str]) -> str:
        """How a recipient stands in one role, if it would protect these subjects."""
        if role in AGENCIES:
            return "CLEAR"
        if self._case.w.seen.place(recipient) is not None:
            if self._holds_office(recipient):
                return "BLOCKED"
            heads = holders(self._case, recipient, "HEAD_OF")
            return worst([self._of_person(role, head, subjects) for head in heads])
        return self._of_person(role, recipient, subjects)

    def kinds(self, role: str, recipient: str, subjects: frozenset[str]) -> frozenset[str]:
        """The kinds of conflict that count in a role."""
        if role in AGENCIES:
            return frozenset()
        people = [recipient]
        if self._case.w.seen.place(recipient) is not None:
            people = holders(self._case, recipient, "HEAD_OF")
        return frozenset(self._kind(tie) for who in people for tie in self._counting(role, who, subjects))

    def _holds_office(self, place_id: str) -> bool:
        w = self._case.w
        return any(w.current(link) and link.to_id == place_id for link in w.out(self._case.o, *OFFICES))

    @staticmethod
    def _kind(tie: Tie) -> str:
        return "UNVERIFIED" if tie.bad else tie.kind

    def _of_person(self, role: str, who: str, subjects: frozenset[str]) -> str:
        ties = self._counting(role, who, subjects)
        alone = role in ("PARTNER", "EX_PARTNER", "PERSON_AT_RISK", "STAFF_MEMBER") and subjects == {who}
        if role == "ADULT_AT_RISK":
            return "ASSESS"
        if alone or role == "PRIOR_VICTIM":
            least = "ASSESS" if role == "EX_PARTNER" else "CLEAR"
            return "ASSESS" if ties else least
        if role in GUARDIANS or role in ("PERSON_AT_RISK", "STAFF_MEMBER"):
            if self._endangers(who, subjects):
                return "BLOCKED"
            return "ASSESS" if ties or role in ("PARTNER", "EX_PARTNER") else "CLEAR"
        return worst([self._weigh(tie) for tie in ties])

    def _weigh(self, tie: Tie) -> str:
        if tie.bad:
            return "ASSESS"
        if tie.kind in _CLOSE:
            return "BLOCKED"
        lately = tie.kind in _TIES.values() and self._case.w.recent(tie.links[0])
        return "BLOCKED" if lately else "ASSESS"

    def _endangers(self, who: str, subjects: frozenset[str]) -> bool:
        """Whether somebody is himself a danger to children, or offended against one whom he would protect."""
        w = self._case.w
        if w.managed(who) and Case(w, who).opened("CHILD_SEXUAL", "CHILD_VIOLENCE"):
            return True
        return any(
            link.from_id in subjects and (w.child(link.from_id) or w.expected(link.from_id))
            for mine in w.out(who, "INVOLVED_IN")
            if mine.role != "ACQUITTED"
            for link in w.into(mine.to_id, "VICTIM_OF")
        )

    def _counting(self, role: str, who: str, subjects: frozenset[str]) -> list[Tie]:
        ties = list(self._ties(who, subjects))
        if role in _LANDLORDS:
            ties = [tie for tie in ties if not tie.landlord]
        if role == "STAFF_MEMBER":
            ties = [tie for tie in ties if tie.kind != "VICTIM"]
        if role == "PRIOR_VICTIM":
            lasting = ("PARTNER", *_TIES.values())
            ties = [
                tie
                for tie in ties
                if tie.kind == "OFFENDER" or (tie.kind in lasting and not tie.bad and self._case.w.recent(tie.links[0]))
            ]
        return ties

    # What there is ------------------------------------------------------------------------------------------------

    def _ties(self, who: str, subjects: frozenset[str]) -> Iterator[Tie]:
        o, w = self._case.o, self._all
        if self._case.w.managed(who):
            yield Tie("OFFENDER")
        yield from self._direct(o, who)
        for link in w.between(o, who, "FINANCIALLY_TIED_TO"):
            yield Tie("FINANCIAL", (link,))
        for lives in self._homes(o):
            home = w.seen.place(lives.to_id)
            let = {lives.to_id, home.building_id if home is not None else None}
            for link in w.out(who, "LANDLORD_OF"):
                if link.to_id in let:
                    yield Tie("FINANCIAL", (link, lives), landlord=True)
        for pair in w.offences_against(o, who):
            yield Tie("VICTIM", pair)
        for between in self._neighbours(o):
            if between in (o, who) or between in subjects:
                continue
            for far in self._direct(between, who, friends=False):
                yield from (Tie("SECOND_HAND", (*near.links, *far.links)) for near in self._direct(o, between))

    def _homes(self, o: str) -> list[Link]:
        """What makes his homes, however it is graded: what ties by way of a badly graded one is unverified."""
        types = ("LIVES_AT", "STAYS_AT") if self._case.w.child(o) else ("LIVES_AT",)
        links = self._all.out(o, *types)
        return [link for link in links if self._all.current(link) and "PRISON" not in self._all.sorts(link.to_id)]

    def _neighbours(self, o: str) -> frozenset[str]:
        w = self._all
        linked = w.around(o, *sorted(KINSHIP), "PARTNER_OF", "ASSOCIATE_OF", "FRIEND_OF")
        offences = (mine.to_id for mine in w.out(o, "INVOLVED_IN"))
        together = {link.from_id for id_ in offences for link in w.into(id_, "INVOLVED_IN")}
        return frozenset({link.other(o) for link in linked} | together)

    def _direct(self, one: str, other: str, *, friends: bool = True) -> Iterator[Tie]:
        """Kin, partners, co-offenders; with `friends` associates and friends too."""
        w = self._all
        for link in w.between(one, other, *sorted(KINSHIP)):
            if w.counts(link):
                yield Tie("KIN", (link,))
        for link in w.between(one, other, "PARTNER_OF"):
            yield Tie("PARTNER", (link,))
        for mine in w.out(one, "INVOLVED_IN"):
            for theirs in w.into(mine.to_id, "INVOLVED_IN"):
                if theirs.from_id == other and "ACQUITTED" not in (mine.role, theirs.role):
                    yield Tie("CO_OFFENDER", (mine, theirs))
        for link in w.between(one, other, "ASSOCIATE_OF", "FRIEND_OF") if friends else ():
            yield Tie(_TIES[link.type], (link,))
