// ---
// id: managed
// arguments: [n]
// description: a person (node) who is managed as an offender on the day asked about
// ---
EXISTS { MATCH (n)-[:MANAGED_AS]->(row:Management)
   WITH n, state(row) AS s
   WHERE s.person_id = n.id AND manages(s) RETURN 1 }
