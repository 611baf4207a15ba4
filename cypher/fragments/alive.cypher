// ---
// id: alive
// arguments: [s]
// description: a person, as a state, who is known and has not died
// ---
(s IS NOT NULL AND coalesce(s.deceased_on > $as_of, true))
