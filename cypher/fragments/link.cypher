// ---
// id: link
// arguments: [r]
// description: a relationship as an answer carries it
// ---
{type: type(r), from_id: startNode(r).id, to_id: endNode(r).id, values: properties(r)}
