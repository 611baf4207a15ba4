// ---
// id: in_custody
// arguments: [n]
// description: a person (node) who lives or stays in a prison now
// ---
EXISTS { MATCH (n)-[lives:LIVES_AT|STAYS_AT]->(place:Address)
   WHERE usable(lives) AND current(lives)
   WITH place
   WHERE is_prison(place) RETURN 1 }
