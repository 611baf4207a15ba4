// ---
// id: locates
// arguments: [r, m]
// description: a relationship that tells where an address (m) is that is sealed from this viewer, by the building it is in or the dwelling next door
// ---
(type(r) IN ['IN_BUILDING', 'ADJACENT_TO'] AND sealed(m))
