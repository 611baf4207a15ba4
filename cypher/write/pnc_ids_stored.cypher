// ---
// id: pnc_ids_stored
// description: whose these PNC IDs are
// parameters: [pnc_ids]
// ---
UNWIND $pnc_ids AS pnc_id
MATCH (n:Person {pnc_id: pnc_id})
RETURN collect([pnc_id, n.id]) AS found
