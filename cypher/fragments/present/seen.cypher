// ---
// id: seen
// arguments: [n]
// description: a record of which the view and the viewer see a version, where no earlier version can be meant
// ---
(n.known_from <= $known_at < CASE WHEN $cleared THEN n.known_to ELSE n.open_to END)
