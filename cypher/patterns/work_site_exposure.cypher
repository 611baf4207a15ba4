// ---
// id: work_site_exposure
// number: 14
// title: Work among children or adults at risk
// description: The offender works or volunteers at a place for children or adults at risk, or his employer works on site there.
// guidance: Bichard inquiry (2004), on a school caretaker whose earlier allegations were neither linked nor shared. Exact for recorded contracts and jobs.
// profiles: [CHILD_SEXUAL, EXPLOITATION, ADULT_SEXUAL]
// groups: [CHILDREN, KNOWN_ADULT]
// parameters: {}
// candidates: [EMPLOYER, HEAD_TEACHER, SAFEGUARDING_LEAD, NURSERY_MANAGER, CLUB_LEAD, CARE_PROVIDER, PERSON_AT_RISK, ADULT_AT_RISK]
// members: {CHILDREN: [CHILD_SEXUAL], ADULTS_AT_RISK: [EXPLOITATION, ADULT_SEXUAL]}
// ---
CALL (o) {
  MATCH (o)-[works:WORKS_FOR]->(e:Organisation)-[on_site:WORKS_AT]->(s:School|Organisation)
  WHERE usable(works) AND current(works) AND usable(on_site) AND current(on_site) AND seen(e)
  RETURN s, [o, e, s] AS nodes, [works, on_site] AS links
  UNION ALL
  MATCH (o)-[works:WORKS_FOR|VOLUNTEERS_AT]->(s:School|Organisation)
  WHERE usable(works) AND current(works)
  RETURN s, [o, s] AS nodes, [works] AS links
}
WITH s, nodes, links, state(s) AS site
WHERE site IS NOT NULL
WITH s, nodes, links,
  any(profile IN profiles WHERE profile.profile = 'CHILD_SEXUAL')
    AND (s:School OR coalesce(site.kind, '') = 'NURSERY' OR coalesce(site.serves, '') IN ['CHILDREN', 'BOTH']) AS children,
  any(profile IN profiles WHERE profile.profile IN ['EXPLOITATION', 'ADULT_SEXUAL'])
    AND (coalesce(site.kind, '') = 'CARE_PROVIDER' OR coalesce(site.serves, '') IN ['ADULTS_AT_RISK', 'BOTH']) AS adults
WHERE children OR adults
RETURN s AS subject, CASE WHEN children AND adults THEN 'BOTH' WHEN children THEN 'CHILDREN' ELSE 'ADULTS_AT_RISK' END AS protected,
  nodes, links, 'STRONG' AS base, 0 AS steps_down
