// ---
// id: state
// arguments: [n]
// description: the version of a record that the view and the viewer see, where no earlier version can be meant
// ---
CASE WHEN known(n) THEN n END
