// ---
// id: steps
// description: >
//   The steps from these records along live relationships that are current or, if ended ones are wanted too, whatever their dates, to records that are
//   seen; at most $most of them, counted on what is seen alone
// parameters: [ids, most, include_ended]
// ---
UNWIND $ids AS id
MATCH (n:Record {id: id})-[r]-(m:Record)
WHERE live(r) AND ($include_ended OR current(r)) AND seen(m)
WITH n, r, m LIMIT $most
RETURN collect([n.id, r.id, m.id, elementId(r)]) AS steps
