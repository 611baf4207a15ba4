// ---
// id: seen
// arguments: [n]
// description: a record of which the view and the viewer see a version, earlier ones being given by id (`$past`)
// ---
(n.known_from <= $known_at < n[$clock] OR $past[n.id] IS NOT NULL)
