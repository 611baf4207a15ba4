// ---
// id: neighbour_child
// number: 16
// title: Child next door
// description: >
//   A child lives next door, and he has approached or minds the child. Living next door alone is nothing.
// guidance: >
//   Neighbours are known to the family and trusted by it. Exact for recorded approaches.
// profiles: [CHILD_SEXUAL]
// groups: [CHILDREN]
// parameters: {}
// candidates: [PARENT, SOCIAL_LANDLORD]
// also_returns: [supporting_links]
// ---
MATCH (o)-[approach:CONTACTED|MINDS]->(k:Person)
WHERE usable(approach) AND recent(approach) AND (approach:MINDS OR approach.role = 'APPROACH') AND NOT k IN own_children
WITH o, k, approach ORDER BY approach.grade IN ['1A', '1B'] AND approach.assertion = 'FACT' DESC, approach.grade, approach.id
WITH o, k, head(collect(approach)) AS approach
WITH o, k, approach, state(k) AS ks
WHERE child_subject(k, ks)
MATCH (o)-[lives:LIVES_AT|STAYS_AT]->(a:Address)-[beside:ADJACENT_TO]-(a2:Address)<-[sleeps:LIVES_AT|STAYS_AT]-(k)
WHERE usable(lives) AND current(lives) AND (lives:LIVES_AT OR minor) AND usable(beside) AND current(beside) AND usable(sleeps) AND current(sleeps)
WITH lives, a, beside, a2, sleeps, k, approach
WHERE a IN homes AND dwelling(a2)
RETURN k AS subject, 'PERSON' AS protected, [o, a, a2, k] AS nodes, [lives, beside, sleeps] AS links, 'STRONG' AS base, 0 AS steps_down, [approach] AS supporting_links
