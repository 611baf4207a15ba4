// ---
// id: own_child_contact
// number: 30
// title: Contact with his own child who lives elsewhere
// description: >
//   His own child lives elsewhere, and he is in contact with the child or with a parent or carer of the child.
// guidance: >
//   Most victims are related to the offender; contact with one's own child is often lawful. Superset; it stands for opportunity, not for any event.
// profiles: [CHILD_SEXUAL, CHILD_VIOLENCE]
// groups: [CHILDREN]
// parameters: {}
// candidates: [PARENT]
// own_children: true
// maturity: trial
// revision: 1
// ---
MATCH (o)-[own:PARENT_OF]->(k:Person)
WHERE usable(own) AND k IN own_children AND (k IN contacts OR EXISTS {
  MATCH (k)<-[reaches:PARENT_OF|CARES_FOR]-(g:Person)
  WHERE g IN contacts AND usable(reaches) AND CASE WHEN reaches:CARES_FOR THEN current(reaches) ELSE begun(reaches) END
})
WITH o, minor, own, k, state(k) AS ks
WHERE child(k, ks)
WITH o, minor, own, k
WHERE NOT EXISTS {
  MATCH (o)-[lives:LIVES_AT|STAYS_AT]->(a:Address)<-[sleeps:LIVES_AT|STAYS_AT]-(k)
  WHERE hinders(lives) AND current(lives) AND (lives:LIVES_AT OR minor) AND hinders(sleeps) AND current(sleeps)
  WITH a
  WHERE dwelling(a)
  RETURN 1
}
RETURN k AS subject, 'PERSON' AS protected, [o, k] AS nodes, [own] AS links, 'MODERATE' AS base, 0 AS downs
