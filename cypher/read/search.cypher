// ---
// id: search
// description: >
//   records of which the version seen has an id, an identifier or words like those asked for; those named exactly come first, then the
//   likest by the index. `words` and `marks` hold a question for it each, or nothing
// parameters: [identifiers, words, marks, labels, first, hits]
// ---
CALL () {
  MATCH (n:Record) WHERE n.id IN $identifiers RETURN n, state(n) AS matched, 2 AS named, 0.0 AS score
  UNION
  UNWIND $marks AS asked
  CALL db.index.fulltext.queryNodes('record_text', asked, {limit: $hits}) YIELD node
  RETURN owner(node) AS n, node AS matched, 1 AS named, 0.0 AS score
  UNION
  UNWIND $words AS asked
  CALL db.index.fulltext.queryNodes('record_text', asked, {limit: $hits}) YIELD node, score
  RETURN owner(node) AS n, node AS matched, 0 AS named, score
}
WITH n, matched, named, score
WHERE any(label IN labels(n) WHERE label IN $labels) AND state(n) = matched AND NOT sealed(n)
WITH n, max(named) AS named, max(score) AS score
ORDER BY named DESC, score DESC, n.id LIMIT $first
RETURN collect({record: record(n), named: named}) AS found
