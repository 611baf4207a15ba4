// ---
// id: listed_cases
// arguments: [person, rows, shown]
// description: >
//   The offenders who are managed at the view ($category, $level; $cases limits them to these ids), each with his rows in force, latest first, and
//   with himself as the view sees him. A beginning of a query, not an expression.
// ---
MATCH (person:Person)-[:MANAGED_AS]->(management:Management)
WITH person, state(management) AS row
WHERE row.person_id = person.id AND row.managed_from <= $as_of < row.managed_to AND ($cases IS NULL OR person.id IN $cases)
WITH person, row ORDER BY row.managed_from DESC
WITH person, collect(row {.category, .level, .lead_agency, .managed_from, .managed_to, .sentenced_on, .released_on, .release_planned_on}) AS rows
WHERE ($category IS NULL OR rows[0].category = $category) AND ($level IS NULL OR rows[0].level = $level)
WITH person, rows, state(person) AS shown WHERE shown IS NOT NULL
