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
// parameters: {as_of: day, known_at: instant, cleared: boolean, child_born_after: day, small_building_dwellings: number}
// candidates: [PARENT, LANDLORD, SOCIAL_LANDLORD, HOUSING_AUTHORITY]
// maturity: stable
// revision: 1
// ---
MATCH (o)-[lives:LIVES_AT|STAYS_AT]->(a:Address)-[part:IN_BUILDING]->(b:Address)
WHERE lives_or_sleeps(lives, o) AND dwelling(a) AND state(a).building_id = b.id
WITH lives, a, part, b, state(b) AS building
WHERE building IS NOT NULL
WITH lives, a, part, b, coalesce(building.dwellings, COUNT {
  MATCH (b)<-[:IN_BUILDING]-(unit:Address) WHERE state(unit).building_id = b.id }) AS dwellings
CALL (o, offender, profiles, own_children, lives, a, part, b, dwellings) {
  FILTER dwellings <= $small_building_dwellings
  MATCH (b)<-[other_part:IN_BUILDING]-(a2:Address)<-[resides:LIVES_AT|STAYS_AT]-(x:Person)
  WHERE a2 <> a AND x <> o AND usable(resides) AND current(resides) AND dwelling(a2) AND state(a2).building_id = b.id
  WITH other_part, a2, resides, x, state(x) AS xs
  WHERE resides:LIVES_AT AND alive(xs) OR child(x, xs)
  WITH other_part, a2, resides, x, xs, child(x, xs) AS is_child
  WHERE is_child AND NOT x IN own_children AND any(profile IN profiles WHERE profile.profile = 'CHILD_SEXUAL')
     OR adult(x, xs) AND xs.adult_at_risk AND any(profile IN profiles WHERE profile.profile = 'EXPLOITATION')
     OR adult(x, xs) AND any(profile IN profiles WHERE profile.profile = 'ADULT_SEXUAL' AND profile.preferred_sex = xs.sex)
  RETURN x AS subject, 'PERSON' AS protected, [o, a, b, a2, x] AS nodes, [lives, part, other_part, resides] AS links, 'STRONG' AS base
  UNION ALL
  FILTER dwellings > $small_building_dwellings AND any(profile IN profiles WHERE profile.profile = 'CHILD_SEXUAL')
    AND EXISTS {
      MATCH (b)<-[:IN_BUILDING*0..1]-(unit:Address)<-[resides:LIVES_AT|STAYS_AT]-(x:Person)
      WHERE (unit = b OR state(unit).building_id = b.id) AND usable(resides) AND current(resides) AND x <> o AND dwelling(unit) AND is_child(x)
    }
  RETURN b AS subject, 'CHILDREN' AS protected, [o, a, b] AS nodes, [lives, part] AS links, 'CONTEXT' AS base
}
RETURN subject, protected, nodes, links, base, 0 AS downs
