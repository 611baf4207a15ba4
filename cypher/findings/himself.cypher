// ---
// id: himself
// parameters: {}
// description: >
//   What the first findings statement returns besides: the profiles that may open a pattern, how he is managed, the conditions in force against him,
//   his own children.
// ---
, profiles, managements, conditions, [own IN own_children | own.id] AS own_children
