"""From parsed rows to what the store is to hold: identity, references, intervals, clocks, digests.

Rows pass in reading order, so whatever a row refers to has been judged before it. Pure: what the store already holds
is handed in.
"""

import hashlib
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import lru_cache, partial
from typing import Any, Final

import orjson

from graph_service.importing.problems import Problem, shown
from graph_service.importing.reading import Row, Values
from graph_service.model.cells import HOURS
from graph_service.model.clock import from_microseconds
from graph_service.model.columns import FILES, Column, FileSpec
from graph_service.model.vocabulary import (
    EVENT_TYPES,
    FIRST_DAY,
    FIRST_INSTANT,
    LAST_DAY,
    LAST_INSTANT,
    NODE_KINDS,
    RELATIONSHIPS,
    Kind,
)
from graph_service.spelling.stored import spellings

_KIND_OF_CODE: Final = dict(enumerate(Kind, 1))
_CODE_OF_KIND: Final = {kind: code for code, kind in _KIND_OF_CODE.items()}
_RELATIONSHIP = 31
_CODE = 31
_REJECTED = 32
"""An id's code is its kind's number, or _RELATIONSHIP; plus _REJECTED where its row was rejected."""

_ENDS: Final = {
    name: frozenset(_CODE_OF_KIND[start] << 8 | _CODE_OF_KIND[end] for start, end in spec.ends)
    for name, spec in RELATIONSHIPS.items()
}
_CODES: Final = {
    column.refers_to: frozenset(_CODE_OF_KIND[kind] for kind in column.refers_to)
    for file in FILES
    for column in file.columns
}
_ROLES: Final = {name: frozenset(spec.roles) for name, spec in RELATIONSHIPS.items()}
_SYMMETRIC: Final = frozenset(name for name, spec in RELATIONSHIPS.items() if spec.symmetric)
_UNGRADED: Final = ("1A", False)
_NO_BIRTH_UNTIL: Final = "1900-01-01"
_NO_BIRTH_FROM: Final = "9000-01-01"
"""Births up to the one day, and from the other on, are what programs write where none is known."""
_OLDER_THAN_CHILD: Final = frozenset({None, "BIRTH", "ADOPTIVE", "FOSTER"})
"""The roles of parents who are older than the child, and none of whose own parents it can be."""
USABLE_GRADES: Final = tuple(evaluation + assessment for evaluation in "12" for assessment in "ABC")
"""What sources may be graded as for what they say to carry or fulfil a finding."""

_LINK_CELLS: Final = ("role", "valid_from", "valid_to", "recorded_at", "source_id", "detail", "status", "assertion")


LinkRow = tuple[str | int | bool | None, ...]
"""A version of a relationship, by position, as relationships_create and relationships_supersede take it: lists go over
the wire and into the store in two thirds of the time that maps take."""


@dataclass(frozen=True, slots=True)
class StoredRecord:
    """What the store holds of a record (its latest version) before this import. `first_known`: of its first version.
    `stated_from`: from when its row is known; `known_from` is later where its source was graded anew since.
    """

    kind: Kind
    digest: int
    version: int
    known_from: int
    superseded_at: int | None
    first_known: int
    grade: str
    handling: str
    stated_from: int
    date_of_birth: str | None = None


@dataclass(frozen=True, slots=True)
class StoredLink:
    """What the store holds of a relationship (its latest version) before this import; `stated_from` as for records."""

    type: str
    from_id: str
    to_id: str
    digest: int
    version: int
    known_from: int
    superseded_at: int | None
    stated_from: int


@dataclass(frozen=True, slots=True)
class Stored:
    """The part of the store that one batch of rows concerns, by id."""

    records: dict[str, StoredRecord] = field(default_factory=dict)
    links: dict[str, StoredLink] = field(default_factory=dict)


