// ---
// id: child
// arguments: [n, s]
// description: a person (node and state) who counts as a child
// ---
(alive(s) AND $child_born_after < s.date_of_birth <= $as_of OR possible_child(n, s))
