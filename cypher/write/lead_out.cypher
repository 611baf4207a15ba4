// ---
// id: lead_out
// placeholder: LEAD_TYPE
// description: structural links of one type from records to those they name
// parameters: [rows]
// ---
UNWIND $rows AS row
MATCH (n:Record {id: row[0]})
MATCH (other:Record {id: row[1]})
MERGE (n)-[:LEAD_TYPE]->(other)
