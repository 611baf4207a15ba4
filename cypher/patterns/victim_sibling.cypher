// ---
// id: victim_sibling
// number: 7
// title: Sibling of a prior victim
// description: >
//   A child whose brother or sister he has offended against, and whom he can still reach in another way.
// guidance: >
//   Access to one child of a family is often access to the others. Partial; it needs a second path to the same child.
// profiles: [CHILD_SEXUAL]
// groups: [CHILDREN]
// parameters: {}
// candidates: [PARENT]
// own_children: true
// needs_another_exposure: true
// ---
UNWIND victims AS v
MATCH (v)-[sibling:SIBLING_OF]-(k:Person)
WHERE usable(sibling) AND begun(sibling) AND k <> o
WITH v, state(v) AS vs, sibling, k, state(k) AS ks
WHERE alive(vs) AND child_subject(k, ks)
MATCH (o)-[involved:INVOLVED_IN]->(f:Offence)<-[hurt:VICTIM_OF]-(v)
WHERE usable(involved) AND usable(hurt) AND harms(involved, v, conditions)
WITH involved, f, hurt, v, sibling, k
WHERE seen(f)
RETURN k AS subject, 'PERSON' AS protected, [o, f, v, k] AS nodes, [involved, hurt, sibling] AS links, 'MODERATE' AS base, 0 AS steps_down
