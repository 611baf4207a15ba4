// ---
// id: dwelling
// arguments: [a]
// description: "an address that can be a home: seen, and no prison"
// ---
any(s IN [state(a)] WHERE s IS NOT NULL AND NOT of_kind(s, 'PRISON'))
