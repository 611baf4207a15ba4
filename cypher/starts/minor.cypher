// ---
// id: minor
// description: whether the offender counts as a child
// ---
WITH *, child(o, offender) AS minor
