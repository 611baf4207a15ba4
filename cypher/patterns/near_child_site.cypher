// ---
// id: near_child_site
// number: 11
// title: Home near a place for children
// description: >
//   The offender lives near a school, a nursery or a play area, and either his offending targets strangers or he has been seen close by.
//   Nearness alone is nothing.
// guidance: Licence condition not to enter or stay in sight of named kinds of place. Partial; distance stands in for sight.
// profiles: [CHILD_SEXUAL]
// groups: [CHILDREN]
// parameters: {near_site_m: metres, seen_near_m: metres}
// candidates: [HEAD_TEACHER, SAFEGUARDING_LEAD, NURSERY_MANAGER]
// also_returns: [fulfilled_by]
// ---
MATCH (o)-[lives:LIVES_AT]->(a:Address)
WHERE usable(lives) AND current(lives)
WITH lives, a, state(a) AS home
UNWIND sites_near(home) + [a] AS site
WITH DISTINCT lives, a, home, site
WITH lives, a, home, site, state(site) AS place
WHERE (site = a OR metres(home, place) <= $near_site_m)
  AND for_children(site, place)
WITH lives, a, site, head(COLLECT {
  MATCH (o)-[sighting:SEEN_AT]->(spot:Address)
  WHERE usable(sighting) AND recent(sighting) AND (spot = site OR metres(state(spot), place) <= $seen_near_m)
  RETURN CASE WHEN sealed(spot) THEN [] ELSE [sighting] END ORDER BY sighting.valid_to DESC, sighting.id LIMIT 1
}) AS sightings
WHERE sightings IS NOT NULL OR any(profile IN profiles WHERE profile.profile = 'CHILD_SEXUAL' AND profile.targets_strangers)
RETURN site AS subject, 'CHILDREN' AS protected,
  CASE WHEN site = a THEN [o, a] ELSE [o, a, site] END AS nodes, CASE WHEN site = a THEN [lives] ELSE [lives, null] END AS links,
  CASE WHEN sightings IS NULL THEN 'CONTEXT' ELSE 'MODERATE' END AS base, 0 AS steps_down, coalesce(sightings, []) AS fulfilled_by
