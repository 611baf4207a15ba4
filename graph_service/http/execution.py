"""One GraphQL operation from its text to its audited answer; the same for the API, the pages and the command line.

Order: read the document (kept from last time), choose the operation, check permission and purpose, execute within a
time budget, write the audit entry, answer. Nothing that reads personal data is answered, and nothing refused, without its
entry.
"""

import asyncio
from collections.abc import Awaitable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from inspect import isawaitable
from typing import Any, Final

from graphql import ExecutionResult, GraphQLSchema, OperationType, execute, get_operation_ast

from graph_service.audit.events import ABANDONED, NOT_SHOWN, OK, Action
from graph_service.audit.log import AuditLog
from graph_service.errors import ErrorCode, GraphServiceError, InputRefused, PurposeRequired, TimedOut, TooComplex
from graph_service.http.documents import Documents, InvalidDocument, Operation, Prepared
from graph_service.http.problems import (
    INTERNAL_MESSAGE,
    TIMED_OUT_MESSAGE,
    log_unexpected,
    of_document,
    of_execution,
    of_refusal,
)
from graph_service.resolvers.context import RequestContext
from graph_service.schema.execution import PickingExecution
from graph_service.store.budget import budget

_STATEMENTS_IN_A_ROW: Final = 3
"""An operation may take as long as so many statements at their limit."""


class NotOverGet(InputRefused):
    """GET is for queries alone."""


@dataclass(frozen=True, slots=True)
class GraphQLRequest:
    """What a client sends: a document, which of its operations, and the values of its variables."""

    text: str
    operation_name: str | None = None
    variables: Mapping[str, Any] = field(default_factory=dict)
    read_only: bool = False


@dataclass(frozen=True, slots=True)
class GraphQLResponse:
    """What GraphQL answers. `refusal` is set when the operation was not executed to its end: then there is no `data`."""

    data: dict[str, Any] | None
    errors: list[dict[str, Any]]
    refusal: ErrorCode | None = None

    @property
    def body(self) -> dict[str, Any]:
        """The answer as it is sent."""
        if self.refusal is not None:
            return {"errors": self.errors}
        return {"errors": self.errors, "data": self.data} if self.errors else {"data": self.data}

    @classmethod
    def refused(cls, error: GraphServiceError, correlation_id: str) -> "GraphQLResponse":
        """The answer to an operation that was not executed."""
        return cls(None, [of_refusal(error, correlation_id)], error.code)


