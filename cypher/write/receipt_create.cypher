// ---
// id: receipt_create
// description: notes what was recorded under a key, for a repeat to be answered by
// parameters: [receipt]
// ---
CREATE (receipt:Receipt)
SET receipt = $receipt
