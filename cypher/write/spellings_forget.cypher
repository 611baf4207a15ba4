// ---
// id: spellings_forget
// description: takes away what searches find accounts by, in all their versions, for it to be stored anew
// ---
MATCH (kept:Account)
UNWIND [kept] + COLLECT { MATCH (kept)-[:HAD_STATE]->(past:State) RETURN past } AS n
CALL (n) { REMOVE n.spellings, n.closed_spellings } IN TRANSACTIONS OF 10000 ROWS
