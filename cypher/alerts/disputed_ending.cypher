// ---
// id: disputed_ending
// number: 36
// title: Ending that is disputed
// description: >
//   By his own word or the partner's a partnership has ended; but the two were together or in touch since, one was at a home of the other, or they share a home.
// guidance: >
//   In a published rapid review "it is over" rested on the word of both, and a sibling who said otherwise was not heard. Exact for what is recorded.
// exposure: false
// profiles: [CHILD_SEXUAL, CHILD_VIOLENCE, DOMESTIC_ABUSE, ADULT_SEXUAL]
// also_returns: [fulfilled_by]
// says: "That it is over rests on the word of one of the two; other records say otherwise."
// parameters: {as_of: day}
// ---
MATCH (o)-[told:PARTNER_OF]-(p:Person)
WHERE live(told) AND told.valid_to <= $as_of AND by_either(told)
  AND NOT EXISTS { MATCH (o)-[other:PARTNER_OF]-(p) WHERE blocks(other) AND (current(other) OR forthcoming(other)) }
WITH o, told, p
WHERE is_alive(p)
WITH o, told, p, disputes(o, p, told) AS fulfilled_by
WHERE fulfilled_by <> []
RETURN p AS subject, [o, p] AS nodes, [told] AS links, [] AS terms, fulfilled_by
