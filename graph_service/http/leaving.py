"""Stops the work on a request once its client has gone, so that no statement goes on in the store for nobody.

What is done for good, such as ending a session, is not stopped half-way: it is `finished`.
"""

import asyncio
from collections.abc import Callable, Coroutine
from typing import Any, TypeVar

from starlette.requests import ClientDisconnect
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from graph_service.http.headers import header

_T = TypeVar("_T")


async def finished(work: Coroutine[Any, Any, _T]) -> _T:
    """What work comes to that goes on to its end once it has begun, though its client leaves meanwhile."""
    task = asyncio.create_task(work)
    try:
        return await asyncio.shield(task)
    except asyncio.CancelledError:
        await asyncio.wait((task,))
        if not task.cancelled():
            # Nobody is left to be told of it.
            task.exception()
        raise


class Leaving:
    """Cancels the application's work where the client leaves before the answer is sent."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        task = asyncio.current_task()
        assert task is not None
        answered = left = False

        def leave() -> None:
            nonlocal left
            if not answered and not left:
                left = True
                task.cancel()

        async def sending(message: Message) -> None:
            nonlocal answered
            # The server reports the end of an answer just as it reports a client that has gone.
            answered = message["type"] == "http.response.body" and not message.get("more_body", False)
            await send(message)

        incoming = _Incoming(receive, leave)
        try:
            if not _has_body(scope):
                await incoming.prepare()
            await self._app(scope, incoming.receive, sending)
            if left:
                await asyncio.sleep(0)
        except (asyncio.CancelledError, ClientDisconnect):
            if not left:
                raise
        finally:
            incoming.close()
            if left:
                task.uncancel()


class _Incoming:
    """What the client sends. Once the request is whole, all that can still come is that the client leaves."""

    def __init__(self, receive: Receive, leave: Callable[[], None]) -> None:
        self._receive = receive
        self._leave = leave
        self._prepared: Message | None = None
        self._gone = asyncio.Event()
        self._watch: asyncio.Task[None] | None = None

    async def prepare(self) -> None:
        """Take the one message of a request without a body, so that leaving is noticed though nobody reads it."""
        self._prepared = await self.receive()

    async def receive(self) -> Message:
        """The next message, for the application."""
        if self._prepared is not None:
            message, self._prepared = self._prepared, None
            return message
        if self._watch is not None:
            await self._gone.wait()
            return {"type": "http.disconnect"}
        message = await self._receive()
        if message["type"] == "http.disconnect":
            self._leave()
        elif not message.get("more_body", False):
            self._watch = asyncio.create_task(self._until_gone())
        return message

    async def _until_gone(self) -> None:
        await self._receive()
        self._gone.set()
        self._leave()

    def close(self) -> None:
        """Stop looking."""
        if self._watch is not None:
            self._watch.cancel()


def _has_body(scope: Scope) -> bool:
    length = header(scope, b"content-length")
    return length not in (None, "0") or header(scope, b"transfer-encoding") is not None
