// ---
// id: shared_organisation
// number: 13
// title: Club, faith group or charity with people at risk
// description: >
//   He belongs to, attends or volunteers at an organisation that serves children or adults at risk, or has some among those who belong to it.
// guidance: >
//   Licence conditions on activities and places of worship. Superset; in a large congregation he may never meet them.
// profiles: [CHILD_SEXUAL, EXPLOITATION]
// groups: [CHILDREN, KNOWN_ADULT]
// parameters: {}
// candidates: [CLUB_LEAD, SAFEGUARDING_LEAD, PERSON_AT_RISK, ADULT_AT_RISK]
// members: {CHILDREN: [CHILD_SEXUAL], ADULTS_AT_RISK: [EXPLOITATION]}
// also_returns: [fulfilled_by]
// ---
MATCH (o)-[belongs:MEMBER_OF|VOLUNTEERS_AT|ATTENDS]->(org:Organisation)
WHERE usable(belongs) AND current(belongs)
WITH o, belongs, org, state(org) AS club, any(profile IN profiles WHERE profile.profile = 'CHILD_SEXUAL') AS sexual,
  any(profile IN profiles WHERE profile.profile = 'EXPLOITATION') AS exploits
WHERE club IS NOT NULL
WITH o, belongs, org, coalesce(club.serves, '') AS serves, sexual, exploits
WITH belongs, org, serves, sexual, exploits,
  CASE WHEN NOT sexual OR serves IN ['CHILDREN', 'BOTH'] THEN [] ELSE COLLECT {
    MATCH (org)<-[joined:MEMBER_OF|ATTENDS]-(x:Person)
    WHERE x <> o AND usable(joined) AND current(joined)
    WITH joined, x, state(x) AS xs
    WHERE child(x, xs)
    RETURN joined ORDER BY joined.id LIMIT 1
  } END AS young,
  CASE WHEN NOT exploits OR serves IN ['ADULTS_AT_RISK', 'BOTH'] THEN [] ELSE COLLECT {
    MATCH (org)<-[joined:MEMBER_OF|ATTENDS]-(x:Person)
    WHERE x <> o AND usable(joined) AND current(joined)
    WITH joined, x, state(x) AS xs
    WHERE xs.adult_at_risk AND adult(x, xs)
    RETURN joined ORDER BY joined.id LIMIT 1
  } END AS grown
WITH belongs, org, young + grown AS fulfilled_by, young <> [] OR sexual AND serves IN ['CHILDREN', 'BOTH'] AS children,
  grown <> [] OR exploits AND serves IN ['ADULTS_AT_RISK', 'BOTH'] AS adults
WHERE children OR adults
RETURN org AS subject, CASE WHEN children AND adults THEN 'BOTH' WHEN children THEN 'CHILDREN' ELSE 'ADULTS_AT_RISK' END AS protected,
  [o, org] AS nodes, [belongs] AS links, 'MODERATE' AS base, 0 AS steps_down, fulfilled_by
