// ---
// id: links_among
// description: the live and current relationships that join two of these records; from a record with very many, only those to another such one
// parameters: [ids, heavy]
// ---
MATCH (n:Record) WHERE n.id IN $ids
WITH collect(n) AS shown
WITH shown, [n IN shown WHERE COUNT { (n)--() } > $heavy] AS hubs
RETURN COLLECT {
    UNWIND shown AS n
    WITH n WHERE NOT n IN hubs AND NOT sealed(n)
    MATCH (n)-[r]-(m:Record) WHERE live(r) AND current(r) AND m IN shown AND NOT locates(r, m)
    WITH DISTINCT r
    RETURN link(r)
  } + COLLECT {
    UNWIND hubs AS n UNWIND hubs AS m
    MATCH (n)-[r]->(m) WHERE live(r) AND current(r)
    RETURN link(r)
  } AS links
