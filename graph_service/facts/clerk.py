"""Somebody who records, in one request: what they may record, what they see, and what the audit log says of it.

By the API and by pages alike, so that neither takes what the other refuses.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Protocol, TypeVar

from graph_service.audit.events import OK, Action, Event
from graph_service.facts.access import Access
from graph_service.facts.deciding import decision_cells, must_be_a_move
from graph_service.facts.recorder import Answered, Fact, Read, Recorded, Recorder
from graph_service.facts.viewer import Viewer
from graph_service.model.vocabulary import Kind
from graph_service.queries.view_session import ViewSession
from graph_service.recording.rows import Values

_T = TypeVar("_T")


class MakeEntry(Protocol):
    """Makes an entry of the audit log about the request."""

    def __call__(
        self,
        action: Action,
        outcome: str,
        operation: str | None,
        *,
        asked: Mapping[str, tuple[str, ...]],
        details: Mapping[str, str | int],
        fields: tuple[str, ...] = (),
    ) -> Event:
        """The entry, as far as the request has come."""
        ...


@dataclass(frozen=True, slots=True)
class Clerk:
    """Whoever records by one request."""

    recorder: Recorder
    access: Access
    entry: MakeEntry

    async def record(self, facts: Sequence[Fact], read: Read[_T]) -> Answered[_T]:
        """Record facts, all or none, by every rule; or say what is wrong. Raises as `Recorder.record` does."""
        identity = self.access.identity
        viewer = Viewer(self.access.settings, identity.clearance)
        facts = [
            replace(fact, given=decision_cells(fact.given, identity.user)) if fact.weighed else fact for fact in facts
        ]
        return await self.recorder.record(facts, identity.user, viewer, self._entry, self._check, read)

    async def _check(self, session: ViewSession, fact: Fact, values: Values) -> None:
        await self.access.must_be_open(session, fact.spec, values)
        if fact.spec.kind is Kind.DISCLOSURE:
            await must_be_a_move(session, fact, values)

    def _entry(self, fact: Fact, recorded: Recorded) -> Event:
        """The entry of a fact: which records, never what is said of them."""
        named: dict[str, tuple[str, ...]] = {"id": (recorded.id,)}
        for column in fact.spec.columns:
            value = fact.given.get(column.name)
            if value is not None and (column.refers_to or column.name in ("from_id", "to_id")):
                named[column.name] = tuple(value) if isinstance(value, list) else (str(value),)
        action = Action.DECISION if fact.spec.kind is Kind.DISCLOSURE else Action.RECORD
        details = {"version": recorded.version, "change": recorded.number}
        return self.entry(action, OK, None, fields=(fact.operation,), asked=named, details=details)
