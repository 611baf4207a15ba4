// ---
// id: relationships_supersede
// description: a later version of relationships of one type, between the same ends
// parameters: [rows]
// ---
UNWIND $rows AS row
MATCH (start)-[past:RELATIONSHIP_TYPE {key: row.id}]->(end)
SET past.key = past.id + '/' + past.version
CREATE (start)-[r:RELATIONSHIP_TYPE]->(end)
SET r = row, r.version = past.version + 1
