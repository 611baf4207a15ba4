"""Asks every large statement once, of nobody: the server plans it then, and not while somebody waits."""

from graph_service.catalogue import statement
from graph_service.domain import Sight, View
from graph_service.findings.patterns import findings_statement
from graph_service.graph import Graph
from graph_service.queries.reading import Reading
from graph_service.settings import Settings

_PLANNING_TIMEOUT_S = 180.0
_NOBODY = ""


async def warm_up(graph: Graph, settings: Settings) -> None:
    """Have the server plan the statements behind findings and candidates, in the form that answers about the present."""
    parameters = Reading(graph, settings, View.at(), Sight()).parameters(offender_id=_NOBODY)
    none: dict[str, list[str]] = {"people": [], "places": [], "homes": [], "agency_roles": [], "ids": []}
    for question in (findings_statement(), statement("candidate_facts"), statement("recipient_conflicts")):
        await graph.fetch(question.present, parameters | none, timeout_s=_PLANNING_TIMEOUT_S)
