// ---
// id: homes_stored
// description: the main addresses of these people, as person, relationship and the days between which it holds, in one row
// parameters: [ids, last_instant]
// ---
UNWIND $ids AS id
MATCH (:Record {id: id})-[home:LIVES_AT WHERE home.known_to = $last_instant AND home.status <> 'REFUTED' AND home.role = 'MAIN']->()
RETURN collect([id, home.id, home.valid_from, home.valid_to]) AS found
