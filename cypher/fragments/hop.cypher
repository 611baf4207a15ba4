// ---
// id: hop
// arguments: [near, edge, number]
// description: the records one step beyond `edge` along live and current relationships that `near` does not hold; from any record but the first at most $fan_out, the first by id
// ---
COLLECT {
  UNWIND CASE WHEN number <= $hops AND size(near) <= $limit THEN edge ELSE [] END AS from
  WITH from WHERE NOT sealed(from)
  CALL (from, near) {
    MATCH (from)-[r]-(to:Record)
    WHERE live(r) AND current(r) AND NOT to IN near AND seen(to) AND NOT locates(r, to)
    WITH DISTINCT to ORDER BY to.id LIMIT CASE WHEN number = 1 THEN $limit ELSE $fan_out END
    RETURN to
  }
  WITH DISTINCT to ORDER BY to.id
  RETURN to
}