@dataclass(slots=True)
class Write:
    """What is to be written of one file's batch. `ended`: ids and the instants their records end.

    `regraded` and `rehandled`: the sources among them whose grade or handling is another than before. Relationships
    are grouped by type (`new_links`, `changed_links`, `ended_links`).

    `backdated`, `backdated_links`: ids of those that changed before their source was last graded anew.
    """

    spec: FileSpec
    new: list[Values] = field(default_factory=list)
    changed: list[Values] = field(default_factory=list)
    ended: list[Values] = field(default_factory=list)
    new_links: dict[str, list[LinkRow]] = field(default_factory=dict)
    changed_links: dict[str, list[LinkRow]] = field(default_factory=dict)
    ended_links: dict[str, list[Values]] = field(default_factory=dict)
    regraded: list[Values] = field(default_factory=list)
    rehandled: list[str] = field(default_factory=list)
    backdated: list[str] = field(default_factory=list)
    backdated_links: dict[str, list[str]] = field(default_factory=dict)
    unchanged: int = 0
    rejected: int = 0

    def counts(self) -> tuple[int, int]:
        """How many rows are new, and how many change what is stored."""
        if self.spec.kind is not None:
            return len(self.new), len(self.changed) + len(self.ended)
        changed = sum(map(len, self.changed_links.values())) + sum(map(len, self.ended_links.values()))
        return sum(map(len, self.new_links.values())), changed


@lru_cache(maxsize=65_536)
def _day_after(day: str) -> str:
    return day if day >= LAST_DAY else (date.fromisoformat(day) + timedelta(days=1)).isoformat()


def _digest(values: Values | list[Any]) -> int:
    """64 bits of a hash of the cells, which stand in the order of the file's declaration."""
    packed = orjson.dumps(values)
    return int.from_bytes(hashlib.blake2b(packed, digest_size=8).digest(), "little", signed=True)


def _link_digest(values: Values) -> int:
    """The same for a relationship, whose type and ends are part of its identity."""
    cells = [values.get(name) for name in _LINK_CELLS]
    cells[-2] = cells[-2] or "ASSERTED"
    cells[-1] = cells[-1] or "FACT"
    return _digest(cells)


def _made_id(prefix: str, parts: Iterable[str]) -> str:
    return prefix + hashlib.blake2b("\x1f".join(parts).encode(), digest_size=16).hexdigest()


def _instant_text(value: int) -> str:
    instant = from_microseconds(value)
    return "" if instant is None else instant.isoformat().replace("+00:00", "Z")


def grade_of(values: Values) -> str:
    """A source's mark, such as 2B; a missing part counts as 2, or C."""
    return f"{values.get('source_evaluation', '2')}{values.get('intelligence_assessment', 'C')}"


