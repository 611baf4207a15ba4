// ---
// id: alive
// arguments: [s]
// description: a person, as a state, who is known and has not died
// ---
CASE WHEN s IS NULL THEN false ELSE coalesce(s.deceased_on > $as_of, true) END
