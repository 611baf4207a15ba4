// ---
// id: search
// description: records of which the version seen has an id, an identifier or words like those asked for; those named exactly come first, then the likest
// parameters: [identifiers, words, labels, first, hits]
// ---
CALL () {
  MATCH (n:Record) WHERE n.id IN $identifiers RETURN n, state(n) AS matched, 3.0e9 AS score
  UNION
  MATCH (n:Person) WHERE n.pnc_id IN $identifiers OR n.cro_number IN $identifiers OR n.noms_number IN $identifiers OR n.crn IN $identifiers
  RETURN n, n AS matched, 2.0e9 AS score
  UNION
  MATCH (n:Address) WHERE n.postcode IN $identifiers OR n.uprn IN $identifiers RETURN n, n AS matched, 1.0e9 AS score
  UNION
  MATCH (n:School) WHERE n.urn IN $identifiers RETURN n, n AS matched, 2.0e9 AS score
  UNION
  CALL db.index.fulltext.queryNodes('record_text', $words, {limit: $hits}) YIELD node AS matched, score
  RETURN CASE WHEN matched:State THEN head([(owner)-[:HAD_STATE]->(matched) | owner]) ELSE matched END AS n, matched, score
}
WITH n, matched, score
WHERE any(label IN labels(n) WHERE label IN $labels) AND state(n) = matched AND NOT sealed(n)
WITH n, max(score) AS score
ORDER BY score DESC, n.id LIMIT $first
RETURN collect(record(n)) AS nodes
