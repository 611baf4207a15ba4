// ---
// id: child_home_visit
// number: 31
// title: Visits to or by a child
// description: >
//   He visits a child's home, stays there for less than twelve hours, or visits the child or a parent at home with it; or the child visits him or his home.
// guidance: >
//   Child Safeguarding Practice Review Panel (November 2024): a third of 136 incidents involved a relative of known risk; a child guest of his household was
//   killed in a published case. Superset; a visit for a trade counts too.
// profiles: [CHILD_SEXUAL, CHILD_VIOLENCE]
// groups: [CHILDREN]
// parameters: {long_stay_hours: hours}
// candidates: [PARENT]
// also_returns: [opened_by, fulfilled_by]
// ---
CALL (o, profiles, minor) {
  MATCH (o)-[comes:VISITS|STAYS_AT]->(a:Address)<-[sleeps:LIVES_AT|STAYS_AT]-(k:Person)
  WHERE usable(comes) AND recent(comes) AND usable(sleeps) AND current(sleeps) AND NOT own_home(a, o, minor)
  WITH profiles, comes, a, state(a) AS home, sleeps, k,
    CASE WHEN comes:VISITS OR toIntegerOrNull(comes.detail) < $long_stay_hours THEN ['CHILD_SEXUAL', 'CHILD_VIOLENCE'] ELSE ['CHILD_VIOLENCE'] END AS opened_by
  WHERE any(profile IN profiles WHERE profile.profile IN opened_by) AND domestic(home)
  RETURN k, [o, a, k] AS nodes, [comes, sleeps] AS links, opened_by, [] AS fulfilled_by
  UNION ALL
  MATCH (o)-[lives:LIVES_AT]->(a:Address)<-[comes:VISITS]-(k:Person)
  WHERE usable(lives) AND current(lives) AND usable(comes) AND recent(comes)
  WITH lives, a, state(a) AS home, comes, k
  WHERE domestic(home)
  RETURN k, [o, a, k] AS nodes, [lives, comes] AS links, ['CHILD_SEXUAL', 'CHILD_VIOLENCE'] AS opened_by, [] AS fulfilled_by
  UNION ALL
  MATCH (o)-[comes:VISITS]-(k:Person)
  WHERE usable(comes) AND recent(comes)
  RETURN k, [o, k] AS nodes, [comes] AS links, ['CHILD_SEXUAL', 'CHILD_VIOLENCE'] AS opened_by, [] AS fulfilled_by
  UNION ALL
  MATCH (o)-[comes:VISITS]->(p:Person)-[parent:PARENT_OF]->(k:Person)
  WHERE usable(comes) AND recent(comes) AND usable(parent) AND begun(parent)
  WITH comes, p, parent, k, shared_home(p, k) AS fulfilled_by
  WHERE fulfilled_by IS NOT NULL AND is_alive(p)
  RETURN k, [o, p, k] AS nodes, [comes, parent] AS links, ['CHILD_SEXUAL', 'CHILD_VIOLENCE'] AS opened_by, fulfilled_by
}
WITH k, state(k) AS ks, nodes, links, opened_by, fulfilled_by
WHERE k <> o AND NOT k IN own_children AND child_subject(k, ks)
RETURN k AS subject, 'PERSON' AS protected, nodes, links, 'MODERATE' AS base, 0 AS steps_down, opened_by, fulfilled_by
