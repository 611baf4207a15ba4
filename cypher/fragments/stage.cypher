// ---
// id: stage
// arguments: [n, s]
// description: "whether a person (node and state) counts as a CHILD or an ADULT; null for the dead, the unborn and the unknown"
// ---
CASE WHEN s IS NULL OR s.deceased_on <= $as_of OR s.date_of_birth > $as_of THEN null
 WHEN s.date_of_birth > $child_born_after THEN 'CHILD' WHEN s.date_of_birth IS NOT NULL THEN 'ADULT'
 WHEN attends_school(n) THEN 'CHILD' ELSE 'ADULT' END
