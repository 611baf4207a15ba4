// ---
// id: usable
// arguments: [r]
// description: a live relationship whose source is graded well enough to carry or fulfil a finding
// ---
(r.known_from <= $known_at < CASE WHEN $cleared THEN r.known_to ELSE r.open_to END AND r.usable)
