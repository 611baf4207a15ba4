// ---
// id: records_end
// description: >
//   records that nothing is known of from an instant on; neither of those versions that differ from the last in the grade of their source alone
// parameters: [rows]
// ---
UNWIND $rows AS row
MATCH (n:Record {id: row.id})
SET n.superseded_at = row.superseded_at
WITH n, row
MATCH (n)-[:HAD_STATE]->(past:State)
WHERE past.known_from >= n.stated_from
SET past.superseded_at = row.superseded_at
