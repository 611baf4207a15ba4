// ---
// id: live
// arguments: [r]
// description: a relationship that the view and the viewer see, and that is not refuted
// ---
(r.known_from <= $known_at < r[$clock] AND r.status <> 'REFUTED')
