// ---
// id: barred_child
// arguments: [n, s, term]
// description: >
//   A child (node and state) of the age and sex that a condition (state) speaks of; an age or sex that is not recorded counts.
// ---
(child(n, s) AND coalesce(s.date_of_birth > toString(toInteger(left($as_of, 4)) - term.age_limit) + substring($as_of, 4), true)
 AND coalesce(s.sex = term.sex, true))
