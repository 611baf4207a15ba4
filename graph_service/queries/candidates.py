"""What the candidate rules need from the store: one statement for who could be told, one for their conflicts."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from graph_service.findings.conflicts import ConflictMatch, RecipientFacts, conflict_check
from graph_service.findings.proposals import (
    AGENCY_NAMES,
    CandidateFacts,
    Kinsperson,
    Letting,
    OfficeHolder,
    acted_on,
    employer_of,
    let_address_of,
    site_of,
)
from graph_service.model.clock import stored_day
from graph_service.model.findings import DisclosureDecision, Finding
from graph_service.model.records import Path, Record
from graph_service.model.vocabulary import (
    FIRST_INSTANT,
    AgencyRole,
    ConflictKind,
    Decision,
    Kind,
    RecipientRole,
    ToldByOffender,
)
from graph_service.queries.findings import to_any_link, to_path
from graph_service.queries.view_session import ViewSession, to_record, to_records

_LETTING = "LANDLORD"


async def candidate_facts(session: ViewSession, offender_id: str, findings: Sequence[Finding]) -> CandidateFacts:
    """The people and places around the findings."""
    people, places, addresses = _asked_about(findings)
    answer = await session.fetch(
        "candidate_facts",
        offender_id=offender_id,
        people=people,
        places=places,
        addresses=addresses,
        agency_roles=[role.value for role in AGENCY_NAMES],
    )
    rows: Mapping[str, Any] = answer or defaultdict(list)
    offices: dict[str, list[OfficeHolder]] = defaultdict(list)
    held = set()
    for row in rows["offices"]:
        if row["by_offender"]:
            held.add(row["place_id"])
        elif holder := to_record(row["recipient"]):
            offices[row["place_id"]].append(OfficeHolder(holder, row["office"]))
    parents: dict[str, dict[str, Kinsperson]] = defaultdict(dict)
    for row in rows["parents"]:
        if parent := to_record(row["recipient"]):
            parents[row["person_id"]][parent.id] = Kinsperson(parent, row["shares_home"], row["main_carer"])
    lettings: dict[str, dict[str, Letting]] = defaultdict(dict)
    for row in rows["landlords"]:
        if landlord := to_record(row["recipient"]):
            lettings[row["address_id"]][landlord.id] = Letting(landlord, row["of_building"])
    return CandidateFacts(
        offended_against=frozenset(rows["offended_against"]),
        parents={key: tuple(value.values()) for key, value in parents.items()},
        carers=_recipients(rows["carers"], "person_id"),
        supporters=_recipients(rows["supporters"], "person_id"),
        housed=frozenset(rows["housed"]),
        landlords={key: tuple(value[each] for each in sorted(value)) for key, value in lettings.items()},
        offices={key: tuple(value) for key, value in offices.items()},
        held_by_offender=frozenset(held),
        agencies={AgencyRole(key): value for key, value in _recipients(rows["agencies"], "role").items()},
        decisions=tuple(rows["decisions"]),
        sexual_offence_against_child=bool(rows["sexual_offence_against_child"]),
    )


def _asked_about(findings: Sequence[Finding]) -> tuple[list[str], list[str], list[str]]:
    """The ids of the people at risk, of the places whose office-holders matter, and of the addresses whose landlords do."""
    people: dict[str, None] = {}
    places: dict[str, None] = {}
    addresses: dict[str, None] = {}
    for finding in findings:
        if finding.subject.protected is None:
            people[finding.subject.record.id] = None
        for exposure in acted_on(finding):
            for place in (site_of(exposure), employer_of(exposure)):
                if place is not None and place.kind in {Kind.SCHOOL, Kind.ORGANISATION}:
                    places[place.id] = None
            if address := let_address_of(exposure):
                addresses[address.id] = None
    return list(people), list(places), list(addresses)


def _recipients(rows: Iterable[Mapping[str, Any]], key: str) -> dict[str, tuple[Record, ...]]:
    found: dict[str, dict[str, Record]] = defaultdict(dict)
    for row in rows:
        if record := to_record(row["recipient"]):
            found[row[key]][record.id] = record
    return {name: tuple(sorted(records.values(), key=lambda record: record.id)) for name, records in found.items()}


async def recipient_facts(session: ViewSession, offender_id: str, people: Sequence[str]) -> RecipientFacts:
    """What ties these people (ids) to the offender, and what they have done themselves."""
    answer = await session.ask(conflict_check()[1], offender_id=offender_id, people=list(people))
    rows: Mapping[str, Any] = answer or defaultdict(list)
    records = to_records(rows["records"])
    links = {link.id: link for link in map(to_any_link, rows["links"])}
    ties: dict[str, list[ConflictMatch]] = defaultdict(list)
    for recipient_id, kind, node_ids, link_ids in rows["conflicts"]:
        ties[recipient_id].append(_tie(kind, to_path(node_ids, link_ids, records, links), session))
    return RecipientFacts(
        ties={key: tuple(sorted(value, key=_tie_order)) for key, value in ties.items()},
        managed=frozenset(rows["managed"]),
        against_children=frozenset(rows["against_children"]),
        harmed=frozenset((person, victim) for person, victim in rows["harmed"]),
    )


def _tie(kind: str, path: Path, session: ViewSession) -> ConflictMatch:
    weak = any(link.weak for link in path.links)
    day, recent_after = session.view.as_of.isoformat(), session.parameters()["recent_after"]
    recent = all(link.derived or (link.valid_from <= day and link.valid_to > recent_after) for link in path.links)
    letting = kind == _LETTING
    meant = ConflictKind.FINANCIAL if letting else ConflictKind(kind)
    return ConflictMatch(ConflictKind.UNVERIFIED if weak else meant, path, by_letting=letting, recent=recent)


def _tie_order(tie: ConflictMatch) -> tuple[int, tuple[str, ...]]:
    return list(ConflictKind).index(tie.kind), tie.path.link_ids


async def decisions_made(
    session: ViewSession, offender_ids: Iterable[str]
) -> Mapping[str, tuple[DisclosureDecision, ...]]:
    """What was decided about telling people in these cases, by id of offender, latest first; whether the evidence has changed since
    is not looked into."""
    answer = await session.fetch("decisions_made", ids=sorted(set(offender_ids)))
    made: dict[str, list[DisclosureDecision]] = defaultdict(list)
    for decision in await disclosure_decisions(session, answer["found"] if answer else ()):
        made[decision.offender_id].append(decision)
    return {offender_id: tuple(some) for offender_id, some in made.items()}


async def disclosure_decisions(
    session: ViewSession, rows: Sequence[Mapping[str, Any]]
) -> tuple[DisclosureDecision, ...]:
    """Recorded decisions, latest first, from their rows; whom they name is fetched with one statement."""
    if not rows:
        return ()
    ids = {named for row in rows for named in (row["recipient_id"], *(row.get("protects") or ()))}
    answer = await session.fetch("records_by_id", ids=sorted(ids))
    seen = to_records(answer["records"]) if answer else {}
    decisions = [
        DisclosureDecision(
            id=row["id"],
            offender_id=row["offender_id"],
            recipient=seen.get(row["recipient_id"]),
            role=RecipientRole(row["role"]) if row.get("role") else None,
            decision=Decision(row["decision"]) if row.get("decision") else None,
            decided_on=stored_day(row.get("decided_on")),
            decided_by=row.get("decided_by"),
            reasons=row.get("reasons"),
            review_on=stored_day(row.get("review_on")),
            protects=tuple(seen[named] for named in row.get("protects") or () if named in seen),
            information=row.get("information"),
            conditions=row.get("conditions"),
            told_by_offender=ToldByOffender(row["told_by_offender"]) if row.get("told_by_offender") else None,
            override_reason=row.get("override_reason"),
            recorded_at=None if row["known_from"] == FIRST_INSTANT else row["known_from"],
        )
        for row in rows
    ]
    return tuple(sorted(decisions, key=lambda one: (one.decided_on or "", one.recorded_at or 0, one.id), reverse=True))
