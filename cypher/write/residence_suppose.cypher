// ---
// id: residence_suppose
// description: >
//   For a question that is put in a transaction and then rolled back: these people move to an address on the day asked about. The homes that they have, as
//   the view sees them, end that day (one begun that day is left out), and one MAIN begins.
// parameters: [people, address_id, as_of, known_at, clock, first_instant, last_instant, last_day]
// ---
MATCH (a:Address {id: $address_id})
UNWIND $people AS id
MATCH (p:Person {id: id})
CALL (p) {
  MATCH (p)-[home:LIVES_AT]->()
  WHERE live(home) AND current(home)
  SET home.known_to = CASE WHEN home.valid_from < $as_of THEN home.known_to ELSE home.known_from END,
      home.open_to = CASE WHEN home.valid_from < $as_of THEN home.open_to ELSE home.known_from END,
      home.valid_to = $as_of
}
CREATE (p)-[:LIVES_AT {
  id: 'what-if:' + id, key: 'what-if:' + id, role: 'MAIN', valid_from: $as_of, valid_to: $last_day, recorded_at: $known_at, assertion: 'FACT',
  status: 'ASSERTED', known_from: $first_instant, known_to: $last_instant, open_to: $last_instant, grade: '1A', usable: true, heeded: true,
  digest: 0, version: 1
}]->(a)
