// ---
// id: relations_around
// description: >
//   What lies around each of these records: of every type and direction how many records, how many on the day asked about, how many not among $shown;
//   with $members also which, where there are at most $most. A record with very many relationships is looked at up to $look of them.
// parameters: [ids, shown, members, past, most, look, labels, symmetric]
// ---
MATCH (n:Record) WHERE n.id IN $ids AND seen(n) AND NOT sealed(n)
CALL (n) {
  CALL (n) {
    MATCH (n)-[r]-(m:Record)
    WHERE any(label IN labels(m) WHERE label IN $labels)
    RETURN r, m LIMIT $look
  }
  WITH n, r, m
  // Neither the building of a sealed flat nor the neighbour of a sealed house leads to it; it is not even counted there.
  WHERE live_or_part(r) AND seen(m) AND NOT locates(r, m)
  WITH type(r) AS type, startNode(r) = n OR type(r) IN $symmetric AS outgoing, m, r, type(r) = 'IN_BUILDING' OR coalesce(current(r), false) AS on_the_day
  WHERE $past OR on_the_day
  WITH type, outgoing, m, collect(r) AS links, max(CASE WHEN on_the_day THEN 1 ELSE 0 END) AS on_the_day
  WITH type, outgoing, count(m) AS total, sum(on_the_day) AS now, sum(CASE WHEN m.id IN $shown THEN 0 ELSE 1 END) AS beyond,
    sum(CASE WHEN m.id IN $shown THEN 0 ELSE on_the_day END) AS beyond_now,
    collect(m) AS around, reduce(every = [], some IN collect(links) | every + some) AS links
  WITH type, outgoing, total, now, beyond, beyond_now,
    CASE WHEN $members AND total <= $most THEN around ELSE [] END AS around,
    CASE WHEN $members AND total <= $most THEN links ELSE [] END AS links
  RETURN collect({type: type, outgoing: outgoing, total: total, now: now, beyond: beyond, beyond_now: beyond_now,
    nodes: [m IN around | record(m)], links: [r IN links | link(r)]}) AS relations
}
WITH n.id AS id, relations ORDER BY id
RETURN collect({id: id, relations: relations}) AS found
