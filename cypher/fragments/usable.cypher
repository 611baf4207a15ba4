// ---
// id: usable
// arguments: [r]
// description: >
//   A live relationship whose source is graded well enough to carry or fulfil a finding. Where something is only supposed (`$supposing`), what the
//   question says of a relationship counts for its grade (`$supposed`), and all others may be trusted (`$trusting`).
// ---
(r.known_from <= $known_at < CASE WHEN $cleared THEN r.known_to ELSE r.open_to END
 AND CASE WHEN $supposing THEN r.status <> 'REFUTED' AND coalesce($supposed[r.id], r.usable OR $trusting) ELSE r.usable END)
