// ---
// id: recent
// arguments: [r]
// description: begun, and current or ended not long ago
// ---
(begun(r) AND r.valid_to > $recent_after)
