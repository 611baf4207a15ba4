// ---
// id: attends_school
// arguments: [n]
// description: >
//   A person (node) who attends a school or a nursery now, on evidence that may be relied on. Whether weak rolls are trusted is a question of its own
//   (`$counting_rolls`): one may make a child of an adult.
// ---
EXISTS {
   MATCH (n)-[roll:ATTENDS]->(roll_place:School|Organisation)
   WHERE roll.known_from <= $known_at < roll[$clock] AND current(roll)
     AND coalesce($supposed[roll.id], roll[$counting_rolls])
     AND any(roll_state IN [state(roll_place)] WHERE roll_place:School AND roll_state IS NOT NULL OR roll_state.kind = 'NURSERY') }
