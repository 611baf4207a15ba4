// ---
// id: sentenced_on
// description: the day on which he was last sentenced, as text; blank where none is recorded
// ---
WITH *, reduce(latest = '', row IN managements | CASE WHEN row.sentenced_on > latest THEN row.sentenced_on ELSE latest END) AS sentenced_on
