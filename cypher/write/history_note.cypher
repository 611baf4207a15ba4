// ---
// id: history_note
// parameters: {}
// description: >
//   Notes until when any earlier version of a record can be meant by a view, for viewers who are cleared and for those who are not, so that
//   a question about the present need not look for earlier versions; and counts the notes, so that whoever has looked for them knows whether they still hold.
// ---
CALL () {
  MATCH (s:State) WHERE s.known_to IS NOT NULL
  RETURN s.known_to AS known_until ORDER BY known_until DESC LIMIT 1
}
CALL () {
  MATCH (s:State) WHERE s.open_to IS NOT NULL
  RETURN s.open_to AS open_until ORDER BY open_until DESC LIMIT 1
}
MERGE (history:History)
SET history.known_until = known_until, history.open_until = open_until, history.noted = coalesce(history.noted, 0) + 1
