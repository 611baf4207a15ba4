// ---
// id: own_home
// arguments: [a]
// description: an address (node), no prison, that is a home of the offender `o`; `minor` says whether he counts as a child
// ---
EXISTS { MATCH (o)-[housed:LIVES_AT|STAYS_AT]->(a) WHERE blocks(housed) AND current(housed) AND (housed:LIVES_AT OR minor) }
