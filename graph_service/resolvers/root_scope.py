"""One root field's question: who asks, at which view, and the statements that its nested fields share."""

import asyncio
import hmac
import secrets
from collections.abc import Callable, Hashable
from datetime import date, datetime
from typing import Any, Final, TypeVar

from graph_service.model.clock import View
from graph_service.queries.records import read_rows
from graph_service.queries.shapes import CompiledShape
from graph_service.resolvers.context import RequestContext
from graph_service.security.cursors import Cursors

_T = TypeVar("_T")
_SEAL_KEY: Final = secrets.token_bytes(32)


def sealed_handle(record_id: str) -> str:
    """What stands for the id of a sealed record: the same within this process, and no way back."""
    return "sealed-" + hmac.new(_SEAL_KEY, record_id.encode(), "sha256").hexdigest()[:20]


class RootScope:
    """What every object below a root field shares. Made once for each root field."""

    __slots__ = ("_loaders", "_shared", "context", "session", "today", "view")

    def __init__(self, context: RequestContext, as_of: date | None = None, known_at: datetime | None = None) -> None:
        self.context = context
        self.session = context.view_session(as_of, known_at)
        self.view: View = self.session.view
        self.today = self.view.as_of.isoformat()
        self._loaders: dict[int, _Loader] = {}
        self._shared: dict[Hashable, Any] = {}

    def cursors(self) -> Cursors:
        """What seals the places of lists."""
        return Cursors.of(self.context.settings)

    async def row(self, plan: CompiledShape, record_id: str) -> list[Any] | None:
        """The row of one record, by a statement of its own: for root fields."""
        return (await read_rows(self.session, plan, (record_id,))).get(record_id)

    async def shared_row(self, plan: CompiledShape, record_id: str) -> list[Any] | None:
        """The row of one record; rows that fields below a list ask for at the same time come in one statement."""
        loader = self._loaders.get(id(plan))
        if loader is None:
            loader = self._loaders[id(plan)] = _Loader(self, plan)
        return await loader.load(record_id)

    def shared(self, key: Hashable, make: Callable[[], _T]) -> _T:
        """The one object that stands for `key` below this root field."""
        found: _T | None = self._shared.get(key)
        if found is None:
            found = self._shared[key] = make()
        return found


class _Loader:
    """Gathers the ids that concurrent fields ask of one plan, and asks for them together."""

    def __init__(self, scope: RootScope, plan: CompiledShape) -> None:
        self._scope = scope
        self._plan = plan
        self._found: dict[str, asyncio.Future[list[Any] | None]] = {}
        self._waiting: list[str] = []
        self._task: asyncio.Task[None] | None = None

    async def load(self, record_id: str) -> list[Any] | None:
        future = self._found.get(record_id)
        if future is None:
            future = self._found[record_id] = asyncio.get_running_loop().create_future()
            self._waiting.append(record_id)
            if len(self._waiting) == 1:
                self._task = asyncio.create_task(self._ask())
        try:
            return await asyncio.shield(future)
        except asyncio.CancelledError:
            # Whoever else waits is of the same operation, and is given up with it.
            if self._task is not None:
                self._task.cancel()
            raise

    async def _ask(self) -> None:
        await asyncio.sleep(0)
        ids, self._waiting = self._waiting, []
        try:
            rows = await read_rows(self._scope.session, self._plan, ids)
        except Exception as error:
            for record_id in ids:
                self._found[record_id].set_exception(error)
            return
        for record_id in ids:
            self._found[record_id].set_result(rows.get(record_id))
