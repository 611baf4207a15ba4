// ---
// id: at_liberty
// arguments: [n]
// description: a person (node) of whom nothing usable says that he or she is in custody
// ---
NOT EXISTS { MATCH (n)-[lives:LIVES_AT|STAYS_AT]->(place:Address)
   WHERE blocks(lives) AND current(lives)
   WITH place
   WHERE is_prison(place) RETURN 1 }
