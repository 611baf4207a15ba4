"""What a panel pack is made from: the case file, what its network picture shows beside the paths, and the family."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from graph_service.domain import CaseFile, Network
from graph_service.queries.case_file import records_by_id
from graph_service.queries.family import family_network
from graph_service.queries.reading import Reading
from graph_service.resolvers.case_file import read_case_file
from graph_service.resolvers.surroundings import Surroundings, read_surroundings
from graph_service.vocabulary import Kind


@dataclass(frozen=True, slots=True)
class PackMaterial:
    """The case file with all sources, what its network picture shows beside the paths, and the family, `steps` far."""

    file: CaseFile
    surroundings: Surroundings
    family: Network
    steps: int

    @property
    def shown(self) -> tuple[CaseFile, Network, Mapping[str, frozenset[tuple[str, str | None]]], Network, int]:
        """What a pack is made from, in the order in which it takes it."""
        return self.file, self.surroundings.network, self.surroundings.standings, self.family, self.steps


async def read_pack_material(reading: Reading, offender_id: str, steps: int, most: int) -> PackMaterial | None:
    """All that a pack says at the view, `most` records in its network picture; None where the viewer sees no such offender."""
    file = await read_case_file(reading, offender_id)
    if file is None:
        return None
    subjects = (finding.subject for finding in file.findings)
    at_risk = [one.record.id for one in subjects if one.protected is None and one.record.kind is Kind.PERSON]
    family = await family_network(reading, offender_id, at_risk, steps)
    surroundings = await read_surroundings(
        reading,
        file.case.person,
        (record for path in file.pictured_paths for record in path.nodes),
        (link for path in file.pictured_paths for link in path.links),
        hops=None,
        opened=(),
        most=min(most, reading.settings.network_nodes),
        farthest=None,
    )
    behind = {link.source_id for link in family.links if link.source_id is not None} - file.sources.keys()
    sources = {**file.sources, **surroundings.sources, **await records_by_id(reading, behind)}
    return PackMaterial(replace(file, sources=sources), surroundings, family, steps)
