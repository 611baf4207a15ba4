// ---
// id: spellings_fill
// description: what searches find these versions of records by
// parameters: [rows]
// ---
UNWIND $rows AS row
MATCH (n) WHERE elementId(n) = row.at
SET n += row.spellings
