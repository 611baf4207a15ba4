// ---
// id: family_tie
// arguments: [r]
// description: a relationship within a family that holds, has ended or soon begins
// ---
(live(r) AND (begun(r) OR forthcoming(r)))
