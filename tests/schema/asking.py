"""Asks the schema as a request would, and counts the statements that an answer took."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from graphql import ExecutionContext, GraphQLError, graphql

from graph_service.resolvers.context import RequestContext
from graph_service.schema.build import graphql_schema
from graph_service.schema.execution import PickingExecution
from graph_service.security.identity import Identity, Role
from graph_service.settings import Settings
from graph_service.store.graph import Graph


class CountingGraph(Graph):
    """A store that counts its reads."""

    def __init__(self, graph: Graph) -> None:
        vars(self).update(vars(graph))
        self._graph = graph
        self.statements = 0

    async def fetch(
        self, text: str, parameters: Mapping[str, Any] | None = None, *, timeout_s: float | None = None
    ) -> dict[str, Any] | None:
        self.statements += 1
        return await self._graph.fetch(text, parameters, timeout_s=timeout_s)

    async def fetch_planned(
        self, text: str, parameters: Mapping[str, Any], *, timeout_s: float | None = None
    ) -> dict[str, Any] | None:
        self.statements += 1
        return await self._graph.fetch_planned(text, parameters, timeout_s=timeout_s)

    async def plan(self, text: str, parameters: Mapping[str, Any]) -> None:
        await self._graph.plan(text, parameters)


@dataclass
class Answer:
    data: Any
    errors: list[GraphQLError]
    statements: int
    disclosed: list[str]

    @property
    def codes(self) -> list[Any]:
        """The code of each error, as the service reports it."""
        return [
            (error.extensions or {}).get("code") or getattr(error.original_error, "code", None) for error in self.errors
        ]


async def ask(
    graph: Graph,
    settings: Settings,
    query: str,
    *,
    role: Role = Role.ANALYST,
    cleared: bool = False,
    cases: frozenset[str] | None = None,
    executor: type[ExecutionContext] = PickingExecution,
    **variables: Any,
) -> Answer:
    """Execute one operation in a role."""
    counting = CountingGraph(graph)
    context = RequestContext(
        identity=Identity("tester", role, cleared, datetime.now(UTC) + timedelta(hours=1), cases),
        purpose="test",
        correlation_id="test",
        graph=counting,
        settings=settings,
    )
    result = await graphql(
        graphql_schema(),
        query,
        context_value=context,
        variable_values=variables,
        execution_context_class=executor,
    )
    return Answer(result.data, list(result.errors or ()), counting.statements, list(context.disclosed))
