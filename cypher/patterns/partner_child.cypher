// ---
// id: partner_child
// number: 3
// title: Child of a partner
// description: A child, living with the partner or elsewhere, of a current, recent or forthcoming partner.
// guidance: >
//   HM Inspectorate of Probation (January 2023) on a man curfewed to a partner's home with children without basic checks; licence conditions to tell of
//   relationships. Exact for recorded partners.
// profiles: [CHILD_SEXUAL, CHILD_VIOLENCE, DOMESTIC_ABUSE]
// groups: [CHILDREN]
// parameters: {}
// candidates: [PARTNER, EX_PARTNER, PARENT, OTHER_PARENT]
// own_children: true
// also_returns: [long_ended, fulfilled_by]
// ---
UNWIND counted_partners AS tie
WITH tie.link AS partner, tie.p AS p, tie.by AS fulfilled_by, tie.long_ended AS long_ended
MATCH (p)-[parent:PARENT_OF]->(k:Person)
WHERE usable(parent) AND begun(parent) AND k <> o
WITH partner, fulfilled_by, long_ended, p, state(p) AS ps, parent, k, state(k) AS ks
WHERE alive(ps) AND child_subject(k, ks)
RETURN k AS subject, 'PERSON' AS protected, [o, p, k] AS nodes, [partner, parent] AS links, 'STRONG' AS base, 0 AS steps_down, long_ended, fulfilled_by
