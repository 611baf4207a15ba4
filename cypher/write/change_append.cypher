// ---
// id: change_append
// description: number and note a change of the store
// parameters: [kind, at, counts]
// ---
CREATE (change:Change)
SET change = $counts, change.kind = $kind, change.at = $at, change.number = 1 + COUNT { MATCH (:Change) }
