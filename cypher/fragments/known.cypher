// ---
// id: known
// arguments: [v]
// description: a version (of a record or a relationship) that the view and the viewer see
// ---
v.known_from <= $known_at < v[$clock]
