// ---
// id: person_seen
// description: whether the view and the viewer see somebody
// parameters: [person_id]
// ---
OPTIONAL MATCH (person:Record {id: $person_id})
WHERE person:Person AND seen(person)
RETURN person IS NOT NULL AS seen
