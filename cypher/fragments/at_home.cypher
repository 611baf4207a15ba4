// ---
// id: at_home
// arguments: [r, n]
// description: a LIVES_AT or STAYS_AT (link) that makes a home for a person (node); where somebody only stays is home to a child alone
// ---
CASE WHEN r:LIVES_AT THEN true ELSE is_child(n) END
