// ---
// id: told_ending
// arguments: [r, now]
// description: >
//   A version of a partnership that says it ended, or will, on the weak word of the offender or the partner, with how it is graded at the view: it is not heeded
// ---
(r.valid_to <> LAST_DAY AND NOT reliable(now) AND by_either(r))
