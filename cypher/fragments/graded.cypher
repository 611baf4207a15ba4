// ---
// id: graded
// arguments: [r]
// description: >
//   How a relationship is graded at the view, as a map: an earlier version, which is read where a later one is not heeded, as its source is graded by now
// ---
{grade: CASE WHEN $known_at < r[$clock] THEN r.grade ELSE coalesce(head(COLLECT {
   MATCH (grader:Record {id: r.source_id}) RETURN state(grader).grade }), r.grade) END}
