// ---
// id: disputes
// arguments: [o, p, ended]
// description: >
//   What is usable and speaks against the ending of a partnership of two people (nodes), as relationships, the latest: they met, spoke or wrote beyond it; one
//   was at a home of the other beyond it, or they share a home.
// ---
(COLLECT { MATCH (o)-[met:CONTACTED|VISITS]-(p)
   WHERE usable(met) AND beyond(met, ended) AND (met:VISITS OR met.role IN ['IN_PERSON', 'CALL', 'MESSAGE'])
   RETURN met ORDER BY met.valid_to DESC, met.id LIMIT 1 }
 + coalesce(head(COLLECT { UNWIND [[o, p], [p, o]] AS pair
   WITH pair[0] AS guest, pair[1] AS host
   MATCH (guest)-[comes:VISITS|STAYS_AT|SEEN_AT|LIVES_AT]->(place:Address)<-[lives:LIVES_AT|STAYS_AT]-(host)
   WHERE usable(comes) AND usable(lives) AND current(lives)
     AND (beyond(comes, ended) OR comes:LIVES_AT AND current(comes) OR comes:STAYS_AT AND current(comes) AND is_child(guest))
   WITH host, comes, lives, place
   WHERE at_home(lives, host) AND dwelling(place)
   RETURN [comes, lives] ORDER BY comes.valid_to DESC, comes.id, lives.id LIMIT 1 }), []))
