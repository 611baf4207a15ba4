// ---
// id: state
// arguments: [n]
// description: the version of a record that the view and the viewer see; null where there is none
// ---
CASE WHEN known(n) THEN n
ELSE head(COLLECT { MATCH (n)-[:HAD_STATE]->(past:State) WHERE known(past) RETURN past }) END
