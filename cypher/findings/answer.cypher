// ---
// id: answer
// parameters: {}
// description: >
//   The one record of a findings statement: the exposures as ids, and the offender and each record and relationship on their paths, or fulfilling a condition of theirs, once.
//   Whoever a pattern takes for a child without knowing his birth (`child_subject`) has to attend a school.
// ---
CALL (found) {
  UNWIND found AS exposure
  WITH DISTINCT exposure.subject AS person
  WHERE person:Person AND possible_child(person, state(person))
  RETURN collect(person) AS possible
}
WITH *, [exposure IN found WHERE NOT exposure.as_child OR state(exposure.subject).date_of_birth IS NOT NULL OR exposure.subject IN possible] AS found
CALL (o, found) {
  UNWIND [[o]] + [exposure IN found | exposure.nodes + [r IN exposure.fulfilled_by | startNode(r)] + [r IN exposure.fulfilled_by | endNode(r)]] AS walk
  UNWIND walk AS node
  WITH DISTINCT node
  RETURN collect(record(node)) AS records
}
CALL (found) {
  UNWIND [exposure IN found | exposure.links + exposure.supporting_links + exposure.fulfilled_by] AS walk
  UNWIND walk AS relationship
  WITH DISTINCT relationship
  WHERE relationship IS NOT NULL
  WITH link(relationship) AS shown, properties(relationship) AS cells, graded(relationship) AS now
  RETURN collect(shown {.*, values: cells {.*, grade: now.grade}}) AS links
}
RETURN [child IN possible | child.id] AS possible_children, records, links,
  [exposure IN found | [exposure.pattern, exposure.subject.id, exposure.protected, exposure.base, exposure.steps_down,
    [node IN exposure.nodes | node.id], [step IN exposure.links | step.id], [step IN exposure.supporting_links | step.id], exposure.opened_by,
    exposure.long_ended, [r IN exposure.fulfilled_by | r.id]]] AS exposures
