// ---
// id: standings
// description: the part that these people have in offences, whenever they were, as far as evidence that can be relied on says
// parameters: [ids]
// ---
MATCH (p:Person)-[r:INVOLVED_IN|VICTIM_OF|WITNESS_TO]->(:Offence)
WHERE p.id IN $ids AND usable(r)
RETURN collect(DISTINCT [p.id, type(r), r.role]) AS standings
