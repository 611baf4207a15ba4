// ---
// id: offenders_touched
// parameters: {ids: ids, near_site_m: metres}
// description: >
//   The offenders whose findings, candidates or alerts a change of these records, or of relationships between them, may touch: those within
//   whose reach they lie (`reach`, walked from the other end), whatever the clocks say, and those who live, or are to live, near such a place.
// ---
MATCH (x:Record) WHERE x.id IN $ids
CALL (x) {
  OPTIONAL MATCH (x)<-[:ATTENDS|IN_BUILDING]-(from:Record)
  RETURN collect(DISTINCT from) + [x] AS ends
}
WITH collect(ends) AS lists
WITH reduce(all = [], list IN lists | all + list) AS found
UNWIND found AS end
WITH collect(DISTINCT end) AS zeroth
CALL (zeroth) {
  UNWIND zeroth AS m
  MATCH (m)--(n:Record)
  RETURN collect(DISTINCT n) AS first
}
WITH zeroth, first, next_to(first) AS second
WITH zeroth, first, second, next_to(second) AS third
WITH zeroth, first, second, third, next_to(third) AS fourth
CALL (zeroth, first, second, third) {
  // A school or organisation leads on where he himself belongs to it.
  UNWIND zeroth + first + second + third AS m
  WITH DISTINCT m WHERE m:School OR m:Organisation
  MATCH (m)--(o:Offender)
  RETURN collect(DISTINCT o) AS members
}
CALL (zeroth) {
  UNWIND zeroth AS place
  UNWIND [place] + COLLECT { MATCH (place)-[:HAD_STATE]->(earlier:State) RETURN earlier } AS version
  WITH version WHERE version.location IS NOT NULL
  MATCH (home:Address)
  WHERE point.distance(home.location, version.location) <= $near_site_m * 1.01
  MATCH (home)--(o:Offender)
  RETURN collect(DISTINCT o) AS neighbours
}
UNWIND zeroth + first + second + third + fourth + members + neighbours AS n
WITH DISTINCT n WHERE n:Offender
RETURN collect(n.id) AS ids
