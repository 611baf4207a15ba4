// ---
// id: gatekeeper_conflict
// number: 28
// title: Conflict of somebody who could be told
// description: >
//   What ties each possible recipient to the offender, at first or second hand, whether he or she is managed, and against whom he or she has
//   offended. Paths run from the offender to the recipient. A modifier: it finds nobody at risk.
// guidance: >
//   Recipients must be able to protect. Superset; partners and parents are often whom to tell all the same, after the tie has been weighed.
// profiles: any
// parameters: {offender_id: id, people: ids}
// ---
MATCH (o:Record {id: $offender_id})
WITH o, bars(o) AS conditions
CALL (o, conditions) {
  UNWIND $people AS person_id
  MATCH (r:Record {id: person_id})
  CALL (o, conditions, r) {
    MATCH (o)-[tie:KIN|PARTNER_OF|ASSOCIATE_OF|FRIEND_OF|FINANCIALLY_TIED_TO]-(r)
    WHERE counts_between(tie)
    RETURN CASE type(tie) WHEN 'PARTNER_OF' THEN 'PARTNER' WHEN 'ASSOCIATE_OF' THEN 'ASSOCIATE' WHEN 'FRIEND_OF' THEN 'FRIEND'
      WHEN 'FINANCIALLY_TIED_TO' THEN 'FINANCIAL' ELSE 'KIN' END AS kind, [o, r] AS nodes, [tie] AS links
    UNION ALL
    MATCH (o)-[mine:INVOLVED_IN]->(f:Offence)<-[theirs:INVOLVED_IN]-(r)
    WHERE took_part(mine) AND took_part(theirs) AND seen(f)
    RETURN 'CO_OFFENDER' AS kind, [o, f, r] AS nodes, [mine, theirs] AS links
    UNION ALL
    MATCH (o)-[lives:LIVES_AT|STAYS_AT]->(a:Address)<-[lets:LANDLORD_OF]-(r)
    WHERE live(lives) AND current(lives) AND at_home(lives, o) AND dwelling(a) AND live(lets)
    RETURN 'LANDLORD' AS kind, [o, a, r] AS nodes, [lives, lets] AS links
    UNION ALL
    MATCH (o)-[lives:LIVES_AT|STAYS_AT]->(a:Address)-[part:IN_BUILDING]->(b:Address)<-[lets:LANDLORD_OF]-(r)
    WHERE live(lives) AND current(lives) AND at_home(lives, o) AND dwelling(a) AND state(a).building_id = b.id AND seen(b) AND live(lets)
    RETURN 'LANDLORD' AS kind, [o, a, b, r] AS nodes, [lives, part, lets] AS links
    UNION ALL
    MATCH (o)-[involved:INVOLVED_IN]->(f:Offence)<-[hurt:VICTIM_OF]-(r)
    WHERE live(involved) AND live(hurt) AND seen(f) AND harms(involved, r, conditions)
    RETURN 'VICTIM' AS kind, [o, f, r] AS nodes, [involved, hurt] AS links
    UNION ALL
    CALL (o) {
      MATCH (o)-[tie:KIN|PARTNER_OF|ASSOCIATE_OF|FRIEND_OF]-(z:Person)
      WHERE counts_between(tie)
      RETURN z, [o, z] AS front, [tie] AS first_links
      UNION ALL
      MATCH (o)-[mine:INVOLVED_IN]->(f:Offence)<-[theirs:INVOLVED_IN]-(z:Person)
      WHERE took_part(mine) AND took_part(theirs) AND seen(f)
      RETURN z, [o, f, z] AS front, [mine, theirs] AS first_links
    }
    WITH o, r, z, front, first_links
    WHERE z <> r AND z <> o AND seen(z)
    CALL (z, r) {
      MATCH (z)-[tie:KIN|PARTNER_OF]-(r)
      WHERE counts_between(tie)
      RETURN [r] AS back, [tie] AS last_links
      UNION ALL
      MATCH (z)-[mine:INVOLVED_IN]->(f:Offence)<-[theirs:INVOLVED_IN]-(r)
      WHERE took_part(mine) AND took_part(theirs) AND seen(f)
      RETURN [f, r] AS back, [mine, theirs] AS last_links
    }
    RETURN 'SECOND_HAND' AS kind, front + back AS nodes, first_links + last_links AS links
  }
  RETURN collect({recipient_id: person_id, kind: kind, nodes: nodes, links: links}) AS found
}
RETURN
  [row IN found | [row.recipient_id, row.kind, [node IN row.nodes | node.id], [step IN row.links | step.id]]] AS conflicts,
  COLLECT { UNWIND found AS row UNWIND row.nodes AS node WITH DISTINCT node RETURN record(node) } AS records,
  COLLECT { UNWIND found AS row UNWIND row.links AS step WITH DISTINCT step RETURN link(step) } AS links,
  COLLECT {
    UNWIND $people AS person_id
    MATCH (r:Record {id: person_id})
    WHERE managed(r)
    RETURN r.id
  } AS managed,
  COLLECT {
    UNWIND $people AS person_id
    MATCH (r:Record {id: person_id})-[:HAS_PROFILE]->(row:Profile)
    WITH r, state(row) AS profile
    WHERE profile.profile IN ['CHILD_SEXUAL', 'CHILD_VIOLENCE'] AND in_force(profile) AND reliable(profile)
    RETURN DISTINCT r.id
  } AS against_children,
  COLLECT {
    UNWIND $people AS person_id
    MATCH (r:Record {id: person_id})-[involved:INVOLVED_IN]->(f:Offence)<-[hurt:VICTIM_OF]-(victim:Person)
    WHERE took_part(involved) AND usable(involved) AND usable(hurt) AND seen(f)
    RETURN DISTINCT [r.id, victim.id]
  } AS harmed
