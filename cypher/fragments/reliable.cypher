// ---
// id: reliable
// arguments: [s]
// description: a graded record whose source is not marked 3, D or E
// ---
NOT (s.grade STARTS WITH '3' OR s.grade ENDS WITH 'D' OR s.grade ENDS WITH 'E')
