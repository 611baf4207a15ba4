// ---
// id: relationships_stored
// placeholder: RELATIONSHIP_TYPE
// description: what the store holds of the relationships of one type with these ids, in one row
// parameters: [ids]
// ---
UNWIND $ids AS id
MATCH (start)-[r:RELATIONSHIP_TYPE {key: id}]->(end)
RETURN collect([id, type(r), start.id, end.id, r.digest, r.version, r.known_from, r.superseded_at, coalesce(r.stated_from, r.known_from)]) AS found
