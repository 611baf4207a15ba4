// ---
// id: seen
// arguments: [n]
// description: a record of which the view and the viewer see a version, earlier ones being given by id (`$earlier`)
// ---
(known(n) OR $earlier[n.id] IS NOT NULL)
