// ---
// id: hinders
// arguments: [r]
// description: >
//   A usable relationship that prevents a finding. It differs from `usable` only where every weak relationship is trusted, to see what they could show:
//   what is trusted may show more, and must not hide anything.
// ---
(r.known_from <= $known_at < CASE WHEN $cleared THEN r.known_to ELSE r.open_to END
 AND CASE WHEN $supposing THEN r.status <> 'REFUTED' AND coalesce($supposed[r.id], r.usable) ELSE r.usable END)
