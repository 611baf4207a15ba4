// ---
// id: shared_homes
// description: where these people live on the day asked about, as far as it is a home that is among them or that at least two of them live in
// parameters: [ids, no_homes]
// ---
MATCH (p:Person)-[home:LIVES_AT]->(a:Address)
WHERE p.id IN $ids AND live(home) AND current(home) AND seen(a) AND (a.id IN $ids OR NOT sealed(a))
WITH a, p, home WHERE NOT coalesce(state(a).kind IN $no_homes, false)
WITH a, count(DISTINCT p) AS people, collect(home) AS homes
WHERE people > 1 OR a.id IN $ids
WITH a, homes ORDER BY a.id
RETURN collect(record(a)) AS places, reduce(every = [], some IN collect([r IN homes | link(r)]) | every + some) AS links
