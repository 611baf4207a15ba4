// ---
// id: begun
// arguments: [r]
// description: an interval that has begun; kinship counts from then on
// ---
r.valid_from <= $as_of
