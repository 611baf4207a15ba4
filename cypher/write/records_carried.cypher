// ---
// id: records_carried
// description: the records of which some version rests on one of these sources, in one row
// parameters: [ids]
// ---
MATCH (n:Person|Profile|State)
WHERE n.source_id IN $ids
RETURN collect(DISTINCT n.id) AS found
