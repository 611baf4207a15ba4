// ---
// id: next_to
// arguments: [records]
// description: the records one relationship away from these, whatever the clocks say, but not beyond one that joins very many
// ---
COLLECT { UNWIND records AS from WITH from WHERE NOT crowds(from) MATCH (from)--(to:Record) RETURN DISTINCT to }
