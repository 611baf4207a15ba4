"""Records facts: judged by the rules of an import, written in one transaction together with their entries of the audit log.

One at a time: whoever writes waits for the turn, so that what was read before is still so when it is written. What is refused, and
what is only tried (`dry_run`), leaves the store as it was.
"""

import asyncio
import uuid
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Generic, TypeVar

from graph_service.audit.events import Event, Note
from graph_service.audit.log import AuditLog
from graph_service.errors import AuditUnavailable, ComponentUnavailable
from graph_service.facts.cells import cells_of
from graph_service.facts.receipts import (
    Receipt,
    content_of,
    keep_note,
    keep_receipt,
    receipt_key,
    stored_receipt,
    write_note,
)
from graph_service.facts.viewer import Viewer, cells_seen, link_cells_seen, seen_ids
from graph_service.importing.checking import Checker
from graph_service.importing.judging import judge_rows
from graph_service.importing.problems import Problem
from graph_service.importing.reading import Row
from graph_service.importing.writing import ImportTransaction
from graph_service.model.clock import from_microseconds, now, to_microseconds
from graph_service.model.columns import FileSpec
from graph_service.model.vocabulary import Kind
from graph_service.queries.planning import plan_cases
from graph_service.queries.view_session import ViewSession
from graph_service.recording.identity import identify
from graph_service.recording.rows import Fault, Values
from graph_service.recording.versions import StoredLink, StoredRecord
from graph_service.store.budget import waiting
from graph_service.store.graph import Graph, Reader, WriteTransaction

_T = TypeVar("_T")


@dataclass(frozen=True, slots=True)
class FactFault:
    """Why something was not recorded, or what should be looked at. `column`: the cell concerned, empty where none is; `code` is for
    programs."""

    column: str
    message: str
    code: str


@dataclass(frozen=True, slots=True)
class Fact:
    """What a user wants recorded: cells of one row of a file, by column.

    `operation`: what was asked for; `client_key` makes a repeat harmless; `expected_version`: of the record that it changes;
    `must_exist`: it changes a record and makes none; `follows`: of a decision, the id of the one that the user thinks stands, empty
    where none does.
    """

    operation: str
    spec: FileSpec
    given: Mapping[str, Any]
    client_key: str | None = None
    expected_version: int | None = None
    dry_run: bool = False
    must_exist: bool = False
    follows: str | None = None

    @property
    def weighed(self) -> bool:
        """Whether it may be recorded depends on what the case shows."""
        return self.spec.kind is Kind.DISCLOSURE


@dataclass(frozen=True, slots=True)
class Recorded:
    """What became of a fact. Where it was refused, `faults` say why and the rest is blank.

    `id`, `version`: of the record; `ends`: of a relationship, the ids of both; `at`: from when it is known; `number`: of the change
    of the store, 0 where it was as it is.
    `doubts`: what should be looked at and kept nothing from being recorded.
    """

    id: str = ""
    ends: tuple[str, ...] = ()
    version: int = 0
    at: datetime | None = None
    number: int = 0
    faults: tuple[FactFault, ...] = ()
    doubts: tuple[FactFault, ...] = ()
    replayed: bool = False


@dataclass(frozen=True, slots=True)
class Answered(Generic[_T]):
    """What became of facts, each in its turn, and what was read of them."""

    recorded: tuple[Recorded, ...]
    read: _T

    @property
    def is_refused(self) -> bool:
        """Whether one of them was refused, so that none is recorded."""
        return any(one.faults for one in self.recorded)


class FactRefused(Exception):
    """A fact is not recorded, for these reasons."""

    def __init__(self, *faults: FactFault) -> None:
        super().__init__()
        self.faults = faults


class _OnlyTried(Exception):
    """Facts were to be tried: the transaction is left without a trace."""


Check = Callable[[ViewSession, Fact, Values], Awaitable[None]]
"""What else must hold of a fact's row before it is written, as the viewer sees the store; raises FactRefused."""
Entry = Callable[[Fact, Recorded], Event]
"""The entry of the audit log about a fact that was recorded."""
Read = Callable[[Reader, tuple[Recorded, ...]], Awaitable[_T]]
"""What is read of facts that have been written."""


