// ---
// id: reach
// parameters: {offender_id: id, known_at: instant, clock: word, near_site_m: metres}
// description: >
//   The versions that a view sees, and that are not the latest, of all records that a pattern or an alert may meet on its way from an offender: those
//   within four relationships of him and the schools of these, whatever the clocks say of the relationships. A school, an organisation or a prison leads on only where he himself belongs to it; places whose earlier location
//   was near one of his are met, too, and the sources of what is said of his partnerships. It returns no record where the view sees no such person.
// ---
MATCH (o:Record {id: $offender_id})
WHERE o:Person AND seen(o)
OPTIONAL MATCH (history:History)
WITH o, coalesce(history.noted, 0) AS noted
CALL (o) {
  MATCH (o)--(n:Record)
  RETURN collect(DISTINCT n) AS first
}
CALL (first) {
  UNWIND first AS m
  WITH m WHERE NOT crowds(m) OR m:School OR m:Organisation
  MATCH (m)--(n:Record)
  RETURN collect(DISTINCT n) AS second
}
WITH o, noted, first, second, next_to(second) AS third
WITH o, noted, first, second, third, next_to(third) AS fourth
CALL (fourth) {
  UNWIND fourth AS m
  MATCH (m)-[:ATTENDS|IN_BUILDING]->(n:Record)
  RETURN collect(DISTINCT n) AS fifth
}
CALL (first) {
  UNWIND first AS place
  WITH place WHERE place:Address
  UNWIND [place] + COLLECT { MATCH (place)-[:HAD_STATE]->(earlier:State) RETURN earlier } AS version
  MATCH (moved:State)<-[:HAD_STATE]-(n:Record)
  WHERE point.distance(moved.location, version.location) <= $near_site_m * 1.01
  RETURN collect(DISTINCT n) AS sites
}
CALL (o) {
  MATCH (o)-[partner:PARTNER_OF]-(:Person)
  MATCH (n:Record {id: partner.source_id})
  RETURN collect(DISTINCT n) AS tellers
}
CALL (o, first, second, third, fourth, fifth, sites, tellers) {
  UNWIND [o] + first + second + third + fourth + fifth + sites + tellers AS n
  WITH DISTINCT n
  WHERE NOT (known(n))
  MATCH (n)-[:HAD_STATE]->(past:State)
  WHERE known(past)
  RETURN collect([n.id, properties(past)]) AS earlier
}
RETURN noted, earlier
