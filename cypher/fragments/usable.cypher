// ---
// id: usable
// arguments: [r]
// description: >
//   A live relationship whose source is graded well enough to carry or fulfil a finding. Where something is only supposed, what the question says of a
//   relationship (`$supposed`, by id) counts for its grade.
// ---
(r.known_from <= $known_at < r[$clock] AND coalesce($supposed[r.id], r.usable))
