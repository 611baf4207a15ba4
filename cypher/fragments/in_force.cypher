// ---
// id: in_force
// arguments: [s]
// description: a record with an interval, as a state, that holds on the day asked about
// ---
current(s)
