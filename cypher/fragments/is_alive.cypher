// ---
// id: is_alive
// arguments: [n]
// description: a person (node) who is known and has not died
// ---
any(s IN [state(n)] WHERE alive(s))
