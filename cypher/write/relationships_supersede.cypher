// ---
// id: relationships_supersede
// placeholder: RELATIONSHIP_TYPE
// description: a later version of relationships of one type, between the same ends; rows as in relationships_create
// parameters: [rows]
// ---
UNWIND $rows AS row
MATCH (start)-[past:RELATIONSHIP_TYPE {key: row[2]}]->(end)
SET past.key = past.id + '/' + past.version
CREATE (start)-[:RELATIONSHIP_TYPE {
  id: row[2], key: row[2], role: row[3], valid_from: row[4], valid_to: row[5], end_blank: row[6], recorded_at: row[7],
  superseded_at: row[8], source_id: row[9], assertion: row[10], status: row[11], detail: row[12], known_from: row[13],
  known_to: row[14], open_to: row[15], grade: row[16], usable: row[17], heeded: row[11] <> 'REFUTED', digest: row[18], version: past.version + 1
}]->(end)
