// ---
// id: serial_partner
// number: 23
// title: Partners who share a trait
// description: >
//   Two or more of his partners, past or present, had children when it began, are adults at risk, or are victims of his domestic abuse.
// guidance: >
//   A 2014 review found that serial perpetrators could not easily be told from probation data. Partial; two partners are common.
// profiles: [CHILD_SEXUAL, DOMESTIC_ABUSE]
// also_returns: [trait, fulfilled_by]
// says: "Both {trait}."
// parameters: {child_born_after: day}
// ---
MATCH (o)-[partner:PARTNER_OF]-(p:Person)
WHERE usable(partner) AND begun(partner)
WITH o, partner, p, state(p) AS ps
WHERE ps IS NOT NULL
WITH o, partner, p,
  COLLECT {
    MATCH (p)-[parent:PARENT_OF]->(k:Person)
    WHERE usable(parent) AND parent.valid_from <= partner.valid_from
    WITH partner, parent, state(k) AS ks
    WHERE ks.date_of_birth <= partner.valid_from AND coalesce(ks.deceased_on > partner.valid_from, true)
      AND partner.valid_from < toString(toInteger(left(ks.date_of_birth, 4)) + 18) + substring(ks.date_of_birth, 4)
    RETURN parent ORDER BY ks.date_of_birth DESC, parent.id LIMIT 1
  } AS had_child,
  coalesce(ps.adult_at_risk, false) AND CASE WHEN ps.date_of_birth IS NOT NULL THEN ps.date_of_birth <= $child_born_after ELSE NOT possible_child(p, ps) END AS at_risk,
  coalesce(head(COLLECT {
    MATCH (o)-[involved:INVOLVED_IN]->(f:Offence)<-[hurt:VICTIM_OF]-(p)
    WHERE usable(involved) AND usable(hurt) AND harms(involved, p, conditions)
    WITH f, involved, hurt
    WHERE is_of_kind(f, 'DOMESTIC_ABUSE')
    RETURN [involved, hurt] ORDER BY involved.valid_from DESC, involved.id, hurt.id LIMIT 1
  }), []) AS abused
UNWIND [
  ['had a child under eighteen when it began', had_child <> [], had_child],
  ['are adults at risk', at_risk, []],
  ['are on record as victims of the offender\'s domestic abuse', abused <> [], abused]
] AS trait
WITH o, partner, p, trait
WHERE trait[1]
WITH o, trait[0] AS trait, trait[2] AS by, p, partner ORDER BY partner.valid_from, partner.id
WITH o, trait, p, head(collect({link: partner, by: by})) AS partner
WITH o, trait, p, partner ORDER BY partner.link.valid_from, partner.link.id
WITH o, trait, collect(p) AS partners, collect(partner.link) AS links, collect(partner.by) AS by
WHERE size(partners) > 1
WITH o, trait, partners, links, by ORDER BY size(partners) DESC, trait LIMIT 1
RETURN o AS subject, [partners[0], o, partners[1]] AS nodes, [links[0], links[1]] AS links, [] AS terms, trait, by[0] + by[1] AS fulfilled_by
