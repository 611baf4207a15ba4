// ---
// id: change_append
// description: number and note a change of the store
// parameters: [kind, at, counts]
// ---
WITH coalesce(head(COLLECT { MATCH (earlier:Change) WHERE earlier.number > 0 RETURN earlier.number ORDER BY earlier.number DESC LIMIT 1 }), 0) + 1 AS number
CREATE (change:Change)
SET change = $counts, change.kind = $kind, change.at = $at, change.number = number
RETURN number
