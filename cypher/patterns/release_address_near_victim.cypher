// ---
// id: release_address_near_victim
// number: 25
// title: Planned home near a prior victim
// description: >
//   An address where he is planned to live is near where somebody he has offended against lives, works or learns, or is the same place.
// guidance: >
//   Residence must be approved before release. Partial; an approved premises has staff and a curfew, which lowers it.
// profiles: any
// groups: [CHILDREN, KNOWN_ADULT]
// parameters: {near_victim_m: metres}
// candidates: [PARENT, PRIOR_VICTIM]
// own_children: true
// plans_count_as_current: true
// also_returns: [fulfilled_by]
// ---
MATCH (o)-[planned:PLANNED_RESIDENCE]->(a:Address)
WHERE usable(planned) AND (current(planned) OR forthcoming(planned))
WITH planned, a, state(a) AS here
UNWIND victims AS v
WITH planned, a, here, v, state(v) AS vs
WHERE alive(vs)
MATCH (v)-[theirs:LIVES_AT|STAYS_AT|WORKS_FOR|ATTENDS]->(b)
WHERE usable(theirs) AND current(theirs)
WITH planned, a, here, v, vs, theirs, b, state(b) AS there
WHERE a = b OR metres(here, there) <= $near_victim_m
WITH planned, a, here, v, vs, theirs, b
WHERE CASE WHEN theirs:WORKS_FOR|ATTENDS THEN true ELSE CASE WHEN theirs:STAYS_AT THEN child(v, vs) ELSE true END AND dwelling(b) END
RETURN v AS subject, 'VICTIM' AS protected, CASE WHEN a = b THEN [o, a, v] ELSE [o, a, b, v] END AS nodes,
  CASE WHEN a = b THEN [planned, theirs] ELSE [planned, null, theirs] END AS links,
  'STRONG' AS base, CASE WHEN of_kind(here, 'APPROVED_PREMISES') THEN 1 ELSE 0 END AS steps_down,
  head([harm IN harmed WHERE harm.p = v | harm.by]) AS fulfilled_by