class Checker:
    """Judges every row of one bundle, and remembers of each no more than later rows need.

    `instant`: the moment of the import, in microseconds since 1970. With `skip_invalid` a row that refers to a rejected
    one is a problem of its own; without, only the first cause is.
    """

    def __init__(self, instant: int, *, skip_invalid: bool, problems: list[Problem], warnings: list[Problem]) -> None:
        self._instant = instant
        self._skip_invalid = skip_invalid
        self._problems = problems
        self._warnings = warnings
        self._seen: dict[str, int] = {}
        self._stored: dict[str, int] = {}
        self._sources: dict[str, tuple[str, bool]] = {}
        self._recorded: dict[str, int] = {}
        self._pnc_ids: dict[str, str] = {}
        self._homes: dict[str, list[tuple[str, str]]] = {}
        self._births: dict[str, str] = {}
        self._parents: dict[str, tuple[str, ...]] = {}
        self._stored_pnc_ids: dict[str, set[str]] = {}
        self._stored_homes: dict[str, dict[str, tuple[str, str]]] = {}
        self._stored_parents: dict[str, dict[str, str]] = {}
        self._doubts: list[tuple[Problem, Callable[[], bool]]] = []
        self._waiting: dict[str, bytes] = {}
        self._all_read = False
        self._circle: frozenset[str] = frozenset()

    # What to look up in the store ---------------------------------------------------------------------------------

    def identify(self, spec: FileSpec, values: Values) -> str | None:
        """The id of a row's record; None where its cells do not tell."""
        given: str | None = values.get("id")
        if given is not None:
            return given
        if spec.kind is None:
            type_, start, end = values.get("type"), values.get("from_id"), values.get("to_id")
            if type_ is None or start is None or end is None:
                return None
            if type_ in _SYMMETRIC and start > end:
                start, end = end, start
            return _made_id("rel-", (type_, start, end, values.get("role", ""), values.get("valid_from", "")))
        if not spec.identity or any(name not in values for name in spec.identity if name != "valid_from"):
            return None
        return _made_id(f"{spec.kind.lower()}-", (str(values.get(name, "")) for name in spec.identity))

    def unknown(self, spec: FileSpec, rows: Sequence[Row]) -> set[str]:
        """The ids that these rows refer to and nobody has yet looked for."""
        found: set[str] = set()
        for column in _references(spec):
            for row in rows:
                value = row.values.get(column)
                if value is not None:
                    found.update(value if isinstance(value, list) else (value,))
        return {id_ for id_ in found if id_ not in self._seen and id_ not in self._stored}

    def learn(self, ids: Iterable[str], records: dict[str, StoredRecord]) -> None:
        """Remember what the store holds of `ids`; those it does not hold are known to be absent."""
        for id_ in ids:
            record = records.get(id_)
            self._stored[id_] = 0 if record is None else _CODE_OF_KIND[record.kind]
            if record is not None:
                if record.kind is Kind.SOURCE:
                    self._sources.setdefault(id_, (record.grade, record.handling == "C"))
                if record.first_known > FIRST_INSTANT:
                    self._recorded.setdefault(id_, record.first_known)
                if record.date_of_birth is not None and _is_known_birth(record.date_of_birth):
                    self._births.setdefault(id_, record.date_of_birth)

    # Judging ------------------------------------------------------------------------------------------------------

    def check(self, spec: FileSpec, rows: Sequence[Row], stored: Stored) -> Write:
        """Judge rows of one file; what is good is in the answer, what is not among the problems."""
        write = Write(spec)
        if spec.kind is None:
            for row in rows:
                self._check_link(spec, row, stored, write)
        else:
            for row in rows:
                if "building_id" not in row.values or not self._must_wait(spec, row):
                    self._check_record(spec, row, stored, write)
        return write

    def _must_wait(self, spec: FileSpec, row: Row) -> bool:
        """Whether the building that an address is part of may still come, later in its file."""
        id_, building_id = self.identify(spec, row.values), row.values["building_id"]
        if id_ is None or id_ in self._seen or id_ in self._waiting or id_ == building_id:
            return False
        if self._all_read or self._seen.get(building_id) or self._stored.get(building_id):
            return False
        self._waiting[id_] = orjson.dumps((row.line, row.values, row.good))
        return True

    def waiting(self, size: int) -> Iterator[list[Row]]:
        """Once its file is read: the rows that waited for a building, in lists of at most `size`, buildings first.

        Rows whose building never came stand last, and are then judged as they are.
        """
        while self._waiting and not self._all_read:
            ready = [
                id_
                for id_, packed in self._waiting.items()
                if self._seen.get(building := orjson.loads(packed)[1]["building_id"]) or self._stored.get(building)
            ]
            if not ready:
                self._all_read = True
                self._circle = frozenset(self._waiting)
            ids = ready or list(self._waiting)
            for first in range(0, len(ids), size):
                yield [Row(*orjson.loads(self._waiting.pop(id_))) for id_ in ids[first : first + size]]

    def _check_record(self, spec: FileSpec, row: Row, stored: Stored, write: Write) -> None:
        values, kind = row.values, spec.kind
        assert kind is not None
        id_ = self.identify(spec, values)
        before = len(self._problems)
        good = row.good
        if id_ is None:
            good = False
        elif id_ in self._seen or id_ in self._waiting:
            self._report_repeated(spec, row, id_)
            good = False
        earlier = None if id_ is None else stored.records.get(id_)
        clash = id_ is not None and (id_ in stored.links or (earlier is not None and earlier.kind is not kind))
        if clash:
            problem = f"the id names {_a_stored(id_, stored)} in the store"
            self._report(spec, row, "id", problem, "an id of its own")
        for column in spec.columns:
            if column.refers_to and column.name in values:
                good = self._check_reference(spec, row, column, id_) and good
        self._check_intervals(spec, row)
        known_from = self._known_from(values, FIRST_INSTANT, earlier)
        self._check_clocks(spec, row, known_from)
        good = good and len(self._problems) == before
        if id_ is not None and id_ not in self._seen and not clash:
            self._seen[id_] = _CODE_OF_KIND[kind] | (0 if good else _REJECTED)
        if not good or id_ is None:
            write.rejected += 1
            return
        if kind is Kind.PERSON:
            self._check_person(spec, row, id_)
        self._note_record(kind, id_, values, known_from, earlier)
        self._sort_record(kind, id_, values, known_from, earlier, write)

    def _note_record(self, kind: Kind, id_: str, values: Values, known_from: int, earlier: StoredRecord | None) -> None:
        if kind is Kind.SOURCE:
            self._sources[id_] = (grade_of(values), values.get("handling") == "C")
        first_known = known_from if earlier is None else earlier.first_known
        if first_known > FIRST_INSTANT:
            self._recorded[id_] = first_known

    def _sort_record(
        self, kind: Kind, id_: str, values: Values, known_from: int, earlier: StoredRecord | None, write: Write
    ) -> None:
        """Put a good row where it belongs: new, changed, ended or unchanged."""
        superseded_at: int | None = values.pop("superseded_at", None)
        digest = _digest(values)
        if earlier is not None and earlier.digest == digest:
            if superseded_at == earlier.superseded_at:
                write.unchanged += 1
                return
            if superseded_at is not None:
                write.ended.append({"id": id_, "superseded_at": superseded_at})
                return
        if kind is Kind.SOURCE:
            grade, confidential = self._sources[id_]
            if earlier is not None and earlier.grade != grade:
                write.regraded.append({"id": id_, "grade": grade, "usable": grade in USABLE_GRADES, "from": known_from})
            if earlier is not None and (earlier.handling == "C") != confidential:
                write.rehandled.append(id_)
        else:
            grade, confidential = self._sources.get(values.get("source_id", ""), _UNGRADED)
        values["id"] = id_
        if write.spec.open_days is not None:
            start, end = write.spec.open_days
            values.setdefault(start, FIRST_DAY)
            values.setdefault(end, LAST_DAY)
        if kind in NODE_KINDS:
            values |= spellings(values, closed=confidential)
        _set_clocks(values, known_from, superseded_at, confidential)
        values["grade"] = grade
        values["digest"] = digest
        values["version"] = 1
        if earlier is not None and known_from < earlier.known_from:
            write.backdated.append(id_)
        (write.new if earlier is None else write.changed).append(values)

    def _check_link(self, spec: FileSpec, row: Row, stored: Stored, write: Write) -> None:
        values = row.values
        id_ = self.identify(spec, values)
        before = len(self._problems)
        good = row.good
        if id_ is None:
            good = False
        elif id_ in self._seen:
            self._report_repeated(spec, row, id_)
            good = False
        type_: str = values.get("type", "")
        from_id: str = values.get("from_id", "")
        to_id: str = values.get("to_id", "")
        good = self._check_ends(spec, row, type_, from_id, to_id) and good
        if "source_id" in values:
            good = self._check_reference(spec, row, _SOURCE_COLUMN, None) and good
        role = values.get("role")
        if role is not None and type_ and role not in _ROLES[type_]:
            roles = RELATIONSHIPS[type_].roles
            expected = "one of " + ", ".join(roles) if roles else f"nothing: {type_} has no roles"
            self._report(spec, row, "role", "the role is not one of its type", expected, value=role)
        if type_ == "STAYS_AT" and "detail" in values:
            self._check_hours(spec, row)
        if "valid_to" in values:
            self._check_intervals(spec, row)
        earlier = None if id_ is None else stored.links.get(id_)
        if id_ is not None and (earlier is not None or id_ in stored.records):
            self._check_same_link(spec, row, id_, earlier)
        known_from = self._known_from(values, self._instant, earlier)
        self._check_clocks(spec, row, known_from)
        good = good and len(self._problems) == before
        if id_ is not None and id_ not in self._seen:
            self._seen[id_] = _RELATIONSHIP if good else _RELATIONSHIP | _REJECTED
        if not good or id_ is None:
            write.rejected += 1
            return
        if self._recorded and "recorded_at" in values:
            self._warn_of_early_link(spec, row, from_id, to_id, known_from)
        if type_ == "LIVES_AT" and role == "MAIN":
            self._check_homes(spec, row, from_id)
        if type_ == "PARENT_OF" and role in _OLDER_THAN_CHILD:
            self._check_parent(spec, row, from_id, to_id)
        self._sort_link(id_, values, known_from, earlier, write)

    def _sort_link(self, id_: str, values: Values, known_from: int, earlier: StoredLink | None, write: Write) -> None:
        """Put a good relationship where it belongs, as a LinkRow."""
        get = values.get
        type_: str = values["type"]
        superseded_at: int | None = get("superseded_at")
        digest = _link_digest(values)
        if earlier is not None and earlier.digest == digest:
            if superseded_at == earlier.superseded_at:
                write.unchanged += 1
                return
            if superseded_at is not None:
                write.ended_links.setdefault(type_, []).append({"id": id_, "superseded_at": superseded_at})
                return
        source_id: str | None = get("source_id")
        grade, confidential = _UNGRADED if source_id is None else self._sources[source_id]
        start: str | None = get("valid_from")
        end: str | None = get("valid_to")
        end_blank = None
        if end is None:
            end = LAST_DAY
            if type_ in EVENT_TYPES:
                end_blank = True
                end = FIRST_DAY if start is None else _day_after(start)
        status = get("status", "ASSERTED")
        known_to = LAST_INSTANT if superseded_at is None else superseded_at
        if earlier is not None and known_from < earlier.known_from:
            write.backdated_links.setdefault(type_, []).append(id_)
        group = write.new_links if earlier is None else write.changed_links
        group.setdefault(type_, []).append(
            (
                values["from_id"],
                values["to_id"],
                id_,
                get("role"),
                start or FIRST_DAY,
                end,
                end_blank,
                get("recorded_at", known_from),
                superseded_at,
                source_id,
                get("assertion", "FACT"),
                status,
                get("detail"),
                known_from,
                known_to,
                FIRST_INSTANT if confidential else known_to,
                grade,
                status != "REFUTED" and grade in USABLE_GRADES,
                digest,
            )
        )

    # Single rules -------------------------------------------------------------------------------------------------

    def _known_from(self, values: Values, blank: int, earlier: StoredRecord | StoredLink | None) -> int:
        """From when the row's version is known; a later version never begins before the one it supersedes."""
        recorded_at: int | None = values.get("recorded_at")
        if earlier is None:
            return blank if recorded_at is None else recorded_at
        if "superseded_at" in values:
            if isinstance(earlier, StoredLink):
                digest = _link_digest(values)
            else:
                digest = _digest({name: value for name, value in values.items() if name != "superseded_at"})
            if digest == earlier.digest:
                return earlier.stated_from
        # Not its `known_from`: grading a source anew makes versions of what rests on it, and corrects no row.
        if recorded_at is not None and recorded_at > earlier.stated_from:
            return recorded_at
        return self._instant

    def _check_clocks(self, spec: FileSpec, row: Row, known_from: int) -> None:
        values = row.values
        recorded_at: int | None = values.get("recorded_at")
        if recorded_at is not None and recorded_at > self._instant:
            self._report(
                spec,
                row,
                "recorded_at",
                "the instant is in the future",
                f"an instant up to {_instant_text(self._instant)}",
                value=_instant_text(recorded_at),
            )
        superseded_at: int | None = values.get("superseded_at")
        if superseded_at is not None and superseded_at <= known_from:
            self._report(
                spec,
                row,
                "superseded_at",
                "the record would end before it is known, or at once",
                f"an instant after {_instant_text(known_from)}, from which it is known",
                value=_instant_text(superseded_at),
            )

    def _check_intervals(self, spec: FileSpec, row: Row) -> None:
        for interval in spec.intervals:
            start, end = row.values.get(interval.start), row.values.get(interval.end)
            if start is None or end is None or start < end or (start == end and not interval.half_open):
                continue
            problem = "the interval is empty" if start == end else "the interval runs backwards"
            least = "after" if interval.half_open else "not before"
            expected = f"{least} {interval.start}, {start}"
            self._report(spec, row, interval.end, problem, expected, value=str(end))

    def _check_hours(self, spec: FileSpec, row: Row) -> None:
        assert HOURS.parse is not None
        try:
            HOURS.parse(row.values["detail"])
        except ValueError as error:
            expected = "the whole hours of a usual stay, such as 12"
            self._report(spec, row, "detail", f"the value {error}", expected, value=row.values["detail"])

    def _check_ends(self, spec: FileSpec, row: Row, type_: str, from_id: str, to_id: str) -> bool:
        """Whether both ends are records of kinds that the type may join."""
        start = self._seen.get(from_id) or self._stored.get(from_id, 0)
        end = self._seen.get(to_id) or self._stored.get(to_id, 0)
        if type_ and (start << 8 | end) in _ENDS[type_] and from_id != to_id:
            return True
        if from_id and from_id == to_id:
            self._report(spec, row, "to_id", "the relationship leads to where it starts", "another record")
        allowed = RELATIONSHIPS[type_].ends if type_ else ()
        starts, ends = {pair[0] for pair in allowed}, {pair[1] for pair in allowed}
        good = self._check_id(spec, row, "from_id", from_id, start, starts, f"at the start of {type_}")
        return self._check_id(spec, row, "to_id", to_id, end, ends, f"at the end of {type_}") and good

    def _check_reference(self, spec: FileSpec, row: Row, column: Column, own_id: str | None) -> bool:
        value = row.values[column.name]
        if value.__class__ is str and value != own_id and self._seen.get(value) in _CODES[column.refers_to]:
            return True
        good = True
        for id_ in value if isinstance(value, list) else (value,):
            if id_ == own_id:
                self._report(spec, row, column.name, "the record refers to itself", "another record", value=id_)
                continue
            code = self._seen.get(id_) or self._stored.get(id_, 0)
            where = f"in {column.name}"
            good = self._check_id(spec, row, column.name, id_, code, column.refers_to, where) and good
        return good

    def _check_id(
        self, spec: FileSpec, row: Row, column: str, id_: str, code: int, kinds: Collection[Kind], where: str
    ) -> bool:
        """Whether `id_` names a record of one of `kinds` that was not rejected; blank ids and kinds are not judged."""
        if not id_:
            return True
        kind = _KIND_OF_CODE.get(code & _CODE)
        if kind in kinds and not code & _REJECTED:
            return True
        expected = _a_or(kinds)
        if not code:
            problem = "no record has this id, neither in the bundle nor in the store"
            if id_ in self._circle:
                problem = "the buildings go round in a circle"
            self._report(
                spec, row, column, problem, "the id of " + expected if expected else "a record's id", value=id_
            )
            return False
        if expected and kind not in kinds:
            what = "a relationship" if kind is None else _a(kind.value)
            self._report(spec, row, column, f"the id names {what}, which may not stand {where}", expected, value=id_)
            return False
        if code & _REJECTED:
            if self._skip_invalid:
                self._report(spec, row, column, "it refers to a rejected row", "a row that is good", value=id_)
            return False
        return True

    def _check_same_link(self, spec: FileSpec, row: Row, id_: str, earlier: StoredLink | None) -> None:
        """An id that comes back must name the same relationship."""
        values = row.values
        ends = (values.get("from_id"), values.get("to_id"))
        if earlier is None:
            self._report(spec, row, "id", "the id names a record in the store", "an id of its own", value=id_)
        elif earlier.type != values.get("type"):
            expected = f"{earlier.type}, as in the store"
            self._report(
                spec, row, "type", "the id came back with another type", expected, value=values.get("type", "")
            )
        elif ends != (earlier.from_id, earlier.to_id) and (
            earlier.type not in _SYMMETRIC or ends != (earlier.to_id, earlier.from_id)
        ):
            column = "from_id" if ends[0] != earlier.from_id else "to_id"
            expected = f"{earlier.from_id if column == 'from_id' else earlier.to_id}, as in the store"
            self._report(spec, row, column, "the id came back with another end", expected, value=values.get(column, ""))

    def _check_person(self, spec: FileSpec, row: Row, id_: str) -> None:
        born: str | None = row.values.get("date_of_birth")
        if born is not None and _is_known_birth(born):
            self._births[id_] = born
        elif born is not None:
            problem = "a birth on this day mostly stands for one that is not known"
            warning = _warning(spec, row, "date_of_birth", born, problem, "the day of birth, or a blank cell")
            self._warnings.append(warning)
        if "pnc_id" in row.values:
            self._check_pnc(spec, row, id_)

    def _check_pnc(self, spec: FileSpec, row: Row, id_: str) -> None:
        pnc_id = row.values["pnc_id"]
        first = self._pnc_ids.setdefault(pnc_id, id_)
        if first != id_:
            self._warnings.append(_of_one_pnc_id(spec, row, first))
            return
        for other in sorted(self._stored_pnc_ids.get(pnc_id, set()) - {id_}):
            self._doubts.append((_of_one_pnc_id(spec, row, other), partial(self._stands, other)))

    def people_with(self, pnc_ids: Iterable[tuple[str, str]]) -> None:
        """Remember whose PNC IDs the store holds (pairs of PNC ID and person)."""
        for pnc_id, person_id in pnc_ids:
            self._stored_pnc_ids.setdefault(pnc_id, set()).add(person_id)

    def parents_of(self, stored: Iterable[tuple[str, str, str]]) -> None:
        """Remember whose parents the store holds: child, parent, and the relationship between them."""
        for child, parent, id_ in stored:
            self._stored_parents.setdefault(child, {})[id_] = parent

    def _check_parent(self, spec: FileSpec, row: Row, parent: str, child: str) -> None:
        values = row.values
        if "superseded_at" in values or values.get("status") == "REFUTED":
            return
        births = self._births.get(parent), self._births.get(child)
        if births[0] is not None and births[1] is not None and births[0] >= births[1]:
            problem = "the parent was not born before the child"
            self._warnings.append(
                _warning(spec, row, "from_id", parent, problem, "a parent who is older than the child")
            )
        lines = self._lines_above(parent)
        if any(above == child for _, above, _ in lines):
            problem = "the parents go round in a ring: the child is an ancestor of the parent"
            warning = _warning(spec, row, "to_id", child, problem, "a child who is no ancestor of the parent")
            if _descends(parent, child, [line for line in lines if not line[2]]):
                self._warnings.append(warning)
            else:
                self._doubts.append(
                    (
                        warning,
                        lambda: _descends(parent, child, [line for line in lines if self._stands(line[2])]),
                    )
                )
        known = self._parents.get(child, ())
        if parent not in known:
            self._parents[child] = (*known, parent)

    def _lines_above(self, person: str) -> list[tuple[str, str, str]]:
        """Who is known to be whose parent above a person: child, parent, and the relationship where the store alone says so."""
        lines, seen, waiting = [], {person}, [person]
        while waiting:
            child = waiting.pop()
            above = [(child, parent, "") for parent in self._parents.get(child, ())]
            stored = self._stored_parents.get(child, {})
            above += [(child, parent, id_) for id_, parent in stored.items() if self._stands(id_)]
            waiting += {parent for _, parent, _ in above} - seen
            seen.update(parent for _, parent, _ in above)
            lines += above
        return lines

    def homes_of(self, stored: Iterable[tuple[str, str, str, str]]) -> None:
        """Remember main addresses that the store holds: person, relationship, first day, first day without."""
        for person, id_, start, end in stored:
            self._stored_homes.setdefault(person, {})[id_] = start, end

    def _check_homes(self, spec: FileSpec, row: Row, person_id: str) -> None:
        values = row.values
        if "superseded_at" in values or values.get("status") == "REFUTED":
            return
        start, end = values.get("valid_from", FIRST_DAY), values.get("valid_to", LAST_DAY)
        homes = self._homes.setdefault(person_id, [])
        stored = self._stored_homes.get(person_id, {})
        beside = [id_ for id_, (since, until) in stored.items() if start < until and since < end]
        problem = "the person has another main address at the same time"
        warning = _warning(spec, row, "from_id", person_id, problem, "main addresses that do not overlap")
        if any(start < until and since < end for since, until in homes):
            self._warnings.append(warning)
        elif beside:
            self._doubts.append((warning, lambda: any(map(self._stands, beside))))
        homes.append((start, end))

    def _stands(self, id_: str) -> bool:
        """Whether no good row read so far says anew what the store holds under an id; a blank id is of no row of the store."""
        code = self._seen.get(id_, 0)
        return not code or bool(code & _REJECTED)

    def settle(self) -> None:
        """Once all is read: warn of what disagrees with the store and was not said anew, and put the warnings in order."""
        self._warnings += [warning for warning, holds in self._doubts if holds()]
        self._doubts.clear()
        self._warnings.sort(key=lambda each: (_PLACES.get(each.file, -1), each.line))

    def _warn_of_early_link(self, spec: FileSpec, row: Row, from_id: str, to_id: str, known_from: int) -> None:
        latest = max(self._recorded.get(from_id, FIRST_INSTANT), self._recorded.get(to_id, FIRST_INSTANT))
        if known_from < latest:
            problem = "the relationship is recorded before its ends; it is seen once all are known"
            expected = f"an instant from {_instant_text(latest)} on"
            warning = _warning(spec, row, "recorded_at", _instant_text(known_from), problem, expected)
            self._warnings.append(warning)

    def _report_repeated(self, spec: FileSpec, row: Row, id_: str) -> None:
        if "id" in row.values:
            self._report(spec, row, "id", "the id is already taken in this bundle", "an id of its own", value=id_)
            return
        names = spec.identity or ("type", "from_id", "to_id", "role", "valid_from")
        value = ", ".join(str(row.values.get(name, "")) for name in names)
        expected = "another " + ", ".join(names)
        self._report(spec, row, names[0], "an earlier row is about the same record", expected, value=value)

    def _report(
        self, spec: FileSpec, row: Row, column: str, problem: str, expected: str, *, value: str | None = None
    ) -> None:
        text = str(row.values.get(column, "")) if value is None else value
        self._problems.append(Problem(spec.name, row.line, column, shown(text), problem, expected))


