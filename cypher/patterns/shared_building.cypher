// ---
// id: shared_building
// number: 15
// title: Home in the same building
// description: >
//   Somebody of the kind he offends against lives in another dwelling of a small building, with shared doors and corridors. In a large building
//   the children there are one class, as context.
// guidance: Child Sex Offender Disclosure Scheme guidance (2023), which names shared gardens and corridors. Superset.
// profiles: [CHILD_SEXUAL, EXPLOITATION, ADULT_SEXUAL]
// groups: [CHILDREN, KNOWN_ADULT]
// parameters: {small_building_dwellings: number}
// candidates: [PARENT, LANDLORD, SOCIAL_LANDLORD, PERSON_AT_RISK, ADULT_AT_RISK, HOUSING_AUTHORITY]
// also_returns: [opened_by]
// ---
MATCH (o)-[lives:LIVES_AT|STAYS_AT]->(a:Address)-[part:IN_BUILDING]->(b:Address)
WHERE usable(lives) AND current(lives) AND (lives:LIVES_AT OR minor)
WITH lives, a, part, b
WHERE a IN homes AND state(a).building_id = b.id
WITH lives, a, part, b, state(b) AS building
WHERE building IS NOT NULL
WITH lives, a, part, b, coalesce(building.dwellings, COUNT {
  MATCH (b)<-[:IN_BUILDING]-(unit:Address) WHERE state(unit).building_id = b.id }) AS dwellings
CALL (o, profiles, own_children, lives, a, part, b, dwellings) {
  FILTER dwellings <= $small_building_dwellings
  MATCH (b)<-[other_part:IN_BUILDING]-(a2:Address)<-[resides:LIVES_AT|STAYS_AT]-(x:Person)
  WHERE a2 <> a AND x <> o AND usable(resides) AND current(resides)
  WITH b, other_part, a2, resides, x
  WHERE dwelling(a2) AND state(a2).building_id = b.id
  WITH other_part, a2, resides, x, state(x) AS xs
  WITH other_part, a2, resides, x, xs, stage(x, xs) AS stage
  WHERE NOT x IN own_children
  WITH other_part, a2, resides, x, CASE
    WHEN stage = 'CHILD' THEN [kind IN ['CHILD_SEXUAL'] WHERE any(profile IN profiles WHERE profile.profile = kind)]
    WHEN stage = 'ADULT' AND resides:LIVES_AT THEN
      [kind IN ['EXPLOITATION'] WHERE xs.adult_at_risk AND any(profile IN profiles WHERE profile.profile = kind)]
      + [kind IN ['ADULT_SEXUAL'] WHERE any(profile IN profiles WHERE profile.profile = kind AND profile.preferred_sex = xs.sex)]
    ELSE []
  END AS opened_by
  WHERE size(opened_by) > 0
  RETURN x AS subject, 'PERSON' AS protected, [o, a, b, a2, x] AS nodes, [lives, part, other_part, resides] AS links, 'STRONG' AS base, opened_by
  UNION ALL
  FILTER dwellings > $small_building_dwellings AND any(profile IN profiles WHERE profile.profile = 'CHILD_SEXUAL')
    AND EXISTS {
      MATCH (b)<-[:IN_BUILDING*0..1]-(unit:Address)<-[resides:LIVES_AT|STAYS_AT]-(x:Person)
      WHERE usable(resides) AND current(resides) AND x <> o
      WITH b, unit, x
      WHERE unit = b OR state(unit).building_id = b.id
      WITH unit, x
      WHERE is_child(x) AND dwelling(unit)
      RETURN 1
    }
  RETURN b AS subject, 'CHILDREN' AS protected, [o, a, b] AS nodes, [lives, part] AS links, 'CONTEXT' AS base, [] AS opened_by
}
RETURN subject, protected, nodes, links, base, 0 AS steps_down, opened_by
