// ---
// id: record_file
// description: >
//   One record by itself, where it is seen and not sealed: its rows as a managed offender, the orders it is subject to, whom an order is against and
//   its conditions, and its relationships by type and direction, each counted, with $first of them from $skip on, those of the day before others.
//   $only names one type, and $outward its direction, where no other is wanted. A record with very many relationships is looked at up to $look of them.
// parameters: [record_id, labels, symmetric, only, outward, skip, first, look]
// ---
MATCH (n:Record {id: $record_id})
WHERE seen(n) AND NOT sealed(n) AND any(label IN labels(n) WHERE label IN $labels)
CALL (n) {
  CALL (n) {
    MATCH (n)-[r]-(m:Record)
    WHERE any(label IN labels(m) WHERE label IN $labels) AND ($only IS NULL OR type(r) = $only)
    RETURN r, m LIMIT $look
  }
  WITH n, r, m
  // Neither the building of a sealed flat nor the neighbour of a sealed house leads to it; it is not even counted there.
  WHERE live_or_part(r) AND seen(m) AND NOT locates(r, m)
  WITH type(r) AS type, startNode(r) = n OR type(r) IN $symmetric AS outgoing, r, m,
    CASE WHEN coalesce(current(r), true) THEN 0 ELSE 1 END AS rank
  WHERE $only IS NULL OR outgoing = $outward
  WITH type, outgoing, r, m ORDER BY rank, r.valid_from DESC, r.id, m.id
  WITH type, outgoing, collect(r) AS links, collect(m) AS nodes
  RETURN collect({type: type, outgoing: outgoing, total: size(links),
    nodes: [m IN nodes[$skip..$skip + $first] | record(m)], links: [r IN links[$skip..$skip + $first] | link(r)]}) AS relations
}
RETURN record(n) AS record, relations,
  COLLECT {
    MATCH (n)-[:MANAGED_AS]->(management:Management)
    WITH state(management) AS row
    WHERE row.person_id = n.id
    WITH row ORDER BY row.managed_from DESC
    RETURN row {.category, .level, .managed_from, .managed_to}
  } AS managements,
  COLLECT {
    MATCH (n)-[:SUBJECT_TO]->(order:Order)
    WITH DISTINCT n, order, state(order) AS row
    WHERE row.person_id = n.id
    WITH order, row ORDER BY row.valid_from DESC, order.id
    RETURN record(order)
  } AS orders,
  COLLECT {
    MATCH (n)<-[:SUBJECT_TO]-(person:Person)
    WITH DISTINCT n, person WHERE state(n).person_id = person.id AND seen(person)
    RETURN record(person)
  } AS against,
  COLLECT {
    MATCH (n)-[:HAS_CONDITION]->(condition:Condition)
    WITH n, condition, state(condition) AS row
    WHERE row.order_id = n.id
    WITH n, condition, row, tells(row) AS told ORDER BY condition.id
    RETURN row {.kind, .age_limit, .sex, .radius_m, .subject_id, id: condition.id, order_id: n.id, order_kind: state(n).kind,
      text: CASE WHEN told THEN row.text END}
  } AS conditions
