// ---
// id: is_prison
// arguments: [a]
// description: an address (node) that is a prison or part of one
// ---
any(s IN [state(a)] WHERE s IS NOT NULL AND of_kind(s, 'PRISON'))
