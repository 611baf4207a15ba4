"""GraphQL over HTTP: graphql-server's view, with the service's own identity, limits, executor and answers.

A question that is well formed as HTTP is answered with 200 where the client takes `application/json`, whatever GraphQL
says of it; where it takes `application/graphql-response+json`, a refusal has the status of its code. No identity is 401
and a body over the limit 413 in either.
"""

from collections.abc import Mapping
from functools import lru_cache
from typing import Any, Final, Literal

import orjson
from graphql import GraphQLSchema
from graphql_server.asgi import GraphQL as GraphQLView
from graphql_server.http import GraphQLRequestData
from graphql_server.http.exceptions import HTTPException
from starlette.requests import Request
from starlette.types import Message, Receive, Scope, Send

from graph_service.audit.events import EntryPoint
from graph_service.audit.log import AuditLog
from graph_service.errors import Forbidden, GraphServiceError, InputRefused, TooComplex, Unauthenticated
from graph_service.http.authentication import Authentication, Caller
from graph_service.http.correlation import correlation_id
from graph_service.http.execution import Executor, GraphQLRequest, GraphQLResponse, NotOverGet
from graph_service.http.headers import header
from graph_service.http.metrics import count_codes
from graph_service.http.problems import STATUS, of_refusal, status_of
from graph_service.http.wire import GRAPHQL_JSON, JSON, JsonAnswer, challenge
from graph_service.resolvers.context import RequestContext
from graph_service.security.purpose import read_purpose
from graph_service.settings import Settings
from graph_service.store.graph import Graph

MAX_BODY: Final = 256 * 1024
"""The largest body, in bytes."""
_METHODS: Final = ("GET", "POST")
_ALLOW: Final = {"Allow": ", ".join(_METHODS)}


class BodyTooLarge(TooComplex):
    """The body is larger than the limit."""


class _Unfit(Exception):
    """A request of somebody known that is refused before GraphQL has a say in it."""

    def __init__(self, error: GraphServiceError, status: int, headers: Mapping[str, str] | None = None) -> None:
        super().__init__(status)
        self.error = error
        self.status = status
        self.headers = headers


class GraphQLEndpoint(GraphQLView[RequestContext, None]):
    """`/graphql`: POST, and GET for queries. One document a request, no batches."""

    def __init__(
        self,
        schema: GraphQLSchema,
        executor: Executor,
        authentication: Authentication,
        graph: Graph,
        audit: AuditLog,
        settings: Settings,
    ) -> None:
        super().__init__(schema, graphql_ide=None)
        self._executor = executor
        self._authentication = authentication
        self._graph = graph
        self._audit = audit
        self._settings = settings

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        answer = await self._answer(scope, receive)
        await answer(scope, receive, send)

    async def _answer(self, scope: Scope, receive: Receive) -> JsonAnswer:
        media_type = negotiate(header(scope, b"accept"))
        try:
            caller = await self._authentication.caller(scope)
            try:
                return await self._asked_by(caller, media_type, scope, receive)
            except _Unfit as unfit:
                await self._authentication.refused(caller, unfit.error)
                return _refused(unfit.error, unfit.status, media_type or JSON, unfit.headers)
        except Unauthenticated as error:
            told = header(scope, b"authorization") is not None
            return _refused(error, 401, media_type or JSON, challenge(invalid_token=told))
        except GraphServiceError as error:
            return _refused(error, status_of(error), media_type or JSON)

    async def _asked_by(self, caller: Caller, media_type: str | None, scope: Scope, receive: Receive) -> JsonAnswer:
        """The executor's answer, which is on record. Raises _Unfit where a request does not come to it."""
        # A cookie comes along with what a page elsewhere sends; where the browser says so, it is believed. A token does not.
        if caller.channel is EntryPoint.PAGE and header(scope, b"sec-fetch-site") not in (None, "same-origin", "none"):
            raise _Unfit(Forbidden("A session is good for questions from its own pages."), 403)
        if scope["method"] not in _METHODS:
            raise _Unfit(InputRefused("Use POST, or GET for queries."), 405, _ALLOW)
        if media_type is None:
            raise _Unfit(InputRefused(f"Only {GRAPHQL_JSON} and {JSON} can be answered."), 406)
        if scope["method"] == "POST" and not _is_json(header(scope, b"content-type")):
            raise _Unfit(InputRefused(f"The body must be {JSON} in UTF-8."), 415)
        try:
            context = RequestContext(
                identity=caller.identity,
                purpose=read_purpose(header(scope, b"x-purpose")),
                correlation_id=correlation_id.get(),
                graph=self._graph,
                settings=self._settings,
                audit=self._audit,
                channel=caller.channel,
            )
            request = Request(scope, _limited(scope, receive))
            return await self.run(request, context=context, root_value=None)  # type: ignore[return-value]
        except BodyTooLarge as error:
            raise _Unfit(error, 413) from None
        except HTTPException as error:
            allow = {"Allow": "POST"} if error.status_code == 405 else None
            raise _Unfit(InputRefused(f"{error.reason}."), error.status_code, allow) from None
        except GraphServiceError as error:
            raise _Unfit(error, STATUS[error.code]) from None

    def decode_json(self, data: str | bytes) -> object:
        """Read a body or a parameter."""
        return orjson.loads(data)

    async def get_graphql_request_data(
        self,
        request: Any,
        context: RequestContext,
        data: Any,
        protocol: Literal["http", "http-strict", "multipart-subscription", "subscription"],
    ) -> GraphQLRequestData:
        """Check the members of a request that graphql-server takes as they are."""
        if not isinstance(data, dict):
            raise HTTPException(400, "The body must be one JSON object; batches are not answered")
        if not isinstance(data.get("query"), str) or not data["query"]:
            raise HTTPException(400, "`query` must be a text")
        if not isinstance(data.get("operationName"), str | None):
            raise HTTPException(400, "`operationName` must be a text")
        if protocol != "subscription":
            strict = negotiate(request.headers.get("accept")) == GRAPHQL_JSON
            protocol = "http-strict" if strict else "http"
        return await super().get_graphql_request_data(request, context, data, protocol)

    async def execute_operation(  # type: ignore[override]
        self, request_adapter: Any, request_data: GraphQLRequestData, context: RequestContext, **_: Any
    ) -> GraphQLResponse:
        """Answer by the executor, which neither raises nor leaks."""
        question = GraphQLRequest(
            text=request_data.query or "",
            operation_name=request_data.operation_name or None,
            variables=request_data.variables or {},
            read_only=request_adapter.method == "GET",
        )
        try:
            return await self._executor.run(question, context)
        except NotOverGet as error:
            # graphql-server passes only its own exceptions on.
            raise HTTPException(405, str(error).removesuffix(".")) from None

    async def process_result(self, request: Any, result: Any, strict: bool = False) -> Any:
        """Leave the answer as the executor made it."""
        return result

    def create_response(self, response_data: Any, sub_response: Any, is_strict: bool) -> Any:
        """The bytes of an answer, and its status."""
        answer: GraphQLResponse = response_data
        if answer.errors:
            count_codes(answer.errors)
        status = STATUS[answer.refusal] if is_strict and answer.refusal is not None else 200
        return JsonAnswer(answer.body, status, media_type=GRAPHQL_JSON if is_strict else JSON)


