// ---
// id: conditions
// description: the conditions of the orders in force against him, as maps
// ---
WITH *, bars(o) AS conditions
