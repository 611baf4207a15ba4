// ---
// id: adult
// arguments: [n, s]
// description: a living person (node and state) who counts as an adult
// ---
(alive(s) AND (s.date_of_birth <= $child_born_after OR s.date_of_birth IS NULL AND NOT possible_child(n, s)))
