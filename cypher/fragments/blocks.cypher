// ---
// id: blocks
// arguments: [r]
// description: >
//   A usable relationship that prevents a finding. It differs from `usable` only where every weak relationship is trusted, to see what they could show:
//   what is trusted may show more, and must not hide anything.
// ---
(known(r) AND coalesce($supposed[r.id], r.usable))
