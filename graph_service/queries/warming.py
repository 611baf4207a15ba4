"""Asks every large statement once, of nobody: the server plans it then, and not while somebody waits."""

from collections.abc import Sequence

from graph_service.catalogue import statement
from graph_service.domain import Sight, View
from graph_service.findings.patterns import findings_statement
from graph_service.graph import Graph
from graph_service.queries.reading import Reading
from graph_service.settings import Settings

_PLANNING_TIMEOUT_S = 180.0

_SIZES = (8, 80)
"""Neo4j keeps one plan for each order of magnitude of a parameter's length: ids of up to 10 characters, and of up to 100."""


async def warm_up(graph: Graph, settings: Settings, sizes: Sequence[int] = _SIZES) -> None:
    """Have the server plan the statements behind findings and candidates, in the form that answers about the present.

    `sizes`: lengths of the ids that will be asked about.
    """
    reading = Reading(graph, settings, View.at(), Sight())
    for size in sizes:
        nobody = "-" * size
        many = [nobody] * size
        parameters = reading.parameters(offender_id=nobody, people=many, places=many, homes=many, agency_roles=many[:4])
        for question in (findings_statement(), statement("candidate_facts"), statement("recipient_conflicts")):
            await graph.fetch(question.present, parameters, timeout_s=_PLANNING_TIMEOUT_S)
