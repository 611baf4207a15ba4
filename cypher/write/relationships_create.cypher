// ---
// id: relationships_create
// placeholder: RELATIONSHIP_TYPE
// description: new relationships of one type; a row is start, end, and the values in the order below
// parameters: [rows]
// ---
UNWIND $rows AS row
MATCH (start:Record {id: row[0]})
MATCH (end:Record {id: row[1]})
CREATE (start)-[:RELATIONSHIP_TYPE {
  id: row[2], key: row[2], role: row[3], valid_from: row[4], valid_to: row[5], end_blank: row[6], recorded_at: row[7],
  superseded_at: row[8], source_id: row[9], assertion: row[10], status: row[11], detail: row[12], known_from: row[13],
  known_to: row[14], open_to: row[15], grade: row[16], usable: row[17], heeded: row[11] <> 'REFUTED', digest: row[18], version: 1
}]->(end)
