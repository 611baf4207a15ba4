// ---
// id: receipt_stored
// description: what was recorded under a key that makes a repeat harmless
// parameters: [key]
// ---
MATCH (receipt:Receipt {key: $key})
RETURN properties(receipt) AS receipt
