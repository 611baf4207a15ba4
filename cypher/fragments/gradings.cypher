// ---
// id: gradings
// arguments: [n, source]
// description: >
//   How the source (node) of a record or relationship n was graded since n is known: each grade with the instant from which n has it, in order. Before
//   the source itself is known, n has its first grade.
// ---
reduce(graded = [], grading IN COLLECT {
  UNWIND COLLECT { MATCH (source)-[:HAD_STATE]->(past:State) RETURN past ORDER BY past.version } + [source] AS version
  WITH version WHERE version.known_to > n.known_from AND version.known_to > version.known_from
  RETURN {grade: version.grade, from: version.known_from}
} | CASE WHEN size(graded) = 0 THEN [{grade: grading.grade, from: n.known_from}] WHEN graded[-1].grade = grading.grade THEN graded ELSE graded + [grading] END)
