// ---
// id: reliable
// arguments: [s]
// description: a graded record whose source is not marked 3, D or E
// ---
s.grade IN USABLE_GRADES
