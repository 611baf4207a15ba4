// ---
// id: family
// description: >
//   The family around an offender: himself, his partners and the people at risk, those within $steps of any of them along family relationships, where
//   they live on the day, and their parts in offences; nearest first.
// parameters: [offender_id, at_risk, steps, limit]
// ---
MATCH (offender:Record {id: $offender_id})
WHERE seen(offender)
WITH offender, [offender] + COLLECT {
  MATCH (offender)-[partnership:PARTNER_OF]-(partner:Person)
  WHERE family_tie(partnership) AND partner <> offender AND seen(partner)
  WITH DISTINCT partner ORDER BY partner.id
  RETURN partner
} AS nearest
WITH nearest, nearest + COLLECT {
  UNWIND $at_risk AS wanted
  MATCH (person:Record {id: wanted})
  WHERE person:Person AND NOT person IN nearest AND seen(person)
  WITH DISTINCT person ORDER BY person.id
  RETURN person
} AS near0
WITH near0, family_hop(near0, near0, 1) AS edge1
WITH near0 + edge1 AS near1, edge1
WITH near1, family_hop(near1, edge1, 2) AS edge2
WITH near1 + edge2 AS near2, edge2
WITH near2, family_hop(near2, edge2, 3) AS edge3
WITH near2 + edge3 AS near3, edge3
WITH near3 + family_hop(near3, edge3, 4) AS found
WITH found[..$limit] AS shown, size(found) > $limit AS truncated
RETURN truncated,
  [n IN shown | record(n)] AS people,
  COLLECT {
    UNWIND shown AS n
    MATCH (n)-[tie:FAMILY]->(m:Person)
    WHERE family_tie(tie) AND m IN shown
    RETURN link(tie)
  } AS ties,
  COLLECT {
    UNWIND shown AS n
    MATCH (n)-[sleeps:LIVES_AT|STAYS_AT]->(a:Address)
    WHERE live(sleeps) AND current(sleeps)
    RETURN {link: link(sleeps), place: record(a)}
  } AS homes,
  COLLECT {
    UNWIND shown AS n
    MATCH (n)-[part:INVOLVED_IN|VICTIM_OF|WITNESS_TO]->(offence:Offence)
    WHERE live(part) AND begun(part)
    RETURN {link: link(part), place: record(offence)}
  } AS parts
