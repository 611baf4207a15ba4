// ---
// id: managed
// arguments: [n]
// description: a person (node) who is managed as an offender on the day asked about
// ---
EXISTS { MATCH (n)-[:MANAGED_AS]->(managed_row:Management)
   WITH n, state(managed_row) AS managed_state
   WHERE managed_state.person_id = n.id AND managed_state.managed_from <= $as_of < managed_state.managed_to RETURN 1 }