@dataclass(frozen=True, slots=True)
class Recorder:
    """Records facts in one store, each with its entry in one audit log.

    `patience_s`: how long to wait for the turn to write. What is then done takes as long as it needs, so that a slow machine breaks
    nothing.
    """

    graph: Graph
    audit: AuditLog
    patience_s: float

    async def record(
        self, facts: Sequence[Fact], user: str, viewer: Viewer, entry: Entry, check: Check, read: Read[_T]
    ) -> Answered[_T]:
        """Record facts, all or none, each of which may name those before it; or say what is wrong, and read what is to be answered.

        Where one of them is only to be tried, all are. Raises ComponentUnavailable where the store fails, and AuditUnavailable
        where the log cannot be written. Nothing is recorded then, unless the log failed after the store had the facts: the
        store keeps their entries then, and they are written before anything else is answered.
        """
        if not await self.audit.is_usable():
            raise AuditUnavailable("The audit log cannot be written, so nothing is recorded.")
        dry_run = any(fact.dry_run for fact in facts)
        if dry_run or any(fact.weighed for fact in facts):
            await plan_cases(self.graph, viewer.settings)
        notes: list[Note] = []
        recorded: list[Recorded] = []
        tried: Answered[_T] | None = None
        try:
            with waiting():
                async with self.graph.writing(timeout_s=0) as transaction:
                    await _take_turn(transaction, self.patience_s)
                    instant = now()
                    for fact in facts:
                        one = await _Recording(transaction, fact, viewer, user, check).write(instant)
                        recorded.append(one)
                        if one.number and not one.replayed and not dry_run:
                            notes.append(Note.of(entry(fact, one), uuid.uuid4().hex, self.audit.length))
                            await keep_note(transaction, notes[-1])
                    if dry_run:
                        tried = Answered(tuple(recorded), await read(transaction, tuple(recorded)))
                        raise _OnlyTried
        except FactRefused as refused:
            # Those before it were undone with it.
            blank = [Recorded() for _ in facts]
            blank[len(recorded)] = Recorded(faults=refused.faults)
            recorded = blank
        except _OnlyTried:
            assert tried is not None
            return tried
        if notes and not any(one.faults for one in recorded):
            # Whoever asked may leave: what was recorded is put on record all the same.
            await asyncio.shield(_write_notes(self.graph, self.audit, notes))
        return Answered(tuple(recorded), await read(self.graph, tuple(recorded)))


async def _write_notes(graph: Graph, audit: AuditLog, notes: Sequence[Note]) -> None:
    for note in notes:
        await write_note(graph, audit, note)


async def _take_turn(transaction: WriteTransaction, patience_s: float) -> None:
    """Wait until nobody else is writing. Raises ComponentUnavailable where that takes too long."""
    try:
        async with asyncio.timeout(patience_s):
            await ImportTransaction(transaction, batch=1).take_turn(to_microseconds(now()))
    except TimeoutError:
        raise ComponentUnavailable(
            "Somebody else is writing to the store just now. Nothing was recorded; please try again."
        ) from None


