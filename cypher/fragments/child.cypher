// ---
// id: child
// arguments: [n, s]
// description: a person (node and state) who counts as a child
// ---
CASE WHEN s.date_of_birth IS NOT NULL THEN $child_born_after < s.date_of_birth <= $as_of AND coalesce(s.deceased_on > $as_of, true) ELSE possible_child(n, s) END
