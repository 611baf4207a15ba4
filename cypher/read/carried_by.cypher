// ---
// id: carried_by
// parameters: {ids: ids}
// description: the records of which a version rests on one of these sources, and the ends of the relationships of which one does
// ---
CALL () {
  MATCH (n:Person|Profile|Enquiry|State) WHERE n.source_id IN $ids
  RETURN n.id AS id
  UNION
  MATCH (start:Record)-[r]->(end:Record) WHERE r.source_id IN $ids
  UNWIND [start.id, end.id] AS id
  RETURN id
}
RETURN collect(DISTINCT id) AS ids
