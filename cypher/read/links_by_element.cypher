// ---
// id: links_by_element
// description: live relationships by the ids that the store itself gives them
// parameters: [elements]
// ---
MATCH ()-[r]->()
WHERE elementId(r) IN $elements AND live(r)
RETURN collect(link(r)) AS links
