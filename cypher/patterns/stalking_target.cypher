// ---
// id: stalking_target
// number: 33
// title: Target of a fixation or a threat
// description: He is fixated on somebody who is no member of staff, or has threatened that person.
// guidance: Stalking is violence before it is an assault. Exact for recorded fixations and threats.
// profiles: any
// groups: [CHILDREN, KNOWN_ADULT]
// parameters: {}
// candidates: [PARENT, PERSON_AT_RISK, ADULT_AT_RISK, PRIOR_VICTIM, POLICE]
// own_children: true
// ---
MATCH (o)-[act:FIXATED_ON|THREATENED]->(x:Person)
WHERE usable(act) AND recent(act)
WITH act, x, state(x) AS xs
WHERE stage(x, xs) IS NOT NULL AND NOT coalesce(xs.staff, false)
RETURN x AS subject, 'TIED' AS protected, [o, x] AS nodes, [act] AS links, 'STRONG' AS base, 0 AS steps_down
