// ---
// id: turn_take
// description: waits until nobody else is writing, and keeps everybody else from it until the transaction ends
// parameters: [at]
// ---
MERGE (turn:Turn {name: 'writing'})
SET turn.taken = $at
