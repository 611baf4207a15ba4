// ---
// id: moves_in
// arguments: [r]
// description: >
//   A home that the offender has, is about to have, or is planned to have (link): a plan counts from some weeks before it begins until as long after,
//   while it stands
// ---
CASE WHEN forthcoming(r) THEN true ELSE current(r) AND (r:LIVES_AT OR r.valid_from >= $begun_after) END
