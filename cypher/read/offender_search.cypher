// ---
// id: offender_search
// description: >
//   offenders of whom the version seen has an id, an identifier or words like those asked for, with their management rows, latest first; those
//   named exactly come first, then the likest by the index. Where `cases` limits them, each of these, like or not. `more` as in search
// parameters: [identifiers, words, marks, cases, first, hits]
// ---
CALL () {
  likest(CASE WHEN $cases IS NULL THEN $words ELSE [] END, n, matched, named, score)
  RETURN n, matched, named, score
  UNION
  MATCH (n:Record) WHERE n.id IN $cases RETURN n, state(n) AS matched, 0 AS named, 0.0 AS score
}
WITH n, named, score, n:Offender AND ($cases IS NULL OR n.id IN $cases) AND state(n) = matched AS shows
WITH collect(CASE WHEN shows THEN {n: n, named: named, score: score} END) AS shown,
  count(CASE named WHEN 1 THEN 1 END) >= $hits OR ($cases IS NULL AND count(CASE named WHEN 0 THEN 1 END) >= $hits) AS cut
CALL (shown) {
  UNWIND shown AS one
  WITH one.n AS n, max(one.named) AS named, max(one.score) AS score
  WITH n, named, score, COLLECT {
    MATCH (n)-[:MANAGED_AS]->(management:Management)
    WITH state(management) AS row
    WHERE row.person_id = n.id
    RETURN row {.category, .level, .lead_agency, .managed_from, .managed_to}
    ORDER BY row.managed_from DESC
  } AS rows
  WHERE size(rows) > 0
  ORDER BY named DESC, score DESC, n.id LIMIT CASE WHEN $cases IS NULL THEN $first ELSE size($cases) END
  RETURN collect({record: record(n), named: named, rows: rows}) AS found
}
RETURN found, cut AND size(found) < $first AS more
