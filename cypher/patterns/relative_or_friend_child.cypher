// ---
// id: relative_or_friend_child
// number: 8
// title: Child of a relative or friend
// description: A child of the offender's family or of a friend's, where he is in contact with the child or with the relative or friend.
// guidance: Most victims know the offender. Superset; it stands for opportunity, not for any event.
// profiles: [CHILD_SEXUAL, CHILD_VIOLENCE]
// groups: [CHILDREN]
// parameters: {}
// candidates: [PARENT]
// also_returns: [fulfilled_by]
// ---
MATCH (o)-[tie:KIN|FRIEND_OF]-(p:Person)-[parent:PARENT_OF]->(k:Person)
WHERE usable(tie) AND CASE WHEN tie:FRIEND_OF THEN current(tie) ELSE begun(tie) END
  AND usable(parent) AND begun(parent) AND k <> o AND NOT k IN own_children AND (p IN contacts OR k IN contacts)
WITH tie, p, state(p) AS ps, parent, k, state(k) AS ks
WHERE alive(ps) AND child_subject(k, ks)
RETURN k AS subject, 'PERSON' AS protected, [o, p, k] AS nodes, [tie, parent] AS links, 'MODERATE' AS base, 0 AS steps_down,
  head([met IN meetings WHERE met.p = k | met.by] + [met IN meetings WHERE met.p = p | met.by]) AS fulfilled_by
UNION ALL
MATCH (o)-[tie:KIN]-(k:Person)
WHERE usable(tie) AND begun(tie) AND NOT k IN own_children AND k IN contacts
WITH tie, k, state(k) AS ks
WHERE child_subject(k, ks)
RETURN k AS subject, 'PERSON' AS protected, [o, k] AS nodes, [tie] AS links, 'MODERATE' AS base, 0 AS steps_down,
  head([met IN meetings WHERE met.p = k | met.by]) AS fulfilled_by
