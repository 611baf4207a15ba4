// ---
// id: associate_bridge
// number: 18
// title: Access through an associate
// description: An associate or co-offender lives with, cares for or is a parent of a child or an adult at risk whom the offender could not reach alone.
// guidance: Offending networks share access; an old joint arrest alone is weak, so a shared offence needs contact as well. Superset.
// profiles: [CHILD_SEXUAL, EXPLOITATION]
// groups: [CHILDREN, KNOWN_ADULT]
// parameters: {}
// candidates: [PARENT, PERSON_AT_RISK, ADULT_AT_RISK]
// tells_intermediaries: false
// also_returns: [opened_by, fulfilled_by]
// ---
CALL (o, meetings) {
  MATCH (o)-[tie:ASSOCIATE_OF]-(p:Person)
  WHERE usable(tie) AND recent(tie)
  RETURN p, [o] AS before, [tie] AS ties, [] AS fulfilled_by
  UNION ALL
  UNWIND meetings AS met
  WITH o, met.p AS p, met.by AS fulfilled_by
  MATCH (o)-[mine:INVOLVED_IN]->(f:Offence)<-[theirs:INVOLVED_IN]-(p)
  WHERE usable(mine) AND mine.role IN FOUND_GUILTY AND usable(theirs) AND theirs.role IN FOUND_GUILTY AND seen(f)
  RETURN p, [o, f] AS before, [mine, theirs] AS ties, fulfilled_by
}
WITH p, state(p) AS ps, before, ties, fulfilled_by
WHERE alive(ps)
CALL (o, p, ps) {
  MATCH (p)-[lives:LIVES_AT|STAYS_AT]->(a:Address)
  WHERE usable(lives) AND current(lives)
  WITH o, p, ps, lives, a
  WHERE CASE WHEN lives:LIVES_AT THEN true ELSE stage(p, ps) = 'CHILD' END
  WITH o, p, lives, a
  WHERE dwelling(a)
  MATCH (a)<-[resides:LIVES_AT|STAYS_AT]-(x:Person)
  WHERE x <> p AND x <> o AND usable(resides) AND current(resides)
  RETURN x, [p, a, x] AS after, [lives, resides] AS reach, resides:STAYS_AT AS if_child
  UNION ALL
  MATCH (p)-[reaches:CARES_FOR|PARENT_OF]->(x:Person)
  WHERE x <> o AND usable(reaches) AND CASE WHEN reaches:CARES_FOR THEN current(reaches) ELSE begun(reaches) END
  RETURN x, [p, x] AS after, [reaches] AS reach, false AS if_child
}
WITH before, ties, fulfilled_by, after, reach, if_child, x, state(x) AS xs
WITH before, ties, fulfilled_by, after, reach, if_child, x, xs, stage(x, xs) AS stage
WHERE NOT x IN own_children
WITH before, ties, fulfilled_by, after, reach, x, CASE stage
  WHEN 'CHILD' THEN 'CHILD_SEXUAL'
  WHEN 'ADULT' THEN CASE WHEN NOT if_child AND xs.adult_at_risk THEN 'EXPLOITATION' END
END AS opening
WHERE any(profile IN profiles WHERE profile.profile = opening)
RETURN x AS subject, 'PERSON' AS protected, before + after AS nodes, ties + reach AS links, 'MODERATE' AS base, 0 AS steps_down, [opening] AS opened_by, fulfilled_by
