// ---
// id: possible_child
// arguments: [n, s]
// description: a living person of unknown birth who attends a school or a nursery now
// ---
CASE WHEN s IS NULL OR s.date_of_birth IS NOT NULL OR s.deceased_on <= $as_of THEN false ELSE EXISTS {
   MATCH (n)-[roll:ATTENDS]->(roll_place:School|Organisation)
   WHERE CASE WHEN $trusting_rolls THEN usable(roll) ELSE hinders(roll) END AND current(roll)
     AND CASE WHEN roll_place:School THEN seen(roll_place) ELSE is_of_kind(roll_place, 'NURSERY') END } END
