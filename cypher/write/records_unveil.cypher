// ---
// id: records_unveil
// description: Makes the latest version the node again wherever an open one stands in for it (`records_veil`), so that it can be written to.
// ---
MATCH (n:Veiled)
CALL (n) {
  MATCH (n)-[:HAD_STATE]->(past:State)
  RETURN past AS hidden ORDER BY past.version DESC LIMIT 1
}
WITH n, hidden, properties(hidden) AS latest, properties(n) AS still_open
SET n = latest, hidden = still_open
REMOVE n:Veiled
