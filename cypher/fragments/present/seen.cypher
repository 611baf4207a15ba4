// ---
// id: seen
// arguments: [n]
// description: a record of which the view and the viewer see a version, where no earlier version can be meant
// ---
(known(n))
