// ---
// id: seen
// arguments: [n]
// description: a record of which the view and the viewer see a version
// ---
CASE WHEN n.known_from <= $known_at < n[$clock] THEN true
 ELSE EXISTS { MATCH (n)-[:HAD_STATE]->(past_seen:State) WHERE past_seen.known_from <= $known_at < past_seen[$clock] } END
