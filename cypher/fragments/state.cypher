// ---
// id: state
// arguments: [n]
// description: the version of a record that the view and the viewer see; null where there is none
// ---
CASE WHEN n.known_from <= $known_at < CASE WHEN $cleared THEN n.known_to ELSE n.open_to END THEN n
ELSE head(COLLECT { MATCH (n)-[:HAD_STATE]->(past:State) WHERE past.known_from <= $known_at < CASE WHEN $cleared THEN past.known_to ELSE past.open_to END RETURN past }) END
