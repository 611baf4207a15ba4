// ---
// id: decisions_made
// description: the decisions about telling people that were made in the cases of these offenders
// parameters: [ids]
// ---
MATCH (decision:Disclosure)-[:DECIDED_ON]->(o:Person)
WHERE o.id IN $ids
WITH o, decision, state(decision) AS made
WHERE made.offender_id = o.id
RETURN collect(made {.*, id: decision.id}) AS found
