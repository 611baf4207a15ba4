// ---
// id: attends_school
// arguments: [n]
// description: >
//   A person (node) who attends a school or a nursery now, on evidence that may be relied on. Whether weak rolls are trusted is a question of its own
//   (`$counting_rolls`): one may make a child of an adult.
// ---
EXISTS {
   MATCH (n)-[roll:ATTENDS]->(place:School|Organisation)
   WHERE known(roll) AND current(roll)
     AND coalesce($supposed[roll.id], roll[$counting_rolls])
     AND any(s IN [state(place)] WHERE place:School AND s IS NOT NULL OR s.kind = 'NURSERY') }
