// ---
// id: recent
// arguments: [r]
// description: begun, and current or ended not long ago
// ---
(r.valid_from <= $as_of AND r.valid_to > $recent_after)
