// ---
// id: offenders
// description: a page of the offenders who are managed at the view, ordered by name, with their rows in force, latest first; how many there are, and how many before the page, where that is asked for
// parameters: [category, level, cases, after, first, counted]
// ---
CALL () {
  listed_cases(person, rows, shown)
  WITH person, rows, toLower(coalesce(shown.family_name, '')) AS family, toLower(coalesce(shown.given_names, '')) AS given
  WHERE $after IS NULL OR family > $after[0] OR family = $after[0] AND (given > $after[1] OR given = $after[1] AND person.id > $after[2])
  WITH person, rows, family, given ORDER BY family, given, person.id LIMIT $first + 1
  RETURN collect({person: person, rows: rows, place: [family, given, person.id]}) AS found
}
CALL () {
  UNWIND CASE WHEN $counted THEN [true] ELSE [] END AS counting
  listed_cases(person, rows, shown)
  WITH person, rows, toLower(coalesce(shown.family_name, '')) AS family, toLower(coalesce(shown.given_names, '')) AS given
  RETURN count(person) AS total,
         sum(CASE WHEN $after IS NULL OR family > $after[0] OR family = $after[0] AND (given > $after[1] OR given = $after[1] AND person.id > $after[2])
                  THEN 0 ELSE 1 END) AS before
}
RETURN total, before, size(found) > $first AS more,
       COLLECT { UNWIND found[..$first] AS one WITH one.person AS person, one.rows AS rows, one.place AS place
                 RETURN {record: record(person), rows: rows, place: place} } AS offenders
