// ---
// id: prison_channel
// number: 26
// title: Contact from prison
// description: >
//   While he is in custody, a child outside his family or somebody he has offended against visits, or calls or letters pass.
// guidance: >
//   Child visitors to prisons are vetted. Superset; approved contact looks the same.
// profiles: [CHILD_SEXUAL, DOMESTIC_ABUSE, EXPLOITATION]
// groups: [CHILDREN, KNOWN_ADULT, PRISONERS]
// parameters: {}
// candidates: [PARENT, PRIOR_VICTIM]
// also_returns: [opened_by, fulfilled_by]
// ---
MATCH (o)-[contact:CONTACTED]-(x:Person)
WHERE usable(contact) AND recent(contact) AND contact.role IN ['PRISON_VISIT', 'CALL', 'LETTER']
WITH o, contact, x, x IN victims AS victim
WHERE victim OR any(profile IN profiles WHERE profile.profile = 'CHILD_SEXUAL')
  AND NOT EXISTS { MATCH (o)-[kin:KIN]-(x) WHERE blocks(kin) AND begun(kin) }
WITH o, prisons, contact, x, victim, state(x) AS xs
WITH o, contact, x, victim, xs, stage(x, xs) AS stage, COLLECT {
    MATCH (o)-[held:LIVES_AT|STAYS_AT]->(prison:Address) WHERE usable(held) AND current(held) AND prison IN prisons
    RETURN held ORDER BY held.id LIMIT 1 } AS custody
WHERE CASE WHEN victim THEN alive(xs) ELSE stage = 'CHILD' END AND custody <> []
RETURN x AS subject, CASE WHEN NOT victim THEN 'PERSON' WHEN in_custody(x) AND stage = 'ADULT' THEN 'PRISONER' ELSE 'VICTIM' END AS protected,
  [o, x] AS nodes, [contact] AS links, 'STRONG' AS base, 0 AS steps_down, ['CHILD_SEXUAL'] AS opened_by,
  custody + coalesce(head([harm IN harmed WHERE harm.p = x | harm.by]), []) AS fulfilled_by