class Executor:
    """Executes operations against one schema, with one audit log."""

    def __init__(self, schema: GraphQLSchema, audit: AuditLog, *, production: bool, query_timeout_s: float) -> None:
        self._schema = schema
        self._audit = audit
        self._documents = Documents(schema, production=production)
        self._budget_s = query_timeout_s * _STATEMENTS_IN_A_ROW

    async def run(self, question: GraphQLRequest, context: RequestContext) -> GraphQLResponse:
        """Answer a question; never raises for what the question or a component did wrong, but says so in the answer."""
        operation: Operation | None = None
        try:
            prepared = self._documents.prepare(question.text)
            operation = _choose(prepared, question.operation_name)
            _must_fit_method(operation.type, question)
            _admit(operation, context)
            result = await self._execute(prepared, operation, question, context)
        except InvalidDocument as invalid:
            meant = get_operation_ast(invalid.document, question.operation_name) if invalid.document else None
            _must_fit_method(meant.operation if meant else OperationType.QUERY, question)
            problems = [of_document(error, context.correlation_id) for error in invalid.errors]
            return await self._refuse(problems, ErrorCode.BAD_USER_INPUT, None, question, context)
        except NotOverGet:
            raise
        except GraphServiceError as error:
            problems = [of_refusal(error, context.correlation_id)]
            return await self._refuse(problems, error.code, operation, question, context)
        return await self._conclude(result, operation, question, context)

    async def _execute(
        self, prepared: Prepared, operation: Operation, question: GraphQLRequest, context: RequestContext
    ) -> ExecutionResult:
        try:
            async with budget(self._budget_s):
                result = execute(
                    self._schema,
                    prepared.document,
                    context_value=context,
                    variable_values=dict(question.variables),
                    operation_name=operation.name,
                    execution_context_class=PickingExecution,
                )
                return await result if isawaitable(result) else result
        except TimeoutError:
            raise TimedOut(TIMED_OUT_MESSAGE) from None
        except RecursionError:
            raise TooComplex("The question is nested too deeply.") from None
        except asyncio.CancelledError:
            with suppress(GraphServiceError):
                if operation.personal:
                    await self._write(operation, question, context, denied=False, outcome=ABANDONED)
            raise
        except GraphServiceError:
            raise
        except Exception as error:
            log_unexpected(error)
            raise GraphServiceError(INTERNAL_MESSAGE) from None

    async def _refuse(
        self,
        problems: list[dict[str, Any]],
        code: ErrorCode,
        operation: Operation | None,
        question: GraphQLRequest,
        context: RequestContext,
    ) -> GraphQLResponse:
        """The answer to a question that was not executed to its end, whatever it asked for; `operation` where it has one."""
        denied = operation is None or code in (ErrorCode.FORBIDDEN, ErrorCode.PURPOSE_REQUIRED)
        try:
            await self._write(operation, question, context, denied=denied, outcome=code.value)
        except GraphServiceError as unavailable:
            return GraphQLResponse.refused(unavailable, context.correlation_id)
        return GraphQLResponse(None, problems, code)

    async def _conclude(
        self,
        result: ExecutionResult,
        operation: Operation,
        question: GraphQLRequest,
        context: RequestContext,
    ) -> GraphQLResponse:
        described = [of_execution(error, context.correlation_id) for error in result.errors or ()]
        errors = [entry for _, entry in described]
        if result.data is None and all(error.path is None for error in result.errors or ()):
            # The variables did not fit, and nothing was executed.
            return await self._refuse(errors, described[0][0], operation, question, context)
        if operation.personal:
            empty = sum(value is None for value in (result.data or {}).values())
            nothing = NOT_SHOWN if result.data and empty == len(result.data) else OK
            outcome = described[0][0].value if described else nothing
            try:
                await self._write(operation, question, context, denied=False, outcome=outcome, not_shown=empty)
            except GraphServiceError as unavailable:
                return GraphQLResponse.refused(unavailable, context.correlation_id)
        return GraphQLResponse(result.data, errors)

    def _write(
        self,
        operation: Operation | None,
        question: GraphQLRequest,
        context: RequestContext,
        *,
        denied: bool,
        outcome: str,
        not_shown: int = 0,
    ) -> Awaitable[None]:
        """Write the audit entry of an operation, or of a document of which none could be made out.

        `not_shown`: how many of its root fields were answered by nothing.
        """
        action = Action.DENIED if denied else Action.READ
        if operation is None:
            return self._audit.append(context.event(action, outcome, None, asked={}, details={}))
        length = operation.text_length(question.variables) if operation.texts else 0
        return self._audit.append(
            context.event(
                action,
                outcome,
                operation.name,
                fields=operation.fields,
                asked=operation.asked(question.variables),
                details={name: count for name, count in (("textLength", length), ("notShown", not_shown)) if count},
            )
        )


def _choose(prepared: Prepared, name: str | None) -> Operation:
    if name is None:
        if len(prepared.operations) == 1:
            return next(iter(prepared.operations.values()))
        if not prepared.operations:
            raise InputRefused("The document holds no operation.")
        raise InputRefused("The document holds several operations; operationName must say which to execute.")
    operation = prepared.operations.get(name)
    if operation is None:
        raise InputRefused("The document holds no operation of the name that operationName gives.")
    return operation


def _must_fit_method(type_: OperationType, question: GraphQLRequest) -> None:
    if type_ is not OperationType.QUERY and question.read_only:
        raise NotOverGet("GET is for queries; send this operation with POST.")


def _admit(operation: Operation, context: RequestContext) -> None:
    """Raise Forbidden or PurposeRequired unless the operation may be executed."""
    for permission in operation.permissions:
        context.require(permission)
    if not operation.personal:
        return
    if context.purpose is None:
        raise PurposeRequired(
            "This reads personal data, so it needs a purpose: send the header X-Purpose with 1 to 500 characters."
        )
