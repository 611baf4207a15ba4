// ---
// id: state
// arguments: [n]
// description: the version of a record that the view and the viewer see, where no earlier version can be meant
// ---
CASE WHEN n.known_from <= $known_at < n[$clock] THEN n END
