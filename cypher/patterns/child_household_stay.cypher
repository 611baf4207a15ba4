// ---
// id: child_household_stay
// number: 2
// title: Overnight stays where a child lives
// description: The offender stays for twelve hours or more, or for a time nobody recorded, in a home of a child.
// guidance: >
//   SI 2012/1876 regulation 10: notification of twelve hours or more in a private household where a child lives or stays. Partial:
//   it sees recorded stays only.
// profiles: [CHILD_SEXUAL]
// groups: [CHILDREN]
// parameters: {long_stay_hours: hours}
// candidates: [PARENT]
// own_children: true
// ---
MATCH (o)-[stays:STAYS_AT]->(a:Address)
WHERE usable(stays) AND recent(stays) AND coalesce(toIntegerOrNull(stays.detail), $long_stay_hours) >= $long_stay_hours
  AND seen(a) AND NOT a IN prisons
MATCH (a)<-[sleeps:LIVES_AT|STAYS_AT]-(k:Person)
WHERE usable(sleeps) AND current(sleeps) AND k <> o
WITH stays, a, sleeps, k, state(k) AS ks
WHERE child_subject(k, ks)
RETURN k AS subject, 'PERSON' AS protected, [o, a, k] AS nodes, [stays, sleeps] AS links, 'STRONG' AS base,
  CASE WHEN toIntegerOrNull(stays.detail) IS NULL THEN 1 ELSE 0 END AS steps_down
