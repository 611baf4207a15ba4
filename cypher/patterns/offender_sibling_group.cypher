// ---
// id: offender_sibling_group
// number: 10
// title: Family child of two offending siblings
// description: >
//   A child of the family of a managed brother or sister, where both offend against children and are at liberty, and he is in contact with the child or the sibling.
// guidance: >
//   Siblings who offend share access to the children of one family. Superset; kinship alone is no guilt, so both must be managed with relevant profiles.
// profiles: [CHILD_SEXUAL, CHILD_VIOLENCE]
// groups: [CHILDREN]
// parameters: {}
// candidates: [PARENT]
// also_returns: [fulfilled_by]
// ---
MATCH (o)-[sibling:SIBLING_OF]-(o2:Person)-[tie:KIN]-(k:Person)
WHERE usable(sibling) AND begun(sibling) AND usable(tie) AND begun(tie) AND k <> o AND NOT k IN own_children AND (o2 IN contacts OR k IN contacts)
  AND any(row IN managements WHERE manages(row))
WITH o, prisons, meetings, sibling, o2, tie, k, state(k) AS ks
WHERE child_subject(k, ks) AND is_alive(o2) AND managed(o2) AND at_liberty(o2)
  AND NOT EXISTS { MATCH (o)-[held:LIVES_AT|STAYS_AT]->(prison:Address) WHERE blocks(held) AND current(held) AND prison IN prisons }
  AND EXISTS {
    MATCH (o2)-[:HAS_PROFILE]->(row:Profile)
    WITH state(row) AS profile
    WHERE profile.profile IN ['CHILD_SEXUAL', 'CHILD_VIOLENCE'] AND in_force(profile) AND reliable(profile)
    RETURN 1
  }
RETURN k AS subject, 'PERSON' AS protected, [o, o2, k] AS nodes, [sibling, tie] AS links, 'MODERATE' AS base, 0 AS steps_down,
  head([met IN meetings WHERE met.p = k | met.by] + [met IN meetings WHERE met.p = o2 | met.by]) AS fulfilled_by
