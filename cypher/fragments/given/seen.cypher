// ---
// id: seen
// arguments: [n]
// description: a record of which the view and the viewer see a version, earlier ones being given by id (`$earlier`)
// ---
(n.known_from <= $known_at < n[$clock] OR $earlier[n.id] IS NOT NULL)