class _Recording:
    """One fact on its way into the store."""

    def __init__(self, transaction: WriteTransaction, fact: Fact, viewer: Viewer, user: str, check: Check) -> None:
        self._transaction = transaction
        self._store = ImportTransaction(transaction, batch=1)
        self._fact = fact
        self._viewer = viewer
        self._user = user
        self._check = check

    async def write(self, instant: datetime) -> Recorded:
        """Write the fact as known from an instant, with its receipt; or answer as it was answered before. Raises FactRefused."""
        fact, store = self._fact, self._store
        key = None if fact.client_key is None else receipt_key(self._user, fact.client_key)
        content = content_of(fact.operation, fact.given)
        if key is not None and (receipt := await stored_receipt(self._transaction, key)):
            if receipt.content != content:
                raise FactRefused(
                    _fault(
                        "client_key",
                        "This key stands for something else that was recorded",
                        "a key of its own",
                        "KEY_REUSED",
                    )
                )
            at = from_microseconds(receipt.at)
            return Recorded(receipt.id, tuple(receipt.ends), receipt.version, at, receipt.number, replayed=True)
        await store.open()
        session = self._viewer.session(self._transaction, instant)
        recorded = await self._write_row(session, instant)
        if key is not None and not fact.dry_run:
            await keep_receipt(
                self._transaction,
                Receipt(
                    key,
                    content,
                    recorded.id,
                    list(recorded.ends),
                    recorded.version,
                    to_microseconds(instant),
                    recorded.number,
                ),
            )
        return recorded

    async def _write_row(self, session: ViewSession, instant: datetime) -> Recorded:
        fact, store = self._fact, self._store
        values, faults, standing = await self._cells(session)
        problems: list[Problem] = []
        warnings: list[Problem] = []
        at = to_microseconds(instant)
        checker = Checker(at, skip_invalid=False, problems=problems, warnings=warnings, known_from=at)
        row = Row(0, values, good=not faults)
        # What the viewer does not see is not there for them, as a reference least of all.
        named = checker.unknown(fact.spec, [row])
        checker.learn(named - await seen_ids(session, named), {})
        write = await judge_rows(checker, store, fact.spec, [row])
        checker.settle()
        found = (*map(_of_fault, faults), *map(_of_problem, problems))
        if found:
            raise FactRefused(*found)
        self._must_stand(standing)
        await self._check(session, fact, values)
        await store.write(write)
        await store.finish()
        await store.close()
        number = 0
        if any(write.counts()):
            number = await store.note_change(at, {fact.spec.name.removesuffix(".csv"): 1}, kind="RECORD")
        id_ = identify(fact.spec, values) or ""
        stored = await self._stored(id_, values.get("type"))
        version = 0 if stored is None else stored.version
        ends = (values["from_id"], values["to_id"]) if fact.spec.kind is None else ()
        return Recorded(id_, ends, version, instant, number, doubts=tuple(map(_of_problem, warnings)))

    async def _cells(self, session: ViewSession) -> tuple[Values, Sequence[Fault], StoredRecord | StoredLink | None]:
        """The cells of the row, what is wrong with any, and what the store holds of the record."""
        fact = self._fact
        given = dict(fact.given)
        own_id = given.get("id")
        if own_id is None and any(column.name == "id" for column in fact.spec.columns) and fact.spec.kind is not None:
            given["id"] = f"{fact.spec.kind.lower()}-{uuid.uuid4().hex}"
        values, faults = cells_of(fact.spec, given, {})
        id_ = values.get("id") if fact.spec.kind is None else identify(fact.spec, values)
        stored = None if id_ is None else await self._stored(id_, None)
        standing: Values | None = None
        if isinstance(stored, StoredRecord) and stored.kind is fact.spec.kind:
            standing = await cells_seen(session, fact.spec, str(id_))
        elif isinstance(stored, StoredLink) and fact.spec.kind is None:
            standing = await link_cells_seen(session, fact.spec, str(id_), stored)
        if fact.must_exist and standing is None:
            raise FactRefused(_fault("id", "No relationship has this id", "the id of a relationship", "NOT_FOUND"))
        if stored is not None and standing is None:
            raise FactRefused(_fault("id", "The id is taken", "an id of its own", "INVALID"))
        if standing is not None:
            # A user says what changes; a row of a bundle says all.
            kept = {name: value for name, value in standing.items() if name not in given}
            values, faults = cells_of(fact.spec, given, kept)
        return values, faults, stored

    async def _stored(self, id_: str, type_: str | None) -> StoredRecord | StoredLink | None:
        """What the store holds under an id, a relationship of this type or of any."""
        if self._fact.spec.kind is None:
            stored = await self._store.stored({type_ or "": [id_]}, [] if type_ else [id_], links=True)
            return stored.links.get(id_) or stored.records.get(id_)
        stored = await self._store.stored({"": [id_]}, [id_], links=False)
        return stored.records.get(id_) or stored.links.get(id_)

    def _must_stand(self, stored: StoredRecord | StoredLink | None) -> None:
        """Raise FactRefused where another version stands than the user thinks."""
        expected = self._fact.expected_version
        stands = 0 if stored is None else stored.version
        if expected is not None and expected != stands:
            what = f"version {stands} stands there now" if stands else "there is no such record yet"
            raise FactRefused(FactFault("expected_version", f"Somebody has changed this since: {what}.", "STALE"))


def cell_faults(fact: Fact) -> tuple[FactFault, ...]:
    """What is wrong with the cells that a fact gives, whatever the store holds: all at once, before anything is tried."""
    faults = cells_of(fact.spec, fact.given, {})[1]
    return tuple(_of_fault(fault) for fault in faults if fact.given.get(fault.column) not in (None, ""))


def _fault(column: str, problem: str, expected: str, code: str) -> FactFault:
    return FactFault(column, f"{problem}. Expected {expected}.", code)


def _of_fault(fault: Fault) -> FactFault:
    blank = fault.problem == "the cell is blank"
    return _said(fault.column, fault.problem, fault.expected, "REQUIRED" if blank else "INVALID")


def _of_problem(problem: Problem) -> FactFault:
    return _said(problem.column, problem.problem, problem.expected, "INVALID")


def _said(column: str, problem: str, expected: str, code: str) -> FactFault:
    return _fault(column, problem[0].upper() + problem[1:], expected, code)
