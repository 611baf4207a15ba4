// ---
// id: relationships_end
// placeholder: RELATIONSHIP_TYPE
// description: >
//   relationships of one type that nothing is known of from an instant on; neither of those versions that differ from the last in the grade of
//   their source alone
// parameters: [rows]
// ---
UNWIND $rows AS row
MATCH ()-[r:RELATIONSHIP_TYPE {key: row.id}]->()
SET r.superseded_at = row.superseded_at
WITH r, row
UNWIND range(1, r.version - 1) AS number
MATCH ()-[past:RELATIONSHIP_TYPE {key: row.id + '/' + number}]->()
WHERE past.known_from >= r.stated_from
SET past.superseded_at = row.superseded_at
