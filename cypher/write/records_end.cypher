// ---
// id: records_end
// description: records that nothing is known of from an instant on
// parameters: [rows]
// ---
UNWIND $rows AS row
MATCH (n:Record {id: row.id})
SET n.superseded_at = row.superseded_at
