"""The findings statement: all patterns for one offender in one round trip, and its record made into evidence."""

from collections.abc import Mapping, Sequence
from typing import Any

from graph_service.domain import Link, Path, Record, Subject
from graph_service.findings.evidence import Evidence, Profile, Sighting
from graph_service.findings.patterns import findings_statement, pattern_by_id
from graph_service.queries.reading import Reading, derived_link, to_link, to_records
from graph_service.vocabulary import DERIVED_RELATIONSHIPS, Serves


async def offender_evidence(reading: Reading, offender_id: str) -> Evidence | None:
    """What every pattern shows of a person at the view; None where the viewer sees no such person."""
    answer = await reading.ask(findings_statement(), offender_id=offender_id)
    return None if answer is None else _evidence(reading, offender_id, answer)


def _evidence(reading: Reading, offender_id: str, answer: Mapping[str, Any]) -> Evidence | None:
    records = to_records(answer["records"])
    if offender_id not in records:
        return None
    links = {link.id: link for link in map(to_any_link, answer["links"])}
    return Evidence(
        person=records[offender_id],
        as_of=reading.view.as_of,
        profiles=tuple(map(Profile.from_values, answer["profiles"])),
        managements=tuple(answer["managements"]),
        sightings=tuple(_sighting(row, records, links) for row in answer["exposures"]),
        memberships=tuple(links[identifier] for identifier in answer["memberships"]),
        possible_children=frozenset(answer["possible_children"]),
        own_children=frozenset(answer["own_children"]),
    )


def to_any_link(answer: Mapping[str, Any]) -> Link:
    """A link from a `link(r)` map, recorded or derived."""
    if answer["type"] in DERIVED_RELATIONSHIPS:
        return derived_link(answer["type"], answer["from_id"], answer["to_id"])
    return to_link(answer)


def to_path(
    node_ids: Sequence[str], link_ids: Sequence[str | None], records: Mapping[str, Record], links: Mapping[str, Link]
) -> Path:
    """A path from ids; a null link is the derived NEAR of the two places it stands between."""
    walked = tuple(
        derived_link("NEAR", node_ids[index], node_ids[index + 1]) if identifier is None else links[identifier]
        for index, identifier in enumerate(link_ids)
    )
    return Path(tuple(records[identifier] for identifier in node_ids), walked)


def _sighting(row: Sequence[Any], records: Mapping[str, Record], links: Mapping[str, Link]) -> Sighting:
    pattern_id, subject_id, protected, base, downs, node_ids, link_ids = row
    return Sighting(
        pattern=pattern_by_id()[pattern_id],
        subject=Subject(records[subject_id], None if protected == "PERSON" else Serves(protected)),
        path=to_path(node_ids, link_ids, records, links),
        base=base,
        downs=downs,
    )
