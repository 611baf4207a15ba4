// ---
// id: change_append
// description: number and note a change of the store
// parameters: [kind, at, counts]
// ---
OPTIONAL MATCH (earlier:Change)
WITH coalesce(max(earlier.number), 0) + 1 AS number
CREATE (change:Change)
SET change = $counts, change.kind = $kind, change.at = $at, change.number = number
