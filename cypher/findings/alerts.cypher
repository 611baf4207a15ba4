// ---
// id: alerts
// parameters: {}
// description: >
//   The one record of the alerts statement: the alerts as ids, and each record and relationship on their paths once.
// ---
CALL (o, found) {
  UNWIND [[o]] + [alert IN found | alert.nodes + [r IN coalesce(alert.fulfilled_by, []) | startNode(r)] + [r IN coalesce(alert.fulfilled_by, []) | endNode(r)]] AS walk
  UNWIND walk AS node
  WITH DISTINCT node
  RETURN collect(record(node)) AS records
}
CALL (found) {
  UNWIND found AS alert
  UNWIND alert.links + coalesce(alert.fulfilled_by, []) AS relationship
  WITH DISTINCT relationship
  RETURN collect(link(relationship)) AS links
}
RETURN records, links,
  [alert IN found | [alert.kind, alert.subject.id, [node IN alert.nodes | node.id], [step IN alert.links | step.id], alert.terms, alert.agency, alert.trait,
    [r IN coalesce(alert.fulfilled_by, []) | r.id]]] AS alerts
