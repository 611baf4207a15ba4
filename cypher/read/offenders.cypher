// ---
// id: offenders
// description: >
//   a page of the offenders who are managed at the view, ordered by name, with their rows in force, latest first; where that is asked for, how many there
//   are, and whether there is any before the page
// parameters: [category, level, cases, after, first, counted, placed]
// ---
CALL () {
  listed_people(person, shown)
  WITH person, toLower(coalesce(shown.family_name, '')) AS family, toLower(coalesce(shown.given_names, '')) AS given
  WHERE $after IS NULL OR listed_beyond(person, family, given)
  WITH person, family, given, rows_in_force(person) AS rows
  WHERE listed_by(rows)
  WITH person, rows, family, given ORDER BY family, given, person.id LIMIT $first + 1
  RETURN collect({person: person, rows: rows, place: [family, given, person.id]}) AS found
}
CALL () {
  UNWIND CASE WHEN $counted THEN [true] ELSE [] END AS counting
  listed_people(person, shown)
  WITH person, rows_in_force(person) AS rows
  WHERE listed_by(rows)
  RETURN count(person) AS total
}
CALL () {
  UNWIND CASE WHEN $placed AND $after IS NOT NULL THEN [true] ELSE [] END AS placing
  listed_people(person, shown)
  WITH person, toLower(coalesce(shown.family_name, '')) AS family, toLower(coalesce(shown.given_names, '')) AS given
  WHERE NOT listed_beyond(person, family, given)
  WITH person, rows_in_force(person) AS rows
  WHERE listed_by(rows)
  WITH person LIMIT 1
  RETURN count(person) > 0 AS before
}
RETURN total, before, size(found) > $first AS more,
       COLLECT { UNWIND found[..$first] AS one WITH one.person AS person, one.rows AS rows, one.place AS place
                 RETURN {record: record(person), rows: rows, place: place} } AS offenders