_LINKS: Final = FILES[-1]
_PLACES: Final = {spec.name: place for place, spec in enumerate(FILES)}
_SOURCE_COLUMN: Final = next(column for column in _LINKS.columns if column.name == "source_id")


@lru_cache
def _references(spec: FileSpec) -> tuple[str, ...]:
    names = tuple(column.name for column in spec.columns if column.refers_to)
    return (*names, "from_id", "to_id") if spec.kind is None else names


def _warning(spec: FileSpec, row: Row, column: str, value: str, problem: str, expected: str) -> Problem:
    return Problem(spec.name, row.line, column, shown(value), problem, expected)


def _of_one_pnc_id(spec: FileSpec, row: Row, other: str) -> Problem:
    problem = f"another person has this PNC ID: {other}"
    return _warning(spec, row, "pnc_id", row.values["pnc_id"], problem, "one person for each")


def _descends(person: str, ancestor: str, lines: Sequence[tuple[str, str, str]]) -> bool:
    """Whether somebody descends from an ancestor by these lines, as `_lines_above` has them."""
    reached = {person}
    while further := {parent for child, parent, _ in lines if child in reached} - reached:
        reached |= further
    return ancestor in reached


def _set_clocks(values: Values, known_from: int, superseded_at: int | None, confidential: bool) -> None:
    known_to = LAST_INSTANT if superseded_at is None else superseded_at
    values["known_from"] = known_from
    values["known_to"] = known_to
    values["open_to"] = FIRST_INSTANT if confidential else known_to
    if superseded_at is not None:
        values["superseded_at"] = superseded_at


def _is_known_birth(day: str) -> bool:
    return _NO_BIRTH_UNTIL < day < _NO_BIRTH_FROM


def _a(word: str) -> str:
    return ("an " if word[0] in "AEIO" else "a ") + word


def _a_or(kinds: Collection[Kind]) -> str:
    return " or ".join(_a(kind.value) for kind in Kind if kind in kinds)


def _a_stored(id_: str | None, stored: Stored) -> str:
    record = stored.records.get(id_ or "")
    return "a relationship" if record is None else _a(record.kind.value)
