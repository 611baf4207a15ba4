"""How long an operation may take. Time in which it waits for the store to plan a statement does not count."""

import asyncio
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from contextvars import ContextVar


class _Budget:
    """A timeout that stands still while anything of the operation waits, and with it that of the operation it is part of."""

    def __init__(self, timeout: asyncio.Timeout, outer: "_Budget | None") -> None:
        self._timeout = timeout
        self._outer = outer
        self._waiting = 0
        self._left = 0.0

    def pause(self) -> None:
        """Stand still."""
        if self._outer is not None:
            self._outer.pause()
        ends = self._timeout.when()
        if self._waiting == 0 and ends is not None and not self._timeout.expired():
            self._left = ends - asyncio.get_running_loop().time()
            self._timeout.reschedule(None)
        self._waiting += 1

    def resume(self) -> None:
        """Go on, once nothing waits any more."""
        if self._outer is not None:
            self._outer.resume()
        self._waiting -= 1
        if self._waiting == 0 and not self._timeout.expired():
            self._timeout.reschedule(asyncio.get_running_loop().time() + self._left)


_budget: ContextVar[_Budget | None] = ContextVar("budget", default=None)


@asynccontextmanager
async def budget(seconds: float) -> AsyncIterator[None]:
    """Raise TimeoutError where the block takes longer than `seconds`, waits aside."""
    async with asyncio.timeout(seconds) as timeout:
        before = _budget.set(_Budget(timeout, _budget.get()))
        try:
            yield
        finally:
            _budget.reset(before)


@contextmanager
def waiting() -> Iterator[None]:
    """A block that does not count towards the budget of the operation it belongs to, if it has one."""
    mine = _budget.get()
    if mine is None:
        yield
        return
    mine.pause()
    try:
        yield
    finally:
        mine.resume()
