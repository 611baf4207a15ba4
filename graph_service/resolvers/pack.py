"""What a panel pack is made from: the case file, and the family around the offender."""

from dataclasses import dataclass, replace

from graph_service.domain import CaseFile, Network
from graph_service.queries.case_file import records_by_id
from graph_service.queries.family import family_network
from graph_service.queries.reading import Reading
from graph_service.resolvers.case_file import read_case_file
from graph_service.vocabulary import Kind


@dataclass(frozen=True, slots=True)
class PackMaterial:
    """The case file, the sources of the family's relationships among its sources; and that family, `steps` far."""

    file: CaseFile
    family: Network
    steps: int


async def read_pack_material(reading: Reading, offender_id: str, steps: int) -> PackMaterial | None:
    """All that a pack says at the view; None where the viewer sees no such offender."""
    file = await read_case_file(reading, offender_id)
    if file is None:
        return None
    subjects = (finding.subject for finding in file.findings)
    at_risk = [one.record.id for one in subjects if one.protected is None and one.record.kind is Kind.PERSON]
    family = await family_network(reading, offender_id, at_risk, steps)
    behind = {link.source_id for link in family.links if link.source_id is not None} - file.sources.keys()
    sources = {**file.sources, **await records_by_id(reading, behind)}
    return PackMaterial(replace(file, sources=sources), family, steps)
