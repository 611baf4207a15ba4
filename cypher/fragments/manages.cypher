// ---
// id: manages
// arguments: [s]
// description: a row of management, as a state or a map, by which somebody is managed on the day asked about
// ---
s.managed_from <= $as_of < s.managed_to
