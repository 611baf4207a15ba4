// ---
// id: live
// arguments: [r]
// description: a relationship that the view and the viewer see, and that is not refuted
// ---
(known(r) AND r.status <> 'REFUTED')
