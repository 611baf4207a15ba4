// ---
// id: lead_in
// placeholder: LEAD_TYPE
// description: structural links of one type to records, from those they belong to
// parameters: [rows]
// ---
UNWIND $rows AS row
MATCH (n:Record {id: row[0]})
MATCH (other:Record {id: row[1]})
MERGE (other)-[:LEAD_TYPE]->(n)
