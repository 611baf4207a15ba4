// ---
// id: possible_child
// arguments: [n, s]
// description: a living person of unknown birth who attends a school or a nursery now
// ---
(alive(s) AND s.date_of_birth IS NULL AND EXISTS {
   MATCH (n)-[roll:ATTENDS]->(roll_place:School|Organisation)
   WHERE usable(roll) AND current(roll) AND CASE WHEN roll_place:School THEN seen(roll_place) ELSE state(roll_place).kind = 'NURSERY' END })
