"""What surrounds every request: its correlation id, the security headers, the metrics, and the net under all errors."""

import time
from collections.abc import Callable
from typing import Final

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from graph_service.errors import ErrorCode
from graph_service.http.correlation import new_correlation_id
from graph_service.http.metrics import count_codes, count_request
from graph_service.http.problems import INTERNAL_MESSAGE, log_unexpected, problem
from graph_service.http.wire import JsonAnswer

STRICT_POLICY: Final = "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
"""The content policy of an answer that is no page."""
_HEADERS: Final = (
    (b"x-content-type-options", b"nosniff"),
    (b"referrer-policy", b"no-referrer"),
    (b"x-frame-options", b"DENY"),
    (b"cross-origin-opener-policy", b"same-origin"),
    (b"cross-origin-resource-policy", b"same-origin"),
    (b"permissions-policy", b"camera=(), geolocation=(), microphone=()"),
)
_FALLBACKS: Final = ((b"content-security-policy", STRICT_POLICY.encode()), (b"cache-control", b"no-store"))


class Envelope:
    """The outermost part of the application."""

    def __init__(self, app: ASGIApp, route_of: Callable[[str], str]) -> None:
        self._app = app
        self._route_of = route_of

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        correlation = new_correlation_id()
        begun = time.perf_counter()
        status = 0

        async def sending(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                headers = list(message["headers"])
                given = {name for name, _ in headers}
                headers += _HEADERS
                headers += [pair for pair in _FALLBACKS if pair[0] not in given]
                headers.append((b"x-correlation-id", correlation.encode()))
                message = {**message, "headers": headers}
            await send(message)

        try:
            await self._app(scope, receive, sending)
        except Exception as error:
            log_unexpected(error, route=self._route_of(scope["path"]))
            if status == 0:
                described = problem(ErrorCode.INTERNAL, INTERNAL_MESSAGE, correlation)
                count_codes([described])
                await JsonAnswer({"errors": [described]}, 500)(scope, receive, sending)
        finally:
            count_request(self._route_of(scope["path"]), status, time.perf_counter() - begun)
