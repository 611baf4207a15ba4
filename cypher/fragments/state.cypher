// ---
// id: state
// arguments: [n]
// description: the version of a record that the view and the viewer see; null where there is none
// ---
CASE WHEN n.known_from <= $known_at < n[$clock] THEN n
ELSE head(COLLECT { MATCH (n)-[:HAD_STATE]->(past:State) WHERE past.known_from <= $known_at < past[$clock] RETURN past }) END
