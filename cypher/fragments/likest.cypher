// ---
// id: likest
// arguments: [wanted]
// description: >
//   Records by id, by identifier and by the words `wanted`, the likest by the index: each `n` with the version `matched`, how it is `named` (2 by id, 1 by
//   identifier, 0 by words) and its `score`. The branches of a subquery, not an expression.
// ---
MATCH (n:Record) WHERE n.id IN $identifiers RETURN n, state(n) AS matched, 2 AS named, 0.0 AS score
UNION
UNWIND $marks AS asked
CALL db.index.fulltext.queryNodes('record_text', asked, {limit: $hits}) YIELD node
RETURN owner(node) AS n, node AS matched, 1 AS named, 0.0 AS score
UNION
UNWIND wanted AS asked
CALL db.index.fulltext.queryNodes('record_text', asked, {limit: $hits}) YIELD node, score
RETURN owner(node) AS n, node AS matched, 0 AS named, score
