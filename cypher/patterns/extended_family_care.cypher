// ---
// id: extended_family_care
// number: 9
// title: Child in a relative's care
// description: >
//   He stays at or visits the home of somebody, kin of his or of the child, who cares for the child.
// guidance: >
//   A published case review leant on a grandmother's undertaking that was known to be breached. Superset; care and visit may fall on different days.
// profiles: [CHILD_SEXUAL, CHILD_VIOLENCE]
// groups: [CHILDREN]
// parameters: {}
// candidates: [KIN_CARER, PARENT]
// own_children: true
// also_returns: [fulfilled_by]
// ---
MATCH (o)-[comes:STAYS_AT|VISITS]->(a:Address)<-[lives:LIVES_AT]-(g:Person)-[cares:CARES_FOR]->(k:Person)
WHERE usable(comes) AND recent(comes) AND usable(lives) AND current(lives) AND usable(cares) AND current(cares)
  AND coalesce(cares.role, '') <> 'PROFESSIONAL' AND g <> o AND k <> o
WITH comes, a, lives, g, cares, k, state(k) AS ks, COLLECT {
  MATCH (g)-[tie:KIN]-(kin:Person) WHERE (kin = o OR kin = k) AND usable(tie) AND begun(tie)
  RETURN tie ORDER BY kin = o DESC, tie.id LIMIT 1 } AS fulfilled_by
WHERE fulfilled_by <> [] AND seen(a) AND is_alive(g) AND child_subject(k, ks)
RETURN k AS subject, 'PERSON' AS protected, [o, a, g, k] AS nodes, [comes, lives, cares] AS links, 'MODERATE' AS base, 0 AS steps_down, fulfilled_by
