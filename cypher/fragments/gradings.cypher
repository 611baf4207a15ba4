// ---
// id: gradings
// arguments: [n, source]
// description: >
//   How the source (node) of a record or relationship n was graded since n is known: each grade with the instant from which n has it, in order
// ---
reduce(graded = [], grading IN COLLECT {
  UNWIND COLLECT { MATCH (source)-[:HAD_STATE]->(past:State) RETURN past ORDER BY past.version } + [source] AS version
  WITH version WHERE version.known_to > n.known_from AND version.known_to > version.known_from
  RETURN {grade: version.grade, from: CASE WHEN version.known_from > n.known_from THEN version.known_from ELSE n.known_from END}
} | CASE WHEN graded[-1].grade = grading.grade THEN graded ELSE graded + [grading] END)
