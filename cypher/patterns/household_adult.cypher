// ---
// id: household_adult
// number: 30
// title: Adult in the household
// description: >
//   An adult lives, or is about to, where he lives, is about to live or is planned to live: kin or a partner, past or present, or somebody of the sex that he
//   prefers. Or a partner with whom he shares no home.
// guidance: >
//   HMI Probation (2022): checks before a curfew were made in 37 % of cases, and people were curfewed to the homes of those at risk. Superset;
//   abuse of parents and other relatives counts, hostels and approved premises do not.
// profiles: [DOMESTIC_ABUSE, ADULT_SEXUAL]
// groups: [KNOWN_ADULT]
// parameters: {}
// candidates: [PARTNER, EX_PARTNER, PERSON_AT_RISK, ADULT_AT_RISK, PRIOR_VICTIM, POLICE]
// told_only_for: {POLICE: [DOMESTIC_ABUSE]}
// also_returns: [opened_by, fulfilled_by]
// ---
CALL (o, profiles, minor, partnerships) {
  MATCH (o)-[lives:LIVES_AT|PLANNED_RESIDENCE]->(a:Address)<-[resides:LIVES_AT]-(p:Person)
  WHERE usable(lives) AND moves_in(lives) AND usable(resides) AND (current(resides) OR forthcoming(resides)) AND overlapping(lives, resides)
  WITH o, profiles, lives, a, state(a) AS home, resides, p, [tie IN partnerships WHERE tie.p = p | tie.link]
    + COLLECT { MATCH (o)-[kin:KIN]-(p) WHERE usable(kin) AND begun(kin) RETURN kin ORDER BY kin.id LIMIT 1 } AS ties
  WITH profiles, lives, a, home, resides, p, state(p) AS ps, ties, ties <> [] AND any(profile IN profiles WHERE profile.profile = 'DOMESTIC_ABUSE') AS abused
  WHERE p <> o AND domestic(home) AND (abused OR home.kind IN ['DWELLING', 'ROOM']
    AND any(profile IN profiles WHERE profile.profile = 'ADULT_SEXUAL' AND coalesce(profile.preferred_sex = ps.sex, profile.preferred_sex IS NULL)))
  RETURN p, ps, [o, a, p] AS nodes, [lives, resides] AS links, ties <> [] AS tied, CASE WHEN abused THEN ties[..1] ELSE [] END AS fulfilled_by, abused, CASE WHEN abused THEN 'STRONG' ELSE 'MODERATE' END AS base
  UNION ALL
  UNWIND [tie IN partnerships WHERE current(tie.link)] AS tie
  WITH o, profiles, minor, tie.link AS partner, tie.p AS p
  WHERE any(profile IN profiles WHERE profile.profile = 'DOMESTIC_ABUSE')
    AND NOT EXISTS { MATCH (o)-[lives:LIVES_AT|STAYS_AT]->(a:Address)<-[resides:LIVES_AT]-(p)
      WHERE blocks(lives) AND current(lives) AND (lives:LIVES_AT OR minor) AND blocks(resides) AND current(resides)
      WITH state(a) AS home
      WHERE domestic(home)
      RETURN 1 }
  RETURN p, state(p) AS ps, [o, p] AS nodes, [partner] AS links, true AS tied, [] AS fulfilled_by, true AS abused, 'MODERATE' AS base
}
WITH p, ps, nodes, links, tied, fulfilled_by, abused, base
WHERE adult(p, ps)
RETURN p AS subject, CASE WHEN tied THEN 'TIED' ELSE 'PERSON' END AS protected, nodes, links, base, 0 AS steps_down,
  CASE WHEN abused THEN ['DOMESTIC_ABUSE'] ELSE ['ADULT_SEXUAL'] END AS opened_by, fulfilled_by
