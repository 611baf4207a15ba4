// ---
// id: rows_in_force
// arguments: [person]
// description: the rows by which a person is managed at the view, latest first
// ---
COLLECT {
  MATCH (person)-[:MANAGED_AS]->(management:Management)
  WITH person, state(management) AS row
  WHERE row.person_id = person.id AND manages(row)
  RETURN row {.category, .level, .lead_agency, .managed_from, .managed_to, .sentenced_on, .released_on, .release_planned_on}
  ORDER BY row.managed_from DESC
}
