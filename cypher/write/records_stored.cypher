// ---
// id: records_stored
// description: what the store holds of the records with these ids, in one row
// parameters: [ids]
// ---
UNWIND $ids AS id
MATCH (n:Record {id: id})
RETURN collect([
  n.id, head([label IN labels(n) WHERE NOT label IN ['Record', 'Offender']]), n.digest, n.version, n.known_from, n.superseded_at,
  coalesce(head(COLLECT { MATCH (n)-[:HAD_STATE]->(past:State) RETURN past.known_from ORDER BY past.version LIMIT 1 }), n.known_from),
  n.grade, coalesce(n.handling, 'P'), coalesce(n.stated_from, n.known_from), n.date_of_birth
]) AS found
