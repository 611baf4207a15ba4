// ---
// id: child_subject
// arguments: [n, s]
// description: >
//   A person (node and state) who counts as a child or, his birth being unknown, may: `cypher/findings/answer.cypher` leaves out those who attend no school.
// ---
(CASE WHEN s.date_of_birth IS NULL THEN s IS NOT NULL ELSE $child_born_after < s.date_of_birth <= $as_of END
 AND coalesce(s.deceased_on > $as_of, true))
