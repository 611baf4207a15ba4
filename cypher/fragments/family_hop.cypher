// ---
// id: family_hop
// arguments: [near, edge, number]
// description: the people one step beyond `edge` along family relationships that `near` does not hold; a carer by profession is no family
// ---
COLLECT {
  UNWIND CASE WHEN number <= $steps AND size(near) <= $limit THEN edge ELSE [] END AS from
  MATCH (from)-[tie:FAMILY]-(to:Person)
  WHERE family_tie(tie) AND coalesce(tie.role, '') <> 'PROFESSIONAL' AND NOT to IN near AND seen(to)
  WITH DISTINCT to ORDER BY to.id
  RETURN to
}
