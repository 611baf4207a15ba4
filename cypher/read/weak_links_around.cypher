// ---
// id: weak_links_around
// description: >
//   The ids of weak relationships that could fulfil a condition of a path over these records: those that join them, their neighbours' own, and, one
//   step further, attendance, which makes a possible child of somebody of unknown birth.
// parameters: [ids]
// ---
MATCH (n:Record) WHERE n.id IN $ids
CALL (n) {
  MATCH (n)-[near]-(m:Record)
  WHERE live_or_part(near)
  WITH near, m
  OPTIONAL MATCH (m)-[far]-(l:Record)
  WHERE live_or_part(far)
  WITH near, far, l
  OPTIONAL MATCH (l)-[roll:ATTENDS]->(:Record)
  WHERE live_or_part(roll)
  UNWIND [near, far, roll] AS link
  WITH DISTINCT link
  WHERE link IS NOT NULL AND NOT link:IN_BUILDING AND NOT link.usable
  RETURN collect(link.id) AS weak
}
UNWIND weak AS id
WITH DISTINCT id ORDER BY id
RETURN collect(id) AS links
