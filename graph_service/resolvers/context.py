"""What a resolver knows of the request it serves: who asks, why, of which store, and what the audit entry will say."""

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from graph_service.domain import View, now
from graph_service.errors import Forbidden
from graph_service.graph import Graph
from graph_service.queries.reading import Reading
from graph_service.security.identity import Identity, Permission
from graph_service.settings import Settings


@dataclass(slots=True, kw_only=True)
class RequestContext:
    """`info.context` of every resolver; made once per operation.

    `started_at` is the one instant that stands for "now" in the whole operation. `loaders` is for what resolvers share
    within it. `views` and `disclosed` gather what the audit entry names: the views asked at, and the ids of those the
    answer speaks about.
    """

    identity: Identity
    purpose: str | None
    correlation_id: str
    graph: Graph
    settings: Settings
    started_at: datetime = field(default_factory=now)
    loaders: dict[Any, Any] = field(default_factory=dict)
    views: dict[View, None] = field(default_factory=dict)
    disclosed: dict[str, None] = field(default_factory=dict)

    def reading(self, as_of: date | None = None, known_at: datetime | None = None) -> Reading:
        """The viewer asking the store at a view; defaults are today in London and the operation's own instant."""
        view = View.at(as_of, known_at or self.started_at)
        self.views[view] = None
        return Reading(self.graph, self.settings, view, self.identity.sight)

    def require(self, permission: Permission) -> None:
        """Raise Forbidden unless the role has the permission."""
        if not self.identity.may(permission):
            raise Forbidden(f"The role {self.identity.role} may not do this.")

    def opens_case(self, offender_id: str) -> bool:
        """Whether this offender's case is open to the viewer; one that is not looks like one that does not exist."""
        return self.identity.opens_case(offender_id, every_case=self.settings.opens_every_case)

    def disclose(self, *record_ids: str) -> None:
        """Say for the audit entry whom the answer speaks about."""
        for record_id in record_ids:
            self.disclosed[record_id] = None
