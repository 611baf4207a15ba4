// ---
// id: hop
// arguments: [near, edge, number]
// description: the records one step beyond `edge` along live and current relationships that `near` does not hold; from any record but the first at most $fan_out, the first by id
// ---
COLLECT {
  UNWIND CASE WHEN number <= $hops AND size(near) <= $limit THEN edge ELSE [] END AS hop_from
  WITH hop_from WHERE NOT sealed(hop_from)
  CALL (hop_from, near) {
    MATCH (hop_from)-[hop_link]-(hop_to:Record)
    WHERE live(hop_link) AND current(hop_link) AND NOT hop_to IN near AND seen(hop_to) AND NOT locates(hop_link, hop_to)
    WITH DISTINCT hop_to ORDER BY hop_to.id LIMIT CASE WHEN number = 1 THEN $limit ELSE $fan_out END
    RETURN hop_to
  }
  WITH DISTINCT hop_to ORDER BY hop_to.id
  RETURN hop_to
}
