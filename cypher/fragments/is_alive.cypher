// ---
// id: is_alive
// arguments: [n]
// description: a person (node) who is known and has not died
// ---
any(alive_state IN [state(n)] WHERE alive(alive_state))
