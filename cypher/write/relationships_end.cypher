// ---
// id: relationships_end
// description: relationships of one type that nothing is known of from an instant on
// parameters: [rows]
// ---
UNWIND $rows AS row
MATCH ()-[r:RELATIONSHIP_TYPE {key: row.id}]->()
SET r.superseded_at = row.superseded_at
