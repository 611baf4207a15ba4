// ---
// id: live
// arguments: [r]
// description: a relationship that the view and the viewer see, and that is not refuted
// ---
(r.known_from <= $known_at < CASE WHEN $cleared THEN r.known_to ELSE r.open_to END AND r.status <> 'REFUTED')
