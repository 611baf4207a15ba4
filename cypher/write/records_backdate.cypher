// ---
// id: records_backdate
// description: >
//   versions of records, new or later, that are known from before their source was last graded anew: each is split where it was, so that a view before
//   that has the grade of then
// parameters: [ids]
// ---
UNWIND $ids AS id
MATCH (n:Record {id: id})
MATCH (source:Source {id: n.source_id})
WITH n, gradings(n, source) AS gradings
CALL (n, gradings) {
  UNWIND range(0, size(gradings) - 2) AS i
  CREATE (n)-[:HAD_STATE]->(past:State)
  SET past = properties(n), past.version = n.version + i, past.known_from = gradings[i].from, past.grade = gradings[i].grade
}
WITH n, gradings, gradings[-1] AS last
SET n.version = n.version + size(gradings) - 1, n.stated_from = n.known_from, n.known_from = last.from, n.grade = last.grade
