// ---
// id: keyholder_access
// number: 32
// title: Keys to the home
// description: >
//   He holds keys to a home of a child, an adult at risk or somebody of the sex that he prefers, or to its building; or lets it, or his employer works there or
//   holds its keys.
// guidance: >
//   In a published case the suspect, working for the owner, had the only keys to the house. Superset; large buildings are left out.
// profiles: [CHILD_SEXUAL, ADULT_SEXUAL, EXPLOITATION]
// groups: [CHILDREN, KNOWN_ADULT]
// parameters: {small_building_dwellings: number}
// candidates: [PARENT, ADULT_AT_RISK, PERSON_AT_RISK, EMPLOYER, LANDLORD, SOCIAL_LANDLORD]
// also_returns: [opened_by]
// ---
CALL (o) {
  MATCH (o)-[access:HOLDS_KEYS|LANDLORD_OF]->(a:Address)
  WHERE usable(access) AND current(access)
  RETURN a, [o, a] AS before, [access] AS ties, CASE WHEN access:HOLDS_KEYS THEN 'STRONG' ELSE 'MODERATE' END AS base
  UNION ALL
  MATCH (o)-[works:WORKS_FOR]->(e:Organisation)-[access:WORKS_AT|HOLDS_KEYS]->(a:Address)
  WHERE usable(works) AND current(works) AND usable(access) AND current(access) AND seen(e)
  RETURN a, [o, e, a] AS before, [works, access] AS ties, 'MODERATE' AS base
}
WITH o, profiles, minor, own_children, a, state(a) AS place, before, ties, base, COUNT {
  MATCH (a)<-[:IN_BUILDING]-(unit:Address) WHERE state(unit).building_id = a.id } AS units
WHERE place IS NOT NULL AND NOT own_home(a, o, minor)
  AND CASE WHEN units > 0 OR place.kind = 'BUILDING' THEN coalesce(place.dwellings, units) <= $small_building_dwellings ELSE true END
CALL (a) {
  MATCH (a)<-[resides:LIVES_AT|STAYS_AT]-(x:Person)
  RETURN a AS home, resides, x, [x] AS after, [resides] AS reach
  UNION ALL
  MATCH (a)<-[part:IN_BUILDING]-(home:Address)<-[resides:LIVES_AT|STAYS_AT]-(x:Person)
  WHERE state(home).building_id = a.id
  RETURN home, resides, x, [home, x] AS after, [part, resides] AS reach
}
WITH o, profiles, minor, before, ties, base, home, resides, x, after, reach
WHERE usable(resides) AND current(resides) AND x <> o AND NOT x IN own_children AND dwelling(home) AND NOT own_home(home, o, minor)
WITH profiles, before, ties, base, resides, x, state(x) AS xs, after, reach
WITH profiles, before, ties, base, resides, x, xs, stage(x, xs) AS stage, after, reach
WITH before, ties, base, x, after, reach, CASE
    WHEN stage = 'CHILD' THEN [kind IN ['CHILD_SEXUAL'] WHERE any(profile IN profiles WHERE profile.profile = kind)]
    WHEN stage = 'ADULT' AND resides:LIVES_AT THEN
      [kind IN ['EXPLOITATION'] WHERE xs.adult_at_risk AND any(profile IN profiles WHERE profile.profile = kind)]
      + [kind IN ['ADULT_SEXUAL'] WHERE any(profile IN profiles WHERE profile.profile = kind AND profile.preferred_sex = xs.sex)]
    ELSE []
  END AS opened_by
WHERE size(opened_by) > 0
RETURN x AS subject, 'PERSON' AS protected, before + after AS nodes, ties + reach AS links, base, 0 AS steps_down, opened_by
