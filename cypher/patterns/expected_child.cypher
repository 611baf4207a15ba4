// ---
// id: expected_child
// number: 34
// title: Expected child
// description: A child is expected whose parent he is, whose parent is his partner, or in whose parent's home he lives, is about to live or is planned to live.
// guidance: >
//   In a published case the partner was pregnant; plans for a birth are made before it. Exact for recorded expectations.
// profiles: [CHILD_SEXUAL, CHILD_VIOLENCE, DOMESTIC_ABUSE]
// groups: [CHILDREN]
// parameters: {as_of: day, expected_until: day}
// candidates: [PARTNER, EX_PARTNER, PARENT, POLICE]
// own_children: true
// also_returns: [long_ended, fulfilled_by]
// ---
CALL (o, counted_partners) {
  UNWIND counted_partners AS tie
  RETURN tie.p AS p, [o, tie.p] AS before, [tie.link] AS ties, tie.by AS fulfilled_by, tie.long_ended AS long_ended
  UNION ALL
  MATCH (o)-[lives:LIVES_AT|PLANNED_RESIDENCE]->(a:Address)<-[resides:LIVES_AT|STAYS_AT]-(p:Person)
  WHERE usable(lives) AND moves_in(lives) AND usable(resides) AND current(resides) AND overlapping(lives, resides) AND p <> o
  WITH o, lives, a, resides, p
  WHERE at_home(resides, p) AND dwelling(a)
  RETURN p, [o, a, p] AS before, [lives, resides] AS ties, [] AS fulfilled_by, false AS long_ended
  UNION ALL
  RETURN o AS p, [o] AS before, [] AS ties, [] AS fulfilled_by, false AS long_ended
}
MATCH (p)-[parent:PARENT_OF]->(k:Person)
WHERE usable(parent) AND coalesce(parent.role, 'BIRTH') = 'BIRTH' AND k <> o
WITH p, before, ties, fulfilled_by, long_ended, parent, k, state(k) AS ks
WHERE $as_of < ks.date_of_birth <= $expected_until AND is_alive(p)
RETURN k AS subject, 'EXPECTED' AS protected, before + k AS nodes, ties + parent AS links, 'STRONG' AS base, 0 AS steps_down, long_ended, fulfilled_by
