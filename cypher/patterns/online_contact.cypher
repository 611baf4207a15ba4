// ---
// id: online_contact
// number: 21
// title: Contact online
// description: >
//   An account he uses exchanged messages with an account used by a child or by somebody he has offended against.
// guidance: >
//   A registered offender killed a girl of seventeen whom he met under a false identity online (2009). Superset; who held the device is not known.
// profiles: [CHILD_SEXUAL, DOMESTIC_ABUSE]
// groups: [CHILDREN, KNOWN_ADULT]
// parameters: {}
// candidates: [PARENT, PRIOR_VICTIM]
// also_returns: [opened_by, fulfilled_by]
// ---
MATCH (o)-[mine:USES]->(b:Account)-[message:MESSAGED]-(c:Account)<-[theirs:USES]-(x:Person)
WHERE usable(mine) AND recent(mine) AND usable(message) AND recent(message) AND usable(theirs) AND recent(theirs) AND x <> o
WITH mine, b, message, c, theirs, x, x IN victims AS victim
WHERE victim OR NOT x IN own_children AND any(profile IN profiles WHERE profile.profile = 'CHILD_SEXUAL')
WITH mine, b, message, c, theirs, x, victim, state(x) AS xs
WHERE seen(b) AND seen(c) AND CASE WHEN victim THEN alive(xs) ELSE child(x, xs) END
RETURN x AS subject, CASE WHEN victim THEN 'VICTIM' ELSE 'PERSON' END AS protected, [o, b, c, x] AS nodes, [mine, message, theirs] AS links,
  'STRONG' AS base, 0 AS steps_down, ['CHILD_SEXUAL'] AS opened_by,
  coalesce(head([harm IN harmed WHERE harm.p = x | harm.by]), []) AS fulfilled_by
