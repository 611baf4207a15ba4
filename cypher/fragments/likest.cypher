// ---
// id: likest
// arguments: [words, n, matched, named, score]
// description: >
//   Records by id, by identifier and by `words`, the likest by the index: each as the caller names it (`n`), with the version `matched`, how it is `named`
//   (2 by id, 1 by identifier, 0 by words) and its `score`. A clause, not an expression.
// ---
CALL () {
  MATCH (n:Record) WHERE n.id IN $identifiers RETURN n, state(n) AS matched, 2 AS named, 0.0 AS score
  UNION
  UNWIND $marks AS asked
  CALL db.index.fulltext.queryNodes('record_text', asked, {limit: $hits}) YIELD node AS version
  RETURN owner(version) AS n, version AS matched, 1 AS named, 0.0 AS score
  UNION
  UNWIND words AS asked
  CALL db.index.fulltext.queryNodes('record_text', asked, {limit: $hits}) YIELD node AS version, score AS likeness
  RETURN owner(version) AS n, version AS matched, 0 AS named, likeness AS score
}
