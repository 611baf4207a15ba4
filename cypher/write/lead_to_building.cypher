// ---
// id: lead_to_building
// description: that addresses are part of buildings; such a link can stand in a path, so it has an id
// parameters: [rows]
// ---
UNWIND $rows AS row
MATCH (n:Record {id: row[0]})
MATCH (building:Record {id: row[1]})
MERGE (n)-[part:IN_BUILDING]->(building)
ON CREATE SET part.id = 'IN_BUILDING:' + n.id + ':' + building.id
