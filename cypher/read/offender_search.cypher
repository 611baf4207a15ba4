// ---
// id: offender_search
// description: >
//   offenders of whom the version seen has an id, an identifier or words like those asked for, with their management rows, latest first; those
//   named exactly come first, then the likest by the index. Where `cases` limits them, each of these, like or not
// parameters: [identifiers, words, marks, cases, first, hits]
// ---
CALL () {
  MATCH (n:Record) WHERE n.id IN $identifiers RETURN n, state(n) AS matched, 2 AS named, 0.0 AS score
  UNION
  UNWIND $marks AS asked
  CALL db.index.fulltext.queryNodes('record_text', asked, {limit: $hits}) YIELD node
  RETURN owner(node) AS n, node AS matched, 1 AS named, 0.0 AS score
  UNION
  UNWIND CASE WHEN $cases IS NULL THEN $words ELSE [] END AS asked
  CALL db.index.fulltext.queryNodes('record_text', asked, {limit: $hits}) YIELD node, score
  RETURN owner(node) AS n, node AS matched, 0 AS named, score
  UNION
  MATCH (n:Record) WHERE n.id IN $cases RETURN n, state(n) AS matched, 0 AS named, 0.0 AS score
}
WITH n, matched, named, score
WHERE n:Offender AND ($cases IS NULL OR n.id IN $cases) AND state(n) = matched
WITH n, max(named) AS named, max(score) AS score, COLLECT {
  MATCH (n)-[:MANAGED_AS]->(management:Management)
  WITH state(management) AS row
  WHERE row.person_id = n.id
  RETURN row {.category, .level, .lead_agency, .managed_from, .managed_to}
  ORDER BY row.managed_from DESC
} AS rows
WHERE size(rows) > 0
ORDER BY named DESC, score DESC, n.id LIMIT CASE WHEN $cases IS NULL THEN $first ELSE size($cases) END
RETURN collect({record: record(n), named: named, rows: rows}) AS found
