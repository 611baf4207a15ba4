// ---
// id: metres
// arguments: [a, b]
// description: great-circle metres between the locations of two states on the mean earth radius of 6,371,008.8 m, null where one has none
// ---
(point.distance(a.location, b.location) * $earth_ratio)
