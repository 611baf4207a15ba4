// ---
// id: babysitting_access
// number: 19
// title: Minding a child
// description: >
//   He minds a child or has offered to, or a friend or associate with whom he is in contact minds one.
// guidance: >
//   Licence conditions against unsupervised contact. Partial; informal favours are rarely recorded, and an offer may not have been taken up.
// profiles: [CHILD_SEXUAL, CHILD_VIOLENCE]
// groups: [CHILDREN]
// parameters: {}
// candidates: [PARENT]
// also_returns: [fulfilled_by]
// ---
CALL (o, meetings) {
  MATCH (o)-[minds:MINDS]->(k:Person)
  WHERE usable(minds) AND recent(minds)
  RETURN k, [o, k] AS nodes, [minds] AS links, CASE WHEN minds.role = 'OFFERED' THEN 1 ELSE 0 END AS steps_down, [] AS fulfilled_by
  UNION ALL
  MATCH (o)-[tie:FRIEND_OF|ASSOCIATE_OF]-(p:Person)-[minds:MINDS]->(k:Person)
  WHERE usable(tie) AND current(tie) AND usable(minds) AND current(minds) AND k <> o
  WITH o, tie, p, minds, k, head([met IN meetings WHERE met.p = p | met.by]) AS fulfilled_by
  WHERE fulfilled_by IS NOT NULL AND is_alive(p)
  RETURN k, [o, p, k] AS nodes, [tie, minds] AS links, CASE WHEN minds.role = 'OFFERED' THEN 2 ELSE 1 END AS steps_down, fulfilled_by
}
WITH k, state(k) AS ks, nodes, links, steps_down, fulfilled_by
WHERE NOT k IN own_children AND child_subject(k, ks)
RETURN k AS subject, 'PERSON' AS protected, nodes, links, 'STRONG' AS base, steps_down, fulfilled_by
