// ---
// id: household_child_school
// number: 12
// title: School of a child in the household
// description: A child who lives or sleeps in the offender's home attends a school or nursery; the other pupils there are a class at risk.
// guidance: Heads are a standard recipient of disclosure; collections and events bring the offender to the gate. Superset.
// profiles: [CHILD_SEXUAL]
// groups: [CHILDREN]
// parameters: {}
// candidates: [HEAD_TEACHER, SAFEGUARDING_LEAD, NURSERY_MANAGER]
// ---
MATCH (o)-[lives:LIVES_AT]->(a:Address)
WHERE usable(lives) AND current(lives) AND a IN homes
MATCH (a)<-[sleeps:LIVES_AT|STAYS_AT]-(k:Person)
WHERE usable(sleeps) AND current(sleeps) AND k <> o
WITH lives, a, sleeps, k, state(k) AS ks
WHERE child(k, ks)
MATCH (k)-[attends:ATTENDS]->(s:School|Organisation)
WHERE usable(attends) AND current(attends)
WITH lives, a, sleeps, k, attends, s
WHERE CASE WHEN s:School THEN seen(s) ELSE is_of_kind(s, 'NURSERY') END
RETURN s AS subject, 'CHILDREN' AS protected, [o, a, k, s] AS nodes, [lives, sleeps, attends] AS links, 'MODERATE' AS base, 0 AS steps_down
