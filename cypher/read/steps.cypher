// ---
// id: steps
// description: >
//   The steps from these records, those that are seen, along live relationships that are current or, if ended ones are wanted too, whatever their
//   dates, to records that are seen, of these where $towards names some; at most $most, counted on what is seen alone. By the record they start from
// parameters: [ids, towards, most, include_ended]
// ---
UNWIND $ids AS id
MATCH (n:Record {id: id}) WHERE seen(n)
MATCH (n)-[r]-(m:Record)
WHERE live(r) AND ($include_ended OR current(r)) AND ($towards IS NULL OR m.id IN $towards) AND seen(m)
WITH n, r, m LIMIT $most
WITH n.id AS start, collect([r.id, m.id]) AS onward
RETURN collect([start, onward]) AS steps
