// ---
// id: candidate_facts
// parameters: {offender_id: id, people: ids, places: ids, addresses: ids, agency_roles: names, as_of: day, known_at: instant, clock: word, seals_victims: boolean, child_born_after: day}
// description: >
//   Who could be told: parents and carers of the people at risk (of a child that is expected before its
//   birth) and which of these he has offended against, office-holders of the places, landlords of the addresses, agencies by their
//   part, what was decided before, and whether he has a conviction or caution for a sexual offence against a child.
// ---
MATCH (o:Record {id: $offender_id})
WITH o, bars(o) AS conditions
WITH o,
  COLLECT {
    UNWIND $people AS person_id
    MATCH (o)-[involved:INVOLVED_IN]->(offence:Offence)<-[hurt:VICTIM_OF]-(v:Record {id: person_id})
    WHERE usable(involved) AND usable(hurt) AND seen(offence) AND harms(involved, v, conditions)
    RETURN DISTINCT person_id
  } AS offended_against,
  COLLECT {
    UNWIND $people AS person_id
    MATCH (k:Record {id: person_id})<-[parent:PARENT_OF]-(p:Person)
    WHERE usable(parent) AND (begun(parent) OR state(k).date_of_birth > $as_of) AND p <> o AND is_alive(p)
    RETURN {person_id: person_id, recipient: record(p),
      shares_home: shared_home(p, k) IS NOT NULL,
      main_carer: EXISTS { MATCH (p)-[cares:CARES_FOR {role: 'MAIN_CARER'}]->(k) WHERE usable(cares) AND current(cares) }}
  } AS parents,
  COLLECT {
    UNWIND $people AS person_id
    MATCH (k:Record {id: person_id})-[sleeps:LIVES_AT|STAYS_AT]->(a:Address)
    WHERE usable(sleeps) AND current(sleeps)
    WITH person_id, k, sleeps, a
    WHERE at_home(sleeps, k)
    WITH person_id, a
    WHERE dwelling(a)
    RETURN DISTINCT person_id
  } AS housed,
  COLLECT {
    UNWIND $people AS person_id
    MATCH (k:Record {id: person_id})<-[cares:CARES_FOR]-(p:Person)
    WHERE usable(cares) AND current(cares) AND p <> o AND is_alive(p)
    RETURN {person_id: person_id, recipient: record(p)}
  } AS carers,
  COLLECT {
    UNWIND $people AS person_id
    MATCH (k:Record {id: person_id})<-[supports:SUPPORTS]-(org:Organisation)
    WHERE usable(supports) AND current(supports) AND coalesce(supports.role, 'CARE') = 'CARE' AND seen(org)
    RETURN {person_id: person_id, recipient: record(org)}
  } AS supporters,
  COLLECT {
    UNWIND $addresses AS address_id
    MATCH (a:Record {id: address_id})-[:IN_BUILDING*0..1]->(place:Address)<-[lets:LANDLORD_OF]-(landlord:Person|Organisation)
    WHERE (place = a OR state(a).building_id = place.id) AND usable(lets) AND current(lets) AND landlord <> o
      AND CASE WHEN landlord:Person THEN is_alive(landlord) ELSE seen(landlord) END
    WITH address_id, landlord, collect(place = a) AS lets_it_alone
    RETURN {address_id: address_id, recipient: record(landlord), of_building: NOT any(alone IN lets_it_alone WHERE alone)}
  } AS landlords,
  COLLECT {
    CALL () {
      MATCH (agency:Organisation)
      WHERE agency.agency_role IN $agency_roles
      RETURN agency
      UNION
      MATCH (past:State)
      WHERE past.agency_role IN $agency_roles
      MATCH (agency:Organisation)-[:HAD_STATE]->(past)
      RETURN agency
    }
    WITH agency, state(agency) AS office
    WHERE office.kind = 'AGENCY' AND office.agency_role IN $agency_roles
    RETURN {role: office.agency_role, recipient: record(agency)}
  } AS agencies,
  COLLECT {
    MATCH (decision:Disclosure)-[:DECIDED_ON]->(o)
    WITH decision, state(decision) AS made
    WHERE made.offender_id = o.id
    RETURN made {.*, id: decision.id}
  } AS decisions,
  EXISTS {
    MATCH (o)-[involved:INVOLVED_IN]->(offence:Offence)
    WHERE usable(involved) AND involved.role IN FOUND_GUILTY AND is_of_kind(offence, 'CHILD_SEXUAL')
  } AS sexual_offence_against_child
WITH *, $places + [landlord IN landlords WHERE landlord.recipient.kind = 'Organisation' | landlord.recipient.id]
  + [supporter IN supporters | supporter.recipient.id] AS offices_of
RETURN offended_against, parents, housed, carers, supporters, landlords, agencies, decisions, sexual_offence_against_child,
  COLLECT {
    UNWIND offices_of AS place_id
    WITH DISTINCT place_id, o
    MATCH (place:Record {id: place_id})<-[holds:HEAD_OF|SAFEGUARDING_LEAD_OF|CHAIR_OF]-(p:Person)
    WHERE usable(holds) AND current(holds) AND (p = o OR is_alive(p))
    RETURN {place_id: place_id, office: type(holds), recipient: record(p), by_offender: p = o}
  } AS offices
