// ---
// id: relationships_backdate
// placeholder: RELATIONSHIP_TYPE
// description: >
//   versions of relationships of one type, new or later, known from before their source was last graded anew: each is split where it was, so that a view
//   before that has the grade of then
// parameters: [ids]
// ---
UNWIND $ids AS id
MATCH (start)-[r:RELATIONSHIP_TYPE {key: id}]->(end)
MATCH (source:Source {id: r.source_id})
WITH start, r, end, gradings(r, source) AS gradings
CALL (start, r, end, gradings) {
  UNWIND range(0, size(gradings) - 2) AS i
  CREATE (start)-[past:RELATIONSHIP_TYPE]->(end)
  SET past = r {.*, key: r.id + '/' + (r.version + i), version: r.version + i, known_from: gradings[i].from, grade: gradings[i].grade,
    usable: gradings[i].grade IN USABLE_GRADES AND r.status <> 'REFUTED'}
}
WITH r, gradings, gradings[-1] AS last
SET r.version = r.version + size(gradings) - 1, r.stated_from = r.known_from, r.known_from = last.from, r.grade = last.grade,
  r.usable = last.grade IN USABLE_GRADES AND r.status <> 'REFUTED'
