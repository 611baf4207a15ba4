// ---
// id: records_by_id
// parameters: {ids: ids, known_at: instant, clock: word, seals_victims: boolean}
// description: the records of these ids that the view and the viewer see
// ---
UNWIND $ids AS wanted
MATCH (n:Record {id: wanted})
RETURN collect(record(n)) AS records
