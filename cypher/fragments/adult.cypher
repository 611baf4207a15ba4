// ---
// id: adult
// arguments: [n, s]
// description: a living person (node and state) who counts as an adult
// ---
(CASE WHEN s.date_of_birth IS NULL THEN s IS NOT NULL AND NOT attends_school(n) ELSE s.date_of_birth <= $child_born_after END
 AND coalesce(s.deceased_on > $as_of, true))
