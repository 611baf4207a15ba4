// ---
// id: staff_target
// number: 27
// title: Threat to staff
// description: >
//   He threatened a member of staff, is fixated on one, or approached, messaged or wrote to one.
// guidance: >
//   Staff at risk and licence conditions about relations with staff. Superset; it does not tell venting from fixation.
// profiles: any
// groups: [STAFF]
// parameters: {}
// candidates: [STAFF_MEMBER]
// ---
MATCH (o)-[act:THREATENED|FIXATED_ON|CONTACTED]->(s:Person)
WHERE usable(act) AND recent(act) AND (NOT act:CONTACTED OR act.role IN ['MESSAGE', 'LETTER', 'APPROACH']
  AND any(profile IN profiles WHERE profile.profile IN ['GENERAL_VIOLENCE', 'DOMESTIC_ABUSE', 'ADULT_SEXUAL']))
WITH act, s, state(s) AS member
WHERE NOT s IN own_children AND member.staff AND alive(member)
RETURN s AS subject, 'STAFF' AS protected, [o, s] AS nodes, [act] AS links, 'STRONG' AS base, CASE WHEN act:CONTACTED THEN 1 ELSE 0 END AS steps_down
