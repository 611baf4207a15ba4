// ---
// id: records_supersede
// description: a later version of records; the version before moves to a state
// parameters: [rows]
// ---
UNWIND $rows AS row
MATCH (n:Record {id: row.id})
CREATE (n)-[:HAD_STATE]->(past:State)
SET past = properties(n)
SET n = row, n.version = past.version + 1, n.location = point({longitude: row.longitude, latitude: row.latitude})
