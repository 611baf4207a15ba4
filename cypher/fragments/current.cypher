// ---
// id: current
// arguments: [r]
// description: an interval that contains the day asked about
// ---
r.valid_from <= $as_of < r.valid_to
