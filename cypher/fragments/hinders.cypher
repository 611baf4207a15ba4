// ---
// id: hinders
// arguments: [r]
// description: >
//   A usable relationship that prevents a finding. What is supposed of it stands apart (`$hindering`, by id): what is trusted, to see what it could show,
//   may show more and must not hide anything.
// ---
(r.known_from <= $known_at < r[$clock] AND coalesce($hindering[r.id], r.usable))
