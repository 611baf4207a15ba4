// ---
// id: moves_in
// arguments: [r]
// description: >
//   A home that the offender has, is about to have, or is planned to have (link): a plan counts from some weeks before it begins until as long after
// ---
CASE WHEN forthcoming(r) THEN true WHEN r:LIVES_AT THEN current(r) ELSE $begun_after <= r.valid_from <= $as_of END
