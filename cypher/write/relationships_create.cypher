// ---
// id: relationships_create
// description: new relationships of one type; a row is start, end, values
// parameters: [rows]
// ---
UNWIND $rows AS row
MATCH (start:Record {id: row[0]})
MATCH (end:Record {id: row[1]})
CREATE (start)-[r:RELATIONSHIP_TYPE]->(end)
SET r = row[2]
