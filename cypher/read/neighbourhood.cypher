// ---
// id: neighbourhood
// description: the records within $hops of one record along live and current relationships, nearest first, and the relationships among them
// parameters: [record_id, hops, limit, fan_out, heavy, labels]
// ---
MATCH (centre:Record {id: $record_id})
WHERE seen(centre) AND NOT sealed(centre) AND any(label IN labels(centre) WHERE label IN $labels)
WITH centre, [centre] AS near0
WITH centre, near0, hop(near0, near0, 1) AS edge1
WITH centre, near0, near0 + edge1 AS near1, edge1
WITH centre, near0, near1, hop(near1, edge1, 2) AS edge2
WITH centre, near0, near1, near1 + edge2 AS near2, edge2
WITH centre, near0, near1, near2, hop(near2, edge2, 3) AS edge3
WITH centre, near0, near1, near2, near2 + edge3 AS near3, edge3
WITH centre, near0, near1, near2, near3, near3 + hop(near3, edge3, 4) AS found
WITH centre, found[..$limit] AS shown, CASE $hops WHEN 1 THEN near0 WHEN 2 THEN near1 WHEN 3 THEN near2 ELSE near3 END AS inner_ones
// From a record with very many relationships only those to another such one are looked for.
WITH centre, shown, inner_ones, [n IN shown WHERE COUNT { (n)--() } > $heavy] AS hubs
RETURN
  EXISTS { MATCH (centre)-[:MANAGED_AS]->(row:Management) WHERE state(row).person_id = centre.id } AS offender,
  [n IN shown | record(n)] AS nodes,
  COLLECT {
    UNWIND shown AS n
    WITH n WHERE NOT n IN hubs AND NOT sealed(n)
    MATCH (n)-[r]-(m:Record) WHERE live(r) AND current(r) AND m IN shown AND NOT locates(r, m)
    WITH DISTINCT r
    RETURN link(r)
  } + COLLECT {
    UNWIND hubs AS n UNWIND hubs AS m
    MATCH (n)-[r]->(m) WHERE live(r) AND current(r)
    RETURN link(r)
  } AS links,
  EXISTS {
    UNWIND inner_ones AS n
    WITH n WHERE NOT sealed(n)
    MATCH (n)-[r]-(m:Record) WHERE live(r) AND current(r) AND NOT m IN shown AND seen(m) AND NOT locates(r, m)
  } AS truncated
