// ---
// id: lives_or_sleeps
// arguments: [r, n]
// description: "a link of a person to an address that can make it a home: for a child also a stay"
// ---
(usable(r) AND current(r) AND (r:LIVES_AT OR is_child(n)))
