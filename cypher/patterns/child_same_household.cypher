// ---
// id: child_same_household
// number: 1
// title: Child in the same household
// description: A child lives or sleeps, or is about to, where the offender lives, is about to live or is planned to live.
// guidance: >
//   Child Safeguarding Practice Review Panel (November 2024): over a third of 136 incidents of abuse within families involved a relative
//   with known sexual risk. Exact for recorded homes; beware stale addresses.
// profiles: [CHILD_SEXUAL, CHILD_VIOLENCE, DOMESTIC_ABUSE]
// groups: [CHILDREN]
// parameters: {}
// candidates: [PARENT]
// own_children: true
// suppresses: [child_household_stay, relative_or_friend_child, extended_family_care, shared_building, neighbour_child, child_home_visit]
// ---
MATCH (o)-[lives:LIVES_AT|PLANNED_RESIDENCE]->(a:Address)
WHERE usable(lives) AND moves_in(lives) AND seen(a) AND NOT a IN prisons
MATCH (a)<-[sleeps:LIVES_AT|STAYS_AT]-(k:Person)
WHERE usable(sleeps) AND k <> o AND (current(sleeps) OR forthcoming(sleeps)) AND overlapping(lives, sleeps)
WITH lives, a, sleeps, k, state(k) AS ks
WHERE child_subject(k, ks)
RETURN k AS subject, 'PERSON' AS protected, [o, a, k] AS nodes, [lives, sleeps] AS links, 'STRONG' AS base, 0 AS steps_down
