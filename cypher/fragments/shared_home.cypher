// ---
// id: shared_home
// arguments: [p, k]
// description: by what two people (nodes) live in one home, or stay there as children, as the relationships of the two; null where they do not
// ---
head(COLLECT { MATCH (p)-[lives:LIVES_AT|STAYS_AT]->(shared:Address)<-[sleeps:LIVES_AT|STAYS_AT]-(k)
   WHERE usable(lives) AND current(lives) AND usable(sleeps) AND current(sleeps)
   WITH p, k, lives, sleeps, shared
   WHERE at_home(lives, p) AND at_home(sleeps, k)
   WITH lives, sleeps, shared
   WHERE dwelling(shared)
   RETURN [lives, sleeps] ORDER BY lives.id, sleeps.id LIMIT 1 })
