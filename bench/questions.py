"""The questions that are measured: as a client asks them, and as the statement to the store that answers each.

The statement is the service's own, as it is sent: what is compared is the work around it.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any, Final, cast

from graphql import graphql

from graph_service.findings.patterns import findings_statements
from graph_service.model.clock import View
from graph_service.model.records import Clearance
from graph_service.queries.case import NONE_NEEDED
from graph_service.queries.view_session import ViewSession
from graph_service.resolvers.context import RequestContext
from graph_service.samples.synthetic.days import AS_OF
from graph_service.schema.build import graphql_schema
from graph_service.schema.execution import PickingExecution
from graph_service.security.identity import Identity, Role
from graph_service.settings import Settings
from graph_service.store.graph import Graph

FINDINGS: Final = """
query Findings($id: ID!, $asOf: Date) {
  offender(id: $id, asOf: $asOf) {
    potentialVictims {
      subject { __typename ... on Person { id name age } ... on ProtectedClass { description place { id } } }
      strength
      groups
      exposures { pattern { id title } strength timing summary suppressedBy }
    }
  }
}
"""

NESTED: Final = """
query Nested($id: ID!, $asOf: Date) {
  offender(id: $id, asOf: $asOf) {
    person { ...Named relationships(types: [PARTNER_OF], first: 5) { nodes { to { ...Partner } } } }
  }
}
fragment Named on Person { id name }
fragment Partner on Person { ...Named relationships(types: [PARENT_OF], first: 10) { nodes { to { ...Child } } } }
fragment Child on Person {
  ...Named dateOfBirth relationships(types: [ATTENDS], first: 3) { nodes { to { ...Attended } } }
}
fragment Attended on School { id name relationships(types: [HEAD_OF], first: 2) { nodes { from { ...Named } } } }
"""
"""His partners, their children, the schools of those, and who is head there."""


@dataclass(frozen=True, slots=True)
class RawQuestion:
    """Statements asked side by side; `asked` is the parameter that names the offender, a list of one where `listed`."""

    texts: Sequence[str]
    parameters: Mapping[str, Any]
    asked: str
    listed: bool = False

    def of(self, offender_id: str) -> dict[str, Any]:
        """The parameters for one offender."""
        return {**self.parameters, self.asked: [offender_id] if self.listed else offender_id}


def raw_findings(graph: Graph, settings: Settings) -> RawQuestion:
    """The statements behind the findings of one offender."""
    session = ViewSession(graph, settings, View.at(AS_OF), Clearance(cleared=False, seals_victims=False))
    given = session.parameters(**NONE_NEEDED.parameters())
    return RawQuestion([statement.text for statement in findings_statements()], given, "offender_id")


async def raw_nested(graph: Graph, settings: Settings, offender_id: str) -> RawQuestion:
    """The statement that the nested question is compiled to, with the parameters it is sent with."""
    listening = _Listening(graph)
    context = RequestContext(
        identity=Identity("bench", Role.ANALYST, False, datetime.now(UTC) + timedelta(hours=1), None),
        purpose="measuring",
        correlation_id="bench",
        graph=cast(Graph, listening),
        settings=settings,
    )
    answer = await graphql(
        graphql_schema(),
        NESTED,
        context_value=context,
        variable_values={"id": offender_id, "asOf": AS_OF.isoformat()},
        execution_context_class=PickingExecution,
    )
    assert not answer.errors, answer.errors
    assert len(listening.sent) == 1, "a nested question is answered by one statement"
    text, parameters = listening.sent[0]
    return RawQuestion([text], parameters, "ids", listed=True)


@dataclass
class _Listening:
    """A store that notes what it is asked."""

    graph: Graph
    sent: list[tuple[str, Mapping[str, Any]]] = field(default_factory=list)

    async def fetch(
        self, text: str, parameters: Mapping[str, Any], *, timeout_s: float | None = None
    ) -> dict[str, Any] | None:
        self.sent.append((text, parameters))
        return await self.graph.fetch(text, parameters, timeout_s=timeout_s)
