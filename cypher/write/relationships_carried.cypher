// ---
// id: relationships_carried
// placeholder: RELATIONSHIP_TYPE
// description: the relationships of one type of which some version rests on one of these sources, in one row
// parameters: [ids]
// ---
MATCH ()-[r:RELATIONSHIP_TYPE]->()
WHERE r.source_id IN $ids
RETURN collect(DISTINCT r.id) AS found
