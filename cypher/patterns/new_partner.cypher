// ---
// id: new_partner
// number: 4
// title: New partner
// description: A partner of an offender with a record against partners or adults, since less than a year.
// guidance: Domestic Violence Disclosure Scheme guidance (2023), right to know. Exact for recorded partners.
// profiles: [DOMESTIC_ABUSE, ADULT_SEXUAL]
// groups: [KNOWN_ADULT]
// parameters: {year_before: day}
// candidates: [PARTNER]
// ---
UNWIND partnerships AS tie
WITH tie.link AS partner, tie.p AS p
WHERE current(partner) AND partner.valid_from >= $year_before
WITH partner, p, state(p) AS ps
WHERE alive(ps) AND NOT child(p, ps)
RETURN p AS subject, 'PERSON' AS protected, [o, p] AS nodes, [partner] AS links, 'STRONG' AS base, 0 AS steps_down
