// ---
// id: by_either
// arguments: [r]
// description: a relationship that rests on the word of the offender himself or of a partner
// ---
EXISTS { MATCH (teller:Record {id: r.source_id}) WHERE state(teller).interest IN ['OFFENDER', 'PARTNER'] }
