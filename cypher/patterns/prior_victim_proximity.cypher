// ---
// id: prior_victim_proximity
// number: 5
// title: Near a prior victim
// description: >
//   The offender lives or works near the home, workplace, school or club of somebody he has offended against, or at the same place.
// guidance: >
//   The arrangements exist to protect previous victims too; exclusion zones rest on this. Partial; distance stands in for chance meetings.
// profiles: any
// groups: [CHILDREN, KNOWN_ADULT]
// parameters: {near_victim_m: metres}
// candidates: [PARENT, PRIOR_VICTIM]
// own_children: true
// also_returns: [fulfilled_by]
// ---
UNWIND victims AS v
WITH v, state(v) AS vs
WHERE alive(vs)
MATCH (v)-[theirs:LIVES_AT|WORKS_FOR|ATTENDS]->(b)
WHERE usable(theirs) AND current(theirs)
WITH v, theirs, b, state(b) AS there
WHERE there IS NOT NULL
MATCH (o)-[mine:LIVES_AT|WORKS_FOR]->(a)
WHERE usable(mine) AND current(mine)
WITH v, theirs, b, there, mine, a, state(a) AS here
WHERE a = b OR metres(here, there) <= $near_victim_m
RETURN v AS subject, 'VICTIM' AS protected, CASE WHEN a = b THEN [o, a, v] ELSE [o, a, b, v] END AS nodes,
  CASE WHEN a = b THEN [mine, theirs] ELSE [mine, null, theirs] END AS links, 'STRONG' AS base, 0 AS steps_down,
  head([harm IN harmed WHERE harm.p = v | harm.by]) AS fulfilled_by
