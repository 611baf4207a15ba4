// ---
// id: family_hop
// arguments: [near, edge, number]
// description: the people one step beyond `edge` along family relationships that `near` does not hold; a carer by profession is no family
// ---
COLLECT {
  UNWIND CASE WHEN number <= $steps AND size(near) <= $limit THEN edge ELSE [] END AS kin_from
  MATCH (kin_from)-[kin_link:PARENT_OF|PARTNER_OF|SIBLING_OF|RELATED_TO|CARES_FOR]-(kin_to:Person)
  WHERE family_tie(kin_link) AND coalesce(kin_link.role, '') <> 'PROFESSIONAL' AND NOT kin_to IN near AND seen(kin_to)
  WITH DISTINCT kin_to ORDER BY kin_to.id
  RETURN kin_to
}
