// ---
// id: former_partner
// number: 29
// title: Former partner
// description: >
//   A partnership ended within a year; or he has sought or kept up contact with the former partner since, the partner has contacted him, or the ending is disputed.
// guidance: >
//   The months after a parting are the most dangerous; the Domestic Violence Disclosure Scheme covers former partners. Superset; partings can be amicable.
// profiles: [DOMESTIC_ABUSE, ADULT_SEXUAL]
// groups: [KNOWN_ADULT]
// parameters: {year_before: day}
// candidates: [EX_PARTNER, PRIOR_VICTIM, POLICE]
// also_returns: [fulfilled_by]
// ---
UNWIND endings AS ending
WITH ending, ending.link AS partner, ending.p AS p
WHERE partner.valid_to > $year_before OR ending.writes OR ending.approaches OR ending.answers OR ending.disputed
WITH ending, partner, p, state(p) AS ps
WHERE alive(ps) AND NOT child(p, ps)
RETURN p AS subject, 'TIED' AS protected, [o, p] AS nodes, [partner] AS links, CASE WHEN ending.approaches THEN 'STRONG' ELSE 'MODERATE' END AS base, 0 AS steps_down, ending.by AS fulfilled_by
