"""Asks every large statement once, of nobody: the server plans it then, and not while somebody waits."""

import asyncio

from graph_service.catalogue import statement
from graph_service.domain import Sight, View
from graph_service.findings.alerts import alerts_statement
from graph_service.findings.conflicts import conflict_check
from graph_service.findings.patterns import findings_statements
from graph_service.graph import Graph
from graph_service.queries.reading import Reading
from graph_service.settings import Settings

_PLANNING_TIMEOUT_S = 180.0
_NOBODY = "-"
_OF_CASE_FILES = ("background", "candidate_facts", "memberships", "records_by_id", "weak_links_around")
_OF_PICTURES = ("family", "relations_around", "links_among", "shared_homes", "standings")


async def warm_up(graph: Graph, settings: Settings, *, pictures: bool) -> None:
    """Have the server plan the statements behind a case file, and `pictures`, in the form that answers about
    the present."""
    reading = Reading(graph, settings, View.at(), Sight())
    nobody = [_NOBODY]
    questions = (
        *findings_statements(),
        statement("person_seen"),
        conflict_check()[1],
        alerts_statement(),
        *map(statement, _OF_CASE_FILES),
        *(map(statement, _OF_PICTURES) if pictures else ()),
    )
    # The server plans side by side as far as it has processors.
    await asyncio.gather(
        *(
            reading.plan(
                question,
                timeout_s=_PLANNING_TIMEOUT_S,
                offender_id=_NOBODY,
                person_id=_NOBODY,
                people=nobody,
                places=nobody,
                homes=nobody,
                agency_roles=nobody,
                at_risk=nobody,
                ids=nobody,
                shown=nobody,
                members=True,
                past=True,
                most=1,
                look=1,
                labels=[],
                symmetric=[],
                no_homes=[],
                heavy=1,
                steps=1,
                limit=1,
            )
            for question in questions
        )
    )
