// ---
// id: state
// arguments: [n]
// description: the version of a record that the view and the viewer see, earlier ones being given by id (`$earlier`); null where there is none
// ---
CASE WHEN known(n) THEN n ELSE $earlier[n.id] END
