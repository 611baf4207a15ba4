// ---
// id: standings
// description: >
//   The part that these people have in offences by the day asked about, as far as evidence that can be relied on says, and who of them is managed as
//   an offender on it.
// parameters: [ids]
// ---
MATCH (p:Record) WHERE p.id IN $ids AND p:Person
WITH p, COLLECT {
  MATCH (p)-[r:INVOLVED_IN|VICTIM_OF|WITNESS_TO]->(:Offence)
  WHERE usable(r) AND begun(r)
  RETURN DISTINCT [p.id, type(r), r.role]
} AS parts
WITH CASE WHEN managed(p) THEN parts + [[p.id, 'MANAGED_AS', null]] ELSE parts END AS parts
RETURN reduce(every = [], some IN collect(parts) | every + some) AS standings
