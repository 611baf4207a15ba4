"""What a resolver knows of the request it serves: who asks, why, of which store, and what the audit entry will say."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from graph_service.audit.events import Action, EntryPoint, Event
from graph_service.audit.log import AuditLog
from graph_service.errors import Forbidden
from graph_service.model.clock import View, now
from graph_service.queries.view_session import ViewSession
from graph_service.security.identity import Identity, Permission
from graph_service.settings import Settings
from graph_service.store.graph import Reader


@dataclass(slots=True, kw_only=True)
class RequestContext:
    """`info.context` of every resolver; made once per operation.

    `started_at` is the one instant that stands for "now" in the whole operation. `views` and `disclosed` gather what the
    audit entry names: the views asked at, and the ids of those the answer speaks about. `audit`: the log that what is recorded is
    put on; None where nothing can be.
    """

    identity: Identity
    purpose: str | None
    correlation_id: str
    graph: Reader
    settings: Settings
    audit: AuditLog | None = None
    channel: EntryPoint = EntryPoint.API
    started_at: datetime = field(default_factory=now)
    views: dict[View, None] = field(default_factory=dict)
    disclosed: dict[str, None] = field(default_factory=dict)

    def view_session(self, as_of: date | None = None, known_at: datetime | None = None) -> ViewSession:
        """The viewer asking the store at a view; defaults are today in London and the operation's own instant."""
        view = View.at(as_of, known_at or self.started_at)
        self.views[view] = None
        return ViewSession(self.graph, self.settings, view, self.identity.clearance)

    def require(self, permission: Permission) -> None:
        """Raise Forbidden unless the role has the permission, and, to read records by themselves, may do so here."""
        identity = self.identity
        identity.must_have(permission)
        if permission is Permission.READ_RECORD and not identity.reads_records(
            every_case=self.settings.opens_every_case
        ):
            raise Forbidden("Your role reads records through the cases that are open to you, not by themselves.")

    def event(
        self,
        action: Action,
        outcome: str,
        operation: str | None,
        *,
        asked: Mapping[str, tuple[str, ...]],
        details: Mapping[str, str | int],
        fields: tuple[str, ...] = (),
    ) -> Event:
        """The audit entry of the operation, as far as it has come; what is given beside is as in `Event`."""
        return Event(
            user=self.identity.user,
            role=self.identity.role,
            cleared=self.identity.cleared,
            channel=self.channel,
            action=action,
            outcome=outcome,
            purpose=self.purpose,
            operation=operation,
            fields=fields,
            asked=asked,
            views=tuple(self.views),
            disclosed=tuple(self.disclosed),
            details=details,
            correlation_id=self.correlation_id,
        )

    def opens_case(self, offender_id: str) -> bool:
        """Whether this offender's case is open to the viewer; one that is not looks like one that does not exist."""
        return self.identity.opens_case(offender_id, every_case=self.settings.opens_every_case)
