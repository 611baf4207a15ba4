// ---
// id: prior_victim_contact
// number: 6
// title: Contact with a prior victim
// description: The offender contacts or visits somebody he has offended against, himself or through another, since his sentence.
// guidance: Licence and order conditions against contact (HMPPS licence conditions policy, version 4.0). Superset; it also sees lawful contact.
// profiles: [DOMESTIC_ABUSE, CHILD_SEXUAL]
// groups: [CHILDREN, KNOWN_ADULT]
// parameters: {}
// candidates: [PARENT, PRIOR_VICTIM]
// own_children: true
// also_returns: [fulfilled_by]
// ---
UNWIND victims AS v
WITH v, state(v) AS vs, CASE sentenced_on WHEN '' THEN '' ELSE toString(date(sentenced_on) + duration('P1D')) END AS since
WHERE alive(vs)
CALL (o, v, since) {
  MATCH (o)-[contact:CONTACTED|VISITS]->(v)
  WHERE usable(contact) AND recent(contact) AND contact.valid_to > since
  RETURN [o, v] AS nodes, [contact] AS links, CASE WHEN contact.role = 'INTERMEDIARY' THEN 1 ELSE 0 END AS steps_down
  UNION ALL
  MATCH (o)-[through:CONTACTED {role: 'INTERMEDIARY'}]->(p:Person)-[contact:CONTACTED]->(v)
  WHERE usable(through) AND recent(through) AND through.valid_to > since
    AND usable(contact) AND recent(contact) AND contact.valid_to > since AND is_alive(p)
  RETURN [o, p, v] AS nodes, [through, contact] AS links, 1 AS steps_down
}
RETURN v AS subject, 'VICTIM' AS protected, nodes, links, 'STRONG' AS base, steps_down,
  head([harm IN harmed WHERE harm.p = v | harm.by]) AS fulfilled_by
