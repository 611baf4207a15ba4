// ---
// id: memberships
// description: who of these people belongs to which of these places now
// parameters: [people, places]
// ---
MATCH (person:Record)-[membership:ATTENDS|MEMBER_OF]->(place:Record)
WHERE person.id IN $people AND place.id IN $places AND usable(membership) AND current(membership)
RETURN collect(link(membership)) AS links
