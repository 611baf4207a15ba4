"""From parsed rows to what the store is to hold.

Rows pass in reading order, so whatever a row refers to has been judged before it. Each passes the same stages: which
record it is about, what the rules of recording say of it, what it says of the record that the store does not hold yet, and
whether it agrees with other records. Pure: what the store already holds is handed in.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import lru_cache
from typing import Final, NamedTuple

from graph_service.importing.batches import Stored, Write
from graph_service.importing.problems import Problem, shown
from graph_service.importing.reading import Row
from graph_service.importing.waiting import WaitingAddresses
from graph_service.model.columns import FILES, FileSpec
from graph_service.model.grades import USABLE_GRADES
from graph_service.model.vocabulary import FIRST_INSTANT, Handling, Kind
from graph_service.recording import rules
from graph_service.recording.agreement import Agreement
from graph_service.recording.identity import digest, identify, link_digest
from graph_service.recording.register import Register
from graph_service.recording.rows import Doubt, Fault, Verdict
from graph_service.recording.versions import (
    WITHOUT_SOURCE,
    Grading,
    StoredLink,
    StoredRecord,
    known_from,
    link_version,
    record_version,
)

_LINKS: Final = FILES[-1]
_PLACES: Final = {spec.name: place for place, spec in enumerate(FILES)}
_SOURCE_COLUMN: Final = next(column for column in _LINKS.columns if column.name == "source_id")


class _Good(NamedTuple):
    """A row that passed the rules. `digest`: of what it says; `known_from`: from when, in microseconds since 1970."""

    id: str
    row: Row
    digest: int
    known_from: int

    @property
    def superseded_at(self) -> int | None:
        """When what it says ended."""
        ended: int | None = self.row.values.get("superseded_at")
        return ended


class Checker:
    """Judges every row of one bundle, and remembers of each no more than later rows need.

    `instant`: the moment of the import, in microseconds since 1970. With `skip_invalid` a row that refers to a rejected
    one is a problem of its own; without, only the first cause is. `known_from`: from when a record is known whose row does not
    say when it was recorded, a relationship's apart, which is known from the import.
    """

    def __init__(
        self,
        instant: int,
        *,
        skip_invalid: bool,
        problems: list[Problem],
        warnings: list[Problem],
        known_from: int = FIRST_INSTANT,
    ) -> None:
        self._instant = instant
        self._known_from = known_from
        self._problems = problems
        self._warnings = warnings
        self._register = Register()
        self._references = rules.References(self._register, reports_rejected=skip_invalid)
        self._waiting = WaitingAddresses(self._register)
        self._gradings: dict[str, Grading] = {}
        self._regraded_at: dict[str, int] = {}
        self._unsettled: list[tuple[Problem, Callable[[], bool]]] = []
        self.agreement = Agreement(self._register)

    # What to look up in the store ---------------------------------------------------------------------------------

    def unknown(self, spec: FileSpec, rows: Sequence[Row]) -> set[str]:
        """The ids that these rows refer to and nobody has yet looked for."""
        named: set[str] = set()
        for column in _references(spec):
            for row in rows:
                value = row.values.get(column)
                if value is not None:
                    named.update(value if isinstance(value, list) else (value,))
        return self._register.unknown(named)

    def learn(self, ids: Iterable[str], records: dict[str, StoredRecord]) -> None:
        """Remember what the store holds of `ids`; those it does not hold are known to be absent."""
        for id_ in ids:
            record = records.get(id_)
            self._register.learn(id_, None if record is None else record.kind)
            if record is not None:
                if record.kind is Kind.SOURCE:
                    self._gradings.setdefault(id_, Grading(record.grade, record.handling == Handling.C))
                    if record.version > 1:
                        self._regraded_at.setdefault(id_, record.known_from)
                self.agreement.learn(id_, record)

    # Judging ------------------------------------------------------------------------------------------------------

    def check(self, spec: FileSpec, rows: Sequence[Row], stored: Stored) -> Write:
        """Judge rows of one file; what is good is in the answer, what is not among the problems."""
        write = Write(spec)
        for row in rows:
            id_ = identify(spec, row.values)
            if spec.kind is None:
                self._check_link(spec, row, id_, stored, write)
            elif "building_id" not in row.values or not self._waiting.takes(row, id_):
                self._check_record(spec, spec.kind, row, id_, stored, write)
        return write

    def waiting(self, size: int) -> Iterator[list[Row]]:
        """Once its file is read: the rows that waited for a building, in lists of at most `size`, buildings first."""
        return self._waiting.batches(size)

    def settle(self) -> None:
        """Once all is read: warn of what disagrees with the store and was not said anew, and put the warnings in order."""
        self._warnings += [warning for warning, holds in self._unsettled if holds()]
        self._unsettled.clear()
        self._warnings.sort(key=lambda each: (_PLACES.get(each.file, -1), each.line))

    # Records ------------------------------------------------------------------------------------------------------

    def _check_record(
        self, spec: FileSpec, kind: Kind, row: Row, id_: str | None, stored: Stored, write: Write
    ) -> None:
        values = row.values
        earlier = None if id_ is None else stored.records.get(id_)
        verdict = self._begin(spec, row, id_)
        free = id_ is None or rules.check_no_clash(kind, values, earlier, stored.links.get(id_), verdict)
        for column in spec.columns:
            if column.refers_to and column.name in values:
                self._references.check_cell(column, values, id_, verdict)
        rules.check_intervals(spec, values, verdict)
        said = digest(values)
        known = known_from(values, said, earlier, blank=self._known_from, instant=self._instant)
        rules.check_clocks(values, known, self._instant, verdict)
        if not self._end(spec, row, id_ if free else None, verdict) or id_ is None:
            write.rejected += 1
            return
        if kind is Kind.PERSON:
            self._warn(spec, row, self.agreement.of_person(id_, values))
        elif kind is Kind.SOURCE:
            self._gradings[id_] = Grading.of(values)
        self.agreement.of_record(id_, known if earlier is None else earlier.first_known)
        self._place_record(kind, _Good(id_, row, said, known), earlier, write)

    def _place_record(self, kind: Kind, good: _Good, earlier: StoredRecord | None, write: Write) -> None:
        """Put a good row where it belongs: new, changed, ended or unchanged."""
        id_, values = good.id, good.row.values
        if earlier is not None and earlier.digest == good.digest:
            if good.superseded_at == earlier.superseded_at:
                write.unchanged += 1
                return
            if good.superseded_at is not None:
                write.ended.append({"id": id_, "superseded_at": good.superseded_at})
                return
        if kind is Kind.SOURCE:
            grading = self._gradings[id_]
            if earlier is not None:
                self._regraded_at[id_] = good.known_from
                self._note_change_of_source(good, grading, earlier, write)
        else:
            grading = self._gradings.get(values.get("source_id", ""), WITHOUT_SOURCE)
        if self._is_backdated(good):
            write.backdated.append(id_)
        version = record_version(write.spec, kind, values, id_, good.known_from, grading, good.digest)
        (write.new if earlier is None else write.changed).append(version)

    def _is_backdated(self, good: _Good) -> bool:
        """Whether what a row says is known from before its source was last graded anew: views until then have the grade of then."""
        return good.known_from < self._regraded_at.get(good.row.values.get("source_id", ""), FIRST_INSTANT)

    def _note_change_of_source(self, good: _Good, grading: Grading, earlier: StoredRecord, write: Write) -> None:
        """What rests on a source is graded and handled as the source is."""
        if earlier.grade != grading.grade:
            usable = grading.grade in USABLE_GRADES
            write.regraded.append({"id": good.id, "grade": grading.grade, "usable": usable, "from": good.known_from})
        if (earlier.handling == Handling.C) != grading.confidential:
            write.rehandled.append(good.id)

    # Relationships ------------------------------------------------------------------------------------------------

    def _check_link(self, spec: FileSpec, row: Row, id_: str | None, stored: Stored, write: Write) -> None:
        values = row.values
        earlier = None if id_ is None else stored.links.get(id_)
        verdict = self._begin(spec, row, id_)
        self._references.check_ends(values, verdict)
        if "source_id" in values:
            self._references.check_cell(_SOURCE_COLUMN, values, None, verdict)
        rules.check_role(values, verdict)
        rules.check_hours(values, verdict)
        rules.check_intervals(spec, values, verdict)
        if id_ is not None and (earlier is not None or id_ in stored.records):
            rules.check_same_link(values, id_, earlier, verdict)
        said = link_digest(values)
        known = known_from(values, said, earlier, blank=self._instant, instant=self._instant)
        rules.check_clocks(values, known, self._instant, verdict)
        if not self._end(spec, row, id_, verdict) or id_ is None:
            write.rejected += 1
            return
        self._warn(spec, row, self.agreement.of_link(values, known))
        self._place_link(_Good(id_, row, said, known), earlier, write)

    def _place_link(self, good: _Good, earlier: StoredLink | None, write: Write) -> None:
        """Put a good relationship where it belongs: new, changed, ended or unchanged."""
        id_, values = good.id, good.row.values
        type_: str = values["type"]
        if earlier is not None and earlier.digest == good.digest:
            if good.superseded_at == earlier.superseded_at:
                write.unchanged += 1
                return
            if good.superseded_at is not None:
                write.ended_links.setdefault(type_, []).append({"id": id_, "superseded_at": good.superseded_at})
                return
        source_id: str | None = values.get("source_id")
        grading = WITHOUT_SOURCE if source_id is None else self._gradings[source_id]
        if self._is_backdated(good):
            write.backdated_links.setdefault(type_, []).append(id_)
        group = write.new_links if earlier is None else write.changed_links
        group.setdefault(type_, []).append(link_version(values, id_, good.known_from, grading, good.digest))

    # What both have in common -------------------------------------------------------------------------------------

    def _begin(self, spec: FileSpec, row: Row, id_: str | None) -> Verdict:
        """The verdict on a row before any rule of its kind; it is good where its cells were and its id is its own."""
        verdict = Verdict(good=row.good and id_ is not None)
        if id_ is not None and (self._register.is_judged(id_) or id_ in self._waiting):
            rules.check_first(spec, row.values, id_, verdict)
        return verdict

    def _end(self, spec: FileSpec, row: Row, id_: str | None, verdict: Verdict) -> bool:
        """Put the verdict on record, under the id where that is free; whether the row is good."""
        for fault in verdict.faults:
            self._problems.append(_problem(spec, row, fault))
        if id_ is not None and not self._register.is_judged(id_):
            self._register.enter(id_, spec.kind, good=verdict.good)
        return verdict.good

    def _warn(self, spec: FileSpec, row: Row, doubts: Iterable[Doubt]) -> None:
        for fault, holds in doubts:
            if holds is None:
                self._warnings.append(_problem(spec, row, fault))
            else:
                self._unsettled.append((_problem(spec, row, fault), holds))


@lru_cache
def _references(spec: FileSpec) -> tuple[str, ...]:
    names = tuple(column.name for column in spec.columns if column.refers_to)
    return (*names, "from_id", "to_id") if spec.kind is None else names


def _problem(spec: FileSpec, row: Row, fault: Fault) -> Problem:
    return Problem(spec.name, row.line, fault.column, shown(fault.value), fault.problem, fault.expected)
