// ---
// id: possible_child
// arguments: [n, s]
// description: a living person of unknown birth (node and state) who attends a school or a nursery now
// ---
(s IS NOT NULL AND s.date_of_birth IS NULL AND coalesce(s.deceased_on > $as_of, true) AND attends_school(n))
