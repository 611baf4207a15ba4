// ---
// id: towns
// description: the towns in which these people live on the day asked about, as far as their addresses are not sealed from the viewer
// parameters: [ids]
// ---
MATCH (p:Person)-[home:LIVES_AT]->(a:Address)
WHERE p.id IN $ids AND live(home) AND current(home) AND seen(a) AND NOT sealed(a)
WITH p, state(a).town AS town WHERE town IS NOT NULL
WITH p.id AS id, town ORDER BY id, town
WITH id, collect(DISTINCT town) AS towns
RETURN collect([id, towns]) AS found
