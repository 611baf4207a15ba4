// ---
// id: own_home
// arguments: [a, o, minor]
// description: an address (node), no prison, that is a home of a person (node); `minor` says whether he or she counts as a child
// ---
EXISTS { MATCH (o)-[housed:LIVES_AT|STAYS_AT]->(a) WHERE blocks(housed) AND current(housed) AND (housed:LIVES_AT OR minor) }
