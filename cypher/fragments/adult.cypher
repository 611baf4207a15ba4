// ---
// id: adult
// arguments: [n, s]
// description: a living person (node and state) who counts as an adult
// ---
CASE WHEN s.date_of_birth IS NOT NULL THEN s.date_of_birth <= $child_born_after AND coalesce(s.deceased_on > $as_of, true) ELSE alive(s) AND NOT possible_child(n, s) END
