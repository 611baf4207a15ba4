// ---
// id: records_veil
// parameters: [last_instant]
// description: >
//   Where a version that only the cleared may see has superseded one that stays open, makes the open one the node and the other a state: so whoever is not
//   cleared reads the node, as everywhere, and takes no longer for what is hidden. The last step of everything that writes; `records_unveil` is the first.
// ---
MATCH (open:State) WHERE open.open_to = $last_instant
MATCH (n:Record)-[:HAD_STATE]->(open)
WITH n, open, properties(n) AS latest, properties(open) AS still_open
SET n = still_open, open = latest, n:Veiled
