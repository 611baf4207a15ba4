// ---
// id: adult_at_risk_access
// number: 22
// title: Access to an adult at risk
// description: >
//   He visits, cares for, lives with, befriends or meets an adult at risk who is not his partner, or is one step from one through such a person's kin.
// guidance: >
//   Exploitation and cuckooing of adults with care needs. Superset; disability alone is not risk.
// profiles: [EXPLOITATION, ADULT_SEXUAL, GENERAL_VIOLENCE]
// groups: [KNOWN_ADULT]
// parameters: {}
// candidates: [ADULT_AT_RISK, KIN_CARER, CARE_PROVIDER]
// ---
CALL (o, minor, homes) {
  MATCH (o)-[tie:VISITS|CARES_FOR|CONTACTED]->(p:Person)
  WHERE usable(tie) AND CASE WHEN tie:CARES_FOR THEN current(tie) ELSE recent(tie) END AND (NOT tie:CONTACTED OR tie.role = 'IN_PERSON')
  RETURN p, [o, p] AS nodes, [tie] AS links
  UNION ALL
  MATCH (o)-[tie:FRIEND_OF]-(p:Person)
  WHERE usable(tie) AND current(tie)
  RETURN p, [o, p] AS nodes, [tie] AS links
  UNION ALL
  MATCH (o)-[lives:LIVES_AT|STAYS_AT]->(a:Address)<-[resides:LIVES_AT]-(p:Person)
  WHERE usable(lives) AND current(lives) AND (lives:LIVES_AT OR minor) AND a IN homes
    AND usable(resides) AND current(resides) AND p <> o
  RETURN p, [o, a, p] AS nodes, [lives, resides] AS links
}
WITH o, partnerships, p, state(p) AS ps, nodes, links
WHERE ps.adult_at_risk AND adult(p, ps)
  AND NOT any(tie IN partnerships WHERE tie.p = p AND tie.holds AND recent(tie.link))
CALL (o, p, nodes, links) {
  RETURN p AS subject, nodes AS path, links AS walked, 0 AS steps_down
  UNION ALL
  MATCH (p)-[kin:KIN]-(q:Person)
  WHERE usable(kin) AND begun(kin) AND q <> o
  WITH nodes, links, kin, q, state(q) AS qs
  WHERE qs.adult_at_risk AND adult(q, qs)
  RETURN q AS subject, nodes + [q] AS path, links + [kin] AS walked, 1 AS steps_down
}
RETURN subject, 'PERSON' AS protected, path AS nodes, walked AS links, 'STRONG' AS base, steps_down