@lru_cache(maxsize=256)
def negotiate(accept: str | None) -> str | None:
    """The media type to answer with, for an Accept header; None where neither can be. Ties go to the newer one."""
    if accept is None or not accept.strip():
        return JSON
    weights = {GRAPHQL_JSON: -1.0, JSON: -1.0}
    precise = {GRAPHQL_JSON: -1, JSON: -1}
    for part in accept.split(","):
        name, *parameters = (piece.strip().lower() for piece in part.split(";"))
        weight = _weight(parameters)
        for offered in weights:
            rank = {"*/*": 0, "application/*": 1, offered: 2}.get(name, -1)
            if rank > precise[offered]:
                precise[offered], weights[offered] = rank, weight
    best = max(weights.values())
    if best <= 0:
        return None
    # A wildcard alone says nothing of the newer type: such clients may not know it.
    if weights[GRAPHQL_JSON] == best and precise[GRAPHQL_JSON] == 2:
        return GRAPHQL_JSON
    return JSON if weights[JSON] > 0 else GRAPHQL_JSON


def _weight(parameters: list[str]) -> float:
    for parameter in parameters:
        if parameter.startswith("q="):
            try:
                return min(max(float(parameter[2:]), 0.0), 1.0)
            except ValueError:
                return 0.0
    return 1.0


@lru_cache(maxsize=256)
def _is_json(content_type: str | None) -> bool:
    name, *parameters = (piece.strip().lower() for piece in (content_type or "").split(";"))
    charsets = [value.partition("=")[2].strip('"') for value in parameters if value.startswith("charset=")]
    return name == JSON and all(charset in ("utf-8", "utf8") for charset in charsets)


def _limited(scope: Scope, receive: Receive) -> Receive:
    """`receive` that stops at the limit. Raises BodyTooLarge at once where the length is announced."""
    announced = header(scope, b"content-length")
    if announced is not None and announced.isdecimal() and int(announced) > MAX_BODY:
        raise _too_large()
    taken = 0

    async def limited() -> Message:
        nonlocal taken
        message = await receive()
        taken += len(message.get("body", b""))
        if taken > MAX_BODY:
            raise _too_large()
        return message

    return limited


def _too_large() -> BodyTooLarge:
    return BodyTooLarge(f"The body is larger than {MAX_BODY // 1024} KiB.")


def _refused(
    error: GraphServiceError, status: int, media_type: str, headers: Mapping[str, str] | None = None
) -> JsonAnswer:
    count_codes([{"extensions": {"code": error.code.value}}])
    body = {"errors": [of_refusal(error, correlation_id.get())]}
    return JsonAnswer(body, status, media_type=media_type, headers=headers)
