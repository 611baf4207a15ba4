"""Reading what a panel pack is made from."""

import asyncio
from dataclasses import replace

from graph_service.cases.case_file import read_case_file
from graph_service.cases.surroundings import read_surroundings
from graph_service.model.case import PackMaterial
from graph_service.queries.case_file import sources_behind
from graph_service.queries.family import family_network
from graph_service.queries.surroundings import standings
from graph_service.queries.view_session import ViewSession


async def read_pack_material(session: ViewSession, offender_id: str, steps: int, most: int) -> PackMaterial | None:
    """All that a pack says at the view, `most` records in its network picture; None where the viewer sees no such offender."""
    file = await read_case_file(session, offender_id)
    if file is None:
        return None
    family, shown = await asyncio.gather(
        family_network(session, offender_id, file.findings, steps),
        read_surroundings(
            session,
            file.case.person,
            file.pictured_paths,
            hops=None,
            opened=(),
            most=most,
            farthest=None,
            recipients=file.recipients,
        ),
    )
    behind, parts = await asyncio.gather(
        sources_behind(session, family.nodes, family.links),
        standings(session, (record.id for record in family.nodes)),
    )
    return PackMaterial(
        replace(file, sources={**file.sources, **shown.sources, **behind}),
        replace(shown, standings={**shown.standings, **parts}),
        family,
        steps,
    )
