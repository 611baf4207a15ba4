// ---
// id: child_associate
// number: 20
// title: A child as an associate
// description: >
//   A child is an associate of the offender, or he calls, messages, writes to or meets a child outside his family and household. A child used by adults
//   is a potential victim even when also a suspect.
// guidance: Child exploitation flags of probation case management. Superset; ordinary contact is possible.
// profiles: [CHILD_SEXUAL, GENERAL_VIOLENCE, EXPLOITATION]
// groups: [CHILDREN]
// parameters: {as_of: day, known_at: instant, cleared: boolean, recent_after: day, child_born_after: day}
// candidates: [PARENT, YOUTH_JUSTICE]
// maturity: stable
// revision: 1
// ---
CALL (o) {
  MATCH (o)-[tie:ASSOCIATE_OF]-(k:Person)
  WHERE usable(tie) AND recent(tie)
  RETURN k, tie AS link, 'STRONG' AS base
  UNION ALL
  MATCH (o)-[contact:CONTACTED]->(k:Person)
  WHERE usable(contact) AND recent(contact) AND contact.role IN ['CALL', 'MESSAGE', 'LETTER', 'IN_PERSON']
    AND NOT EXISTS { MATCH (o)-[kin:RELATED_TO|SIBLING_OF|PARENT_OF]-(k) WHERE usable(kin) AND begun(kin) }
  RETURN k, contact AS link, 'MODERATE' AS base
}
WITH o, homes, own_children, k, link, base, state(k) AS ks
WHERE NOT k IN own_children AND child(k, ks)
WITH o, homes, k, link, base
WHERE base = 'STRONG' OR NOT EXISTS {
    MATCH (o)-[partner:PARTNER_OF]-(p:Person)-[parent:PARENT_OF]->(k)
    WHERE usable(partner) AND recent(partner) AND usable(parent) AND begun(parent) AND seen(p)
  } AND NOT EXISTS { MATCH (k)-[sleeps:LIVES_AT|STAYS_AT]->(a:Address) WHERE a IN homes AND usable(sleeps) AND current(sleeps) }
RETURN k AS subject, 'PERSON' AS protected, [o, k] AS nodes, [link] AS links, base, 0 AS downs
