// ---
// id: links_of_steps
// description: the live relationships of these steps, each a record, a relationship and another record
// parameters: [steps]
// ---
UNWIND $steps AS step
MATCH (:Record {id: step[0]})-[r]-(:Record {id: step[2]})
WHERE r.id = step[1] AND live(r)
RETURN collect(DISTINCT link(r)) AS links
