// ---
// id: offender_search
// description: offenders of whom the version seen has an id, an identifier or words like those asked for, with their management rows, latest first; those named exactly come first, then the likest
// parameters: [identifiers, words, cases, first, hits]
// ---
CALL () {
  MATCH (n:Record) WHERE n.id IN $identifiers RETURN n, state(n) AS matched, 3.0e9 AS score
  UNION
  MATCH (n:Person) WHERE n.pnc_id IN $identifiers OR n.cro_number IN $identifiers OR n.noms_number IN $identifiers OR n.crn IN $identifiers
  RETURN n, n AS matched, 2.0e9 AS score
  UNION
  MATCH (n:Offender) WHERE n.visor_reference IN $identifiers RETURN n, n AS matched, 2.0e9 AS score
  UNION
  CALL db.index.fulltext.queryNodes('record_text', $words, {limit: $hits}) YIELD node AS matched, score
  RETURN CASE WHEN matched:State THEN head([(owner)-[:HAD_STATE]->(matched) | owner]) ELSE matched END AS n, matched, score
}
WITH n, matched, score
WHERE n:Offender AND ($cases IS NULL OR n.id IN $cases) AND state(n) = matched
WITH n, max(score) AS score, COLLECT {
  MATCH (n)-[:MANAGED_AS]->(management:Management)
  WITH state(management) AS row
  WHERE row.person_id = n.id
  RETURN row {.category, .level, .lead_agency, .managed_from, .managed_to}
  ORDER BY row.managed_from DESC
} AS rows
WHERE size(rows) > 0
ORDER BY score DESC, n.id LIMIT $first
RETURN collect({record: record(n), rows: rows}) AS offenders
