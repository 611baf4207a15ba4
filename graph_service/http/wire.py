"""Answers as bytes: JSON, its media type, and the headers every answer carries."""

from collections.abc import Mapping
from typing import Any, Final

import orjson
from starlette.types import Receive, Scope, Send

JSON: Final = "application/json"
GRAPHQL_JSON: Final = "application/graphql-response+json"


class JsonAnswer:
    """A finished JSON answer; an ASGI application that sends it."""

    __slots__ = ("_body", "_headers", "status")

    def __init__(
        self, body: Any, status: int = 200, *, media_type: str = JSON, headers: Mapping[str, str] | None = None
    ) -> None:
        self.status = status
        self._body = orjson.dumps(body)
        self._headers = [
            (b"content-type", f"{media_type}; charset=utf-8".encode()),
            (b"content-length", str(len(self._body)).encode()),
            # Answers hold personal data: nothing between here and the reader may keep them.
            (b"cache-control", b"no-store"),
            *((name.lower().encode(), value.encode()) for name, value in (headers or {}).items()),
        ]

    async def __call__(self, _scope: Scope, _receive: Receive, send: Send) -> None:
        await send({"type": "http.response.start", "status": self.status, "headers": self._headers})
        await send({"type": "http.response.body", "body": self._body})


def challenge(*, invalid_token: bool) -> dict[str, str]:
    """The header of an answer to a caller who is not known."""
    detail = ', error="invalid_token"' if invalid_token else ""
    return {"WWW-Authenticate": f'Bearer realm="graph-service"{detail}'}
