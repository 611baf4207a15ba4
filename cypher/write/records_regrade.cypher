// ---
// id: records_regrade
// description: the records that rest on a source graded anew; what was known before keeps the old grade
// parameters: [sources]
// ---
UNWIND $sources AS source
MATCH (n:Person|Profile|Enquiry {source_id: source.id})
WHERE n.known_to > source.from AND n.grade <> source.grade
CALL (n, source) {
  WITH n, source WHERE n.known_from < source.from
  CREATE (n)-[:HAD_STATE]->(past:State)
  SET past = properties(n), past.known_to = source.from
  SET n.version = n.version + 1, n.stated_from = coalesce(n.stated_from, n.known_from), n.known_from = source.from
}
SET n.grade = source.grade
RETURN collect(DISTINCT n.id) AS found
