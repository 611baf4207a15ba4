// ---
// id: possible_child
// arguments: [n, s]
// description: >
//   A living person of unknown birth who attends a school or a nursery now. Whether weak rolls are trusted is a question of its own
//   (`$trusting_rolls`): one may make a child of an adult.
// ---
CASE WHEN s IS NULL OR s.date_of_birth IS NOT NULL OR s.deceased_on <= $as_of THEN false ELSE EXISTS {
   MATCH (n)-[roll:ATTENDS]->(roll_place:School|Organisation)
   WHERE roll.known_from <= $known_at < CASE WHEN $cleared THEN roll.known_to ELSE roll.open_to END AND current(roll)
     AND CASE WHEN $supposing THEN roll.status <> 'REFUTED' AND coalesce($supposed[roll.id], roll.usable OR $trusting_rolls) ELSE roll.usable END
     AND any(roll_state IN [state(roll_place)] WHERE roll_state IS NOT NULL AND (roll_place:School OR roll_state.kind = 'NURSERY')) } END
