// ---
// id: dwelling
// arguments: [a]
// description: "an address that can be a home: seen, and no prison"
// ---
any(dwelling_state IN [state(a)] WHERE dwelling_state IS NOT NULL AND NOT of_kind(dwelling_state, 'PRISON'))
