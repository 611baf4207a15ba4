// ---
// id: notification_overdue
// number: 35
// title: Address not notified in time
// description: >
//   He is subject to notification, by the register or a domestic abuse protection order, lives at an address that he has not notified, and the three days for it are over.
// guidance: >
//   Sexual Offences Act 2003, sections 83 to 85: within three days beginning with the event. Exact for recorded homes; police verify.
// exposure: false
// profiles: any
// says: "{offender} has not notified the police of it."
// parameters: {as_of: day, notification_due_from: day}
// ---
MATCH (o)-[:SUBJECT_TO]->(order:Order)
WITH o, order, state(order) AS duty
WHERE duty.person_id = o.id AND duty.kind IN ['NOTIFICATION', 'DAPO'] AND in_force(duty)
WITH o, min(duty.valid_from) AS bound_from
WHERE at_liberty(o)
MATCH (o)-[lives:LIVES_AT]->(a:Address)
WHERE usable(lives) AND current(lives)
  AND NOT EXISTS { MATCH (o)-[notified:NOTIFIED_ADDRESS]->(a) WHERE blocks(notified) AND notified.valid_from <= $as_of }
WITH o, bound_from, lives, a
WHERE seen(a)
WITH o, lives, a, CASE WHEN lives.valid_from > bound_from THEN lives.valid_from ELSE bound_from END AS event_on
WHERE FIRST_DAY < event_on <= $notification_due_from
RETURN a AS subject, [o, a] AS nodes, [lives] AS links, [] AS terms
