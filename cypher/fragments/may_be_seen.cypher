// ---
// id: may_be_seen
// arguments: [n]
// description: a record whose latest version is seen, or that has earlier ones; without a subquery, so that a path search can ask it on its way
// ---
(n.known_from <= $known_at < n[$clock] OR n.version > 1 OR n:Veiled)
