// ---
// id: at_liberty
// arguments: [n]
// description: a person (node) of whom nothing usable says that he or she is in custody
// ---
NOT EXISTS { MATCH (n)-[liberty:LIVES_AT|STAYS_AT]->(liberty_place:Address)
   WHERE blocks(liberty) AND current(liberty)
   WITH liberty_place
   WHERE is_prison(liberty_place) RETURN 1 }
