// ---
// id: overlapping
// arguments: [r, q]
// description: two intervals that share a day
// ---
(r.valid_from < q.valid_to AND q.valid_from < r.valid_to)
