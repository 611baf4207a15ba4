// ---
// id: is_child
// arguments: [n]
// description: a person (node) who counts as a child
// ---
any(s IN [state(n)] WHERE child(n, s))
