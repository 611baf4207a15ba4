// ---
// id: child
// arguments: [n, s]
// description: a person (node and state) who counts as a child
// ---
(CASE WHEN s.date_of_birth IS NULL THEN s IS NOT NULL AND attends_school(n) ELSE $child_born_after < s.date_of_birth <= $as_of END
 AND coalesce(s.deceased_on > $as_of, true))
