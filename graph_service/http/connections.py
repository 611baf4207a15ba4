"""How long a client may take to send a request, and how large its head may be.

uvicorn waits for ever for a head or a body that never ends; whoever opens enough of these leaves no connection for others.
"""

import asyncio
from http import HTTPStatus
from typing import Any, Final

from uvicorn.config import Config
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

from graph_service.settings import Settings

MAX_HEAD: Final = 32 * 1024
"""The largest head of a request, its first line and its headers, in bytes."""
MAX_HEADERS: Final = 100
"""The most headers of a request."""


class HeadTooLarge(Exception):
    """The head of a request is larger than the limit."""


class LimitedConnection(HttpToolsProtocol):
    """A connection that is closed where a request takes too long to arrive, or its head is too large."""

    head_s: float = 0.0
    body_s: float = 0.0

    def __init__(self, config: Config, *arguments: Any, **more: Any) -> None:
        super().__init__(config, *arguments, **more)
        self._deadline: asyncio.TimerHandle | None = None
        self._in_head = True
        self._head_bytes = 0
        self._head_size = 0
        self._too_large = False

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Wait for the first head."""
        super().connection_made(transport)
        self._wait(self.head_s)

    def connection_lost(self, exc: Exception | None) -> None:
        """Wait no longer."""
        self._stop_waiting()
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        """Take more of a request; whatever comes between requests begins the next one."""
        if self._deadline is None:
            self._wait(self.head_s)
        self._head_bytes += len(data)
        super().data_received(data)
        # A header that has not ended yet is in the parser alone.
        if self._head_bytes > MAX_HEAD and self._in_head and not self.transport.is_closing():
            self._refuse(HTTPStatus.REQUEST_HEADER_FIELDS_TOO_LARGE)

    def on_message_begin(self) -> None:
        """Begin a head."""
        self._head_size = 0
        super().on_message_begin()

    def on_url(self, url: bytes) -> None:
        """Take a part of the address."""
        super().on_url(url)
        self._must_fit(len(url))

    def on_header(self, name: bytes, value: bytes) -> None:
        """Take a header."""
        super().on_header(name, value)
        self._must_fit(len(name) + len(value))

    def on_headers_complete(self) -> None:
        """Begin the answer, and wait for the body."""
        self._in_head = False
        self._wait(self.body_s)
        super().on_headers_complete()

    def on_message_complete(self) -> None:
        """Wait for nothing until something comes."""
        self._in_head = True
        self._head_bytes = 0
        self._stop_waiting()
        super().on_message_complete()

    def send_400_response(self, msg: str) -> None:
        """Refuse what cannot be read, and say so where it was too large to be."""
        if self._too_large:
            self._refuse(HTTPStatus.REQUEST_HEADER_FIELDS_TOO_LARGE)
        else:
            super().send_400_response(msg)

    def _must_fit(self, more: int) -> None:
        self._head_size += more
        if self._head_size > MAX_HEAD or len(self.headers) > MAX_HEADERS:
            self._too_large = True
            raise HeadTooLarge

    def _wait(self, seconds: float) -> None:
        self._stop_waiting()
        self._deadline = self.loop.call_later(seconds, self._late)

    def _stop_waiting(self) -> None:
        if self._deadline is not None:
            self._deadline.cancel()
            self._deadline = None

    def _late(self) -> None:
        self._deadline = None
        answering = self.cycle is not None and not self.cycle.more_body and not self.cycle.response_complete
        # What came while an answer is on its way is no reason to break the answer off.
        if not answering and not self.transport.is_closing():
            self._refuse(HTTPStatus.REQUEST_TIMEOUT)

    def _refuse(self, status: HTTPStatus) -> None:
        """Close the connection, with a status where no answer has begun."""
        cycle = self.cycle
        under_way = cycle is not None and not cycle.response_complete
        if not (under_way and cycle.response_started):
            head = f"HTTP/1.1 {status.value} {status.phrase}\r\nconnection: close\r\ncontent-length: 0\r\n\r\n"
            self.transport.write(head.encode())
        if under_way:
            cycle.disconnected = True
            cycle.message_event.set()
        self.transport.close()


def connections_of(settings: Settings) -> type[asyncio.Protocol]:
    """The protocol of uvicorn with the limits of the settings."""

    class Connection(LimitedConnection):
        head_s = settings.head_timeout_s
        body_s = settings.body_timeout_s

    return Connection
