// ---
// id: paths_shortest
// description: every shortest path between two records, along live relationships that are current or, if ended ones are wanted too, whatever their dates
// limits: the most hops (10) are written in, as the language takes no parameter there; the service writes fewer
// parameters: [from_id, to_id, first, include_ended]
// ---
MATCH (start:Record {id: $from_id})
WITH start MATCH (end:Record {id: $to_id})
WHERE start <> end AND seen(start) AND seen(end)
MATCH path = allShortestPaths((start)-[*..10]-(end))
WHERE all(r IN relationships(path) WHERE live(r) AND ($include_ended OR current(r)))
  AND all(n IN nodes(path) WHERE may_be_seen(n))
WITH path LIMIT $first
WITH collect(path) AS paths
RETURN [path IN paths | {nodes: [n IN nodes(path) | n.id], links: [r IN relationships(path) | link(r)]}] AS paths,
       COLLECT { UNWIND paths AS path UNWIND nodes(path) AS n WITH DISTINCT n RETURN record(n) } AS nodes
