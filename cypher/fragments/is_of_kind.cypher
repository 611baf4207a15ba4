// ---
// id: is_of_kind
// arguments: [n, wanted]
// description: a record whose own kind, at the view, is the one wanted
// ---
coalesce(state(n).kind, '') = wanted
