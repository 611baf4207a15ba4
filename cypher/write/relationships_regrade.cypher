// ---
// id: relationships_regrade
// placeholder: RELATIONSHIP_TYPE
// description: the relationships of one type that rest on a source graded anew, split where it was
// parameters: [sources]
// ---
UNWIND $sources AS source
MATCH (start)-[r:RELATIONSHIP_TYPE]->(end)
WHERE r.source_id = source.id AND r.key = r.id AND r.known_to > source.from AND r.grade <> source.grade
CALL (start, r, end, source) {
  WITH start, r, end, source WHERE r.known_from < source.from
  CREATE (start)-[past:RELATIONSHIP_TYPE]->(end)
  SET past = r {.*, key: r.id + '/' + r.version, known_to: source.from}
  SET r.version = r.version + 1, r.stated_from = coalesce(r.stated_from, r.known_from), r.known_from = source.from
}
SET r.grade = source.grade, r.usable = source.usable AND r.status <> 'REFUTED'
RETURN collect(DISTINCT r.id) AS found
