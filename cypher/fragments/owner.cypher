// ---
// id: owner
// arguments: [v]
// description: the record of which a node of the full-text index is a version
// ---
CASE WHEN v:State THEN head(COLLECT { MATCH (kept)-[:HAD_STATE]->(v) RETURN kept }) ELSE v END
