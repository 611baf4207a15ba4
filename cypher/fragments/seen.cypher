// ---
// id: seen
// arguments: [n]
// description: a record of which the view and the viewer see a version
// ---
CASE WHEN known(n) THEN true
 ELSE EXISTS { MATCH (n)-[:HAD_STATE]->(past:State) WHERE known(past) } END
