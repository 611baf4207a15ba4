// ---
// id: record
// arguments: [n]
// description: a record as an answer carries it; its values are those the view sees, without what only the store uses, and null where it sees none
// ---
{kind: head([label IN labels(n) WHERE NOT label IN ['Record', 'Offender']]), id: n.id,
 values: head([s IN [state(n)] | s {.*, location: null, spellings: null, closed_spellings: null}]),
 sealed: sealed(n)}
