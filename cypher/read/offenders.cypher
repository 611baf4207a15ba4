// ---
// id: offenders
// description: a page of the offenders who are managed at the view, ordered by name, with their rows in force, latest first
// parameters: [category, level, cases, after, first]
// ---
OPTIONAL MATCH (passed:Person {id: $after})
WITH state(passed) AS passed
WITH [toLower(coalesce(passed.family_name, '')), toLower(coalesce(passed.given_names, '')), coalesce(passed.id, '')] AS after, passed IS NOT NULL AS after_known
CALL () {
  MATCH (person:Person)-[:MANAGED_AS]->(management:Management)
  WITH person, state(management) AS row
  WHERE row.person_id = person.id AND row.managed_from <= $as_of < row.managed_to AND ($cases IS NULL OR person.id IN $cases)
  WITH person, row ORDER BY row.managed_from DESC
  WITH person, collect(row {.category, .level, .lead_agency, .managed_from, .managed_to, .sentenced_on, .released_on, .release_planned_on}) AS rows
  WHERE ($category IS NULL OR rows[0].category = $category) AND ($level IS NULL OR rows[0].level = $level)
  WITH person, rows, state(person) AS shown WHERE shown IS NOT NULL
  WITH person, rows, toLower(coalesce(shown.family_name, '')) AS family, toLower(coalesce(shown.given_names, '')) AS given
  ORDER BY family, given, person.id
  RETURN collect({person: person, rows: rows, family: family, given: given}) AS found
}
WITH found, after_known, [one IN found WHERE $after IS NULL OR one.family > after[0] OR one.family = after[0] AND (one.given > after[1] OR one.given = after[1] AND one.person.id > $after)] AS left
RETURN size(found) AS total, after_known, size(left) > $first AS more,
       COLLECT { UNWIND left[..$first] AS one WITH one.person AS person, one.rows AS rows RETURN {record: record(person), rows: rows} } AS offenders
