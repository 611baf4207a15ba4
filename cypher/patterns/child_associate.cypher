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
// parameters: {}
// candidates: [PARENT, YOUTH_JUSTICE]
// ---
CALL (o) {
  MATCH (o)-[tie:ASSOCIATE_OF]-(k:Person)
  WHERE usable(tie) AND recent(tie)
  RETURN k, tie AS link, 'STRONG' AS base
  UNION ALL
  MATCH (o)-[contact:CONTACTED]->(k:Person)
  WHERE usable(contact) AND recent(contact) AND contact.role IN ['CALL', 'MESSAGE', 'LETTER', 'IN_PERSON']
    AND NOT EXISTS { MATCH (o)-[kin:KIN]-(k) WHERE blocks(kin) AND begun(kin) }
  RETURN k, contact AS link, 'MODERATE' AS base
}
WITH o, minor, own_children, partnerships, prisons, k, link, base, state(k) AS ks
WHERE NOT k IN own_children AND child_subject(k, ks)
WITH o, minor, partnerships, prisons, k, link, base
WHERE base = 'STRONG' OR NOT EXISTS {
    UNWIND [tie IN partnerships WHERE tie.holds AND recent(tie.link) | tie.p] AS p
    MATCH (p)-[parent:PARENT_OF]->(k)
    WHERE blocks(parent) AND begun(parent) AND seen(p)
    RETURN 1
  } AND NOT EXISTS {
    MATCH (o)-[lives:LIVES_AT|STAYS_AT]->(a:Address)<-[sleeps:LIVES_AT|STAYS_AT]-(k)
    WHERE blocks(lives) AND current(lives) AND (lives:LIVES_AT OR minor) AND blocks(sleeps) AND current(sleeps)
      AND seen(a) AND NOT a IN prisons
  }
RETURN k AS subject, 'PERSON' AS protected, [o, k] AS nodes, [link] AS links, base, 0 AS steps_down
