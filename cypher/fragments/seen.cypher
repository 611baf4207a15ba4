// ---
// id: seen
// arguments: [n]
// description: a record of which the view and the viewer see a version
// ---
CASE WHEN n.known_from <= $known_at < CASE WHEN $cleared THEN n.known_to ELSE n.open_to END THEN true
 ELSE EXISTS { MATCH (n)-[:HAD_STATE]->(past_seen:State) WHERE past_seen.known_from <= $known_at < CASE WHEN $cleared THEN past_seen.known_to ELSE past_seen.open_to END } END
