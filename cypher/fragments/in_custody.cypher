// ---
// id: in_custody
// arguments: [n]
// description: a person (node) who lives or stays in a prison now
// ---
EXISTS { MATCH (n)-[custody:LIVES_AT|STAYS_AT]->(custody_place:Address)
   WHERE usable(custody) AND current(custody)
   WITH custody_place
   WHERE is_prison(custody_place) RETURN 1 }
