// ---
// id: is_child
// arguments: [n]
// description: a person (node) who counts as a child
// ---
any(child_state IN [state(n)] WHERE child(n, child_state))
