// ---
// id: is_prison
// arguments: [a]
// description: an address (node) that is a prison or part of one
// ---
any(prison_state IN [state(a)] WHERE prison_state IS NOT NULL AND of_kind(prison_state, 'PRISON'))
