// ---
// id: usable
// arguments: [r]
// description: >
//   A live relationship whose source is graded well enough to carry or fulfil a finding. Where something is only supposed, what the question says of a
//   relationship (`$supposed`, by id) counts for its grade, and all others that are not refuted may be trusted (`$counting` is then `heeded`, else `usable`).
// ---
(known(r) AND coalesce($supposed[r.id], r[$counting]))
