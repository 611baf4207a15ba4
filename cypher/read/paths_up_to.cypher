// ---
// id: paths_up_to
// description: simple paths between two records, shortest first, along the same relationships as paths_shortest
// limits: the most hops (10) and paths (101) are written in, as the language takes no parameters there; the service writes smaller ones
// parameters: [from_id, to_id, first, include_ended, hidden]
// ---
MATCH (start:Record {id: $from_id})
WITH start MATCH (end:Record {id: $to_id})
WHERE start <> end AND seen(start) AND seen(end)
MATCH path = SHORTEST 101 ACYCLIC (start)((x)-[r WHERE live(r) AND ($include_ended OR current(r))]-(y WHERE may_be_seen(y))){1,10}(end)
WITH path ORDER BY length(path) LIMIT $first
WITH collect(path) AS paths
RETURN [path IN paths | {nodes: [n IN nodes(path) | n.id], links: [r IN relationships(path) | link(r)]}] AS paths,
       COLLECT { UNWIND paths AS path UNWIND nodes(path) AS n WITH DISTINCT n RETURN record(n) } AS nodes
