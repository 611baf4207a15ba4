// ---
// id: counts_between
// arguments: [r]
// description: a link between people that a conflict may rest on, well graded or not; kinship from its beginning, the others at any time
// ---
(live(r) AND (NOT r:KIN OR begun(r)))
