"""Whether records agree with one another: one person for each PNC ID, one main address at a time, parents older than children.

What does not agree may still be recorded, because nobody can tell which of two records is wrong: the answers are doubts.
"""

from collections.abc import Iterable, Iterator
from typing import Final, NamedTuple

from graph_service.model.vocabulary import FIRST_DAY, FIRST_INSTANT, LAST_DAY, Status
from graph_service.recording.register import Register
from graph_service.recording.rows import Doubt, Fault, Values
from graph_service.recording.rules import instant_in_words
from graph_service.recording.versions import StoredRecord

_NO_BIRTH_UNTIL: Final = "1900-01-01"
_NO_BIRTH_FROM: Final = "9000-01-01"
"""Births up to the one day, and from the other on, are what programs write where none is known."""
_OLDER_THAN_CHILD: Final = frozenset({None, "BIRTH", "ADOPTIVE", "FOSTER"})
"""The roles of parents who are older than the child, and none of whose own parents it can be."""


class _Parentage(NamedTuple):
    """A child and a parent. `stored_id`: the relationship, where the store alone says so; else blank."""

    child: str
    parent: str
    stored_id: str


class Agreement:
    """Compares each good row with those before it and with what the store holds, and remembers no more than that takes."""

    def __init__(self, register: Register) -> None:
        self._register = register
        self._first_known: dict[str, int] = {}
        self._births: dict[str, str] = {}
        self._pnc_ids: dict[str, str] = {}
        self._stored_pnc_ids: dict[str, set[str]] = {}
        self._homes: dict[str, list[tuple[str, str]]] = {}
        self._stored_homes: dict[str, dict[str, tuple[str, str]]] = {}
        self._parents: dict[str, tuple[str, ...]] = {}
        self._stored_parents: dict[str, dict[str, str]] = {}

    # What the store holds -----------------------------------------------------------------------------------------

    def learn(self, id_: str, record: StoredRecord) -> None:
        """Remember what the store holds of a record."""
        if record.first_known > FIRST_INSTANT:
            self._first_known.setdefault(id_, record.first_known)
        if record.date_of_birth is not None and _is_known_birth(record.date_of_birth):
            self._births.setdefault(id_, record.date_of_birth)

    def learn_pnc_ids(self, stored: Iterable[tuple[str, str]]) -> None:
        """Remember whose PNC IDs the store holds: pairs of PNC ID and person."""
        for pnc_id, person_id in stored:
            self._stored_pnc_ids.setdefault(pnc_id, set()).add(person_id)

    def learn_parents(self, stored: Iterable[tuple[str, str, str]]) -> None:
        """Remember whose parents the store holds: child, parent, and the relationship between them."""
        for child, parent, id_ in stored:
            self._stored_parents.setdefault(child, {})[id_] = parent

    def learn_homes(self, stored: Iterable[tuple[str, str, str, str]]) -> None:
        """Remember main addresses that the store holds: person, relationship, first day, first day without."""
        for person, id_, start, end in stored:
            self._stored_homes.setdefault(person, {})[id_] = start, end

    # What a row says ----------------------------------------------------------------------------------------------

    def of_record(self, id_: str, first_known: int) -> None:
        """Remember from when a record is known."""
        if first_known > FIRST_INSTANT:
            self._first_known[id_] = first_known

    def of_person(self, id_: str, values: Values) -> Iterator[Doubt]:
        """Doubts about a person's day of birth and PNC ID."""
        born: str | None = values.get("date_of_birth")
        if born is not None and _is_known_birth(born):
            self._births[id_] = born
        elif born is not None:
            problem = "a birth on this day mostly stands for one that is not known"
            yield Doubt(Fault("date_of_birth", born, problem, "the day of birth, or a blank cell"))
        if "pnc_id" in values:
            yield from self._of_pnc_id(id_, values["pnc_id"])

    def _of_pnc_id(self, id_: str, pnc_id: str) -> Iterator[Doubt]:
        def shared_with(other: str) -> Fault:
            return Fault("pnc_id", pnc_id, f"another person has this PNC ID: {other}", "one person for each")

        first = self._pnc_ids.setdefault(pnc_id, id_)
        if first != id_:
            yield Doubt(shared_with(first))
            return
        for other in sorted(self._stored_pnc_ids.get(pnc_id, set()) - {id_}):
            yield Doubt(shared_with(other), lambda other=other: self._register.stands(other))  # type: ignore[misc]

    def of_link(self, values: Values, known_from: int) -> Iterator[Doubt]:
        """Doubts about a relationship: recorded before its ends, a second main address, an impossible parent."""
        if self._first_known and "recorded_at" in values:
            yield from self._of_ends(values["from_id"], values["to_id"], known_from)
        if "superseded_at" in values or values.get("status") == Status.REFUTED:
            return
        type_, role = values["type"], values.get("role")
        if type_ == "LIVES_AT" and role == "MAIN":
            yield from self._of_home(
                values["from_id"], values.get("valid_from", FIRST_DAY), values.get("valid_to", LAST_DAY)
            )
        if type_ == "PARENT_OF" and role in _OLDER_THAN_CHILD:
            yield from self._of_parent(values["from_id"], values["to_id"])

    def _of_ends(self, from_id: str, to_id: str, known_from: int) -> Iterator[Doubt]:
        latest = max(self._first_known.get(from_id, FIRST_INSTANT), self._first_known.get(to_id, FIRST_INSTANT))
        if known_from < latest:
            problem = "the relationship is recorded before its ends; it is seen once all are known"
            expected = f"an instant from {instant_in_words(latest)} on"
            yield Doubt(Fault("recorded_at", instant_in_words(known_from), problem, expected))

    def _of_home(self, person: str, start: str, end: str) -> Iterator[Doubt]:
        homes = self._homes.setdefault(person, [])
        stored = self._stored_homes.get(person, {})
        beside = [id_ for id_, (since, until) in stored.items() if start < until and since < end]
        problem = "the person has another main address at the same time"
        fault = Fault("from_id", person, problem, "main addresses that do not overlap")
        if any(start < until and since < end for since, until in homes):
            yield Doubt(fault)
        elif beside:
            yield Doubt(fault, lambda: any(map(self._register.stands, beside)))
        homes.append((start, end))

    def _of_parent(self, parent: str, child: str) -> Iterator[Doubt]:
        births = self._births.get(parent), self._births.get(child)
        if births[0] is not None and births[1] is not None and births[0] >= births[1]:
            problem = "the parent was not born before the child"
            yield Doubt(Fault("from_id", parent, problem, "a parent who is older than the child"))
        above = self._ancestry(parent)
        if any(one.parent == child for one in above):
            problem = "the parents go round in a ring: the child is an ancestor of the parent"
            fault = Fault("to_id", child, problem, "a child who is no ancestor of the parent")
            if _descends(parent, child, [one for one in above if not one.stored_id]):
                yield Doubt(fault)
            else:
                yield Doubt(fault, lambda: _descends(parent, child, filter(self._still_said, above)))
        known = self._parents.get(child, ())
        if parent not in known:
            self._parents[child] = (*known, parent)

    def _ancestry(self, person: str) -> list[_Parentage]:
        """Who is known to be whose parent above a person."""
        found, seen, waiting = [], {person}, [person]
        while waiting:
            child = waiting.pop()
            above = [_Parentage(child, parent, "") for parent in self._parents.get(child, ())]
            stored = self._stored_parents.get(child, {})
            above += filter(self._still_said, (_Parentage(child, parent, id_) for id_, parent in stored.items()))
            waiting += {one.parent for one in above} - seen
            seen.update(one.parent for one in above)
            found += above
        return found

    def _still_said(self, one: _Parentage) -> bool:
        return self._register.stands(one.stored_id)


def _descends(person: str, ancestor: str, parentage: Iterable[_Parentage]) -> bool:
    """Whether somebody descends from an ancestor."""
    known = tuple(parentage)
    reached = {person}
    while further := {one.parent for one in known if one.child in reached} - reached:
        reached |= further
    return ancestor in reached


def _is_known_birth(day: str) -> bool:
    return _NO_BIRTH_UNTIL < day < _NO_BIRTH_FROM
