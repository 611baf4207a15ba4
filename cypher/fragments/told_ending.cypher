// ---
// id: told_ending
// arguments: [r]
// description: >
//   A version of a partnership that says it ended, or will, on the weak word of the offender or the partner: it is not heeded
// ---
(r.valid_to <> '9999-12-31' AND NOT reliable(r) AND by_either(r))
