// ---
// id: share_home
// arguments: [p, k]
// description: two people (nodes) who live in one home, or stay there as children
// ---
EXISTS { MATCH (p)-[lives:LIVES_AT|STAYS_AT]->(shared:Address)<-[sleeps:LIVES_AT|STAYS_AT]-(k)
   WHERE usable(lives) AND current(lives) AND usable(sleeps) AND current(sleeps)
   WITH p, k, lives, sleeps, shared
   WHERE at_home(lives, p) AND at_home(sleeps, k)
   WITH shared
   WHERE dwelling(shared)
   RETURN 1 }
