// ---
// id: records_clocks
// description: until when each version of these records is known, and until when to a viewer who is not cleared; what it is found by stands accordingly
// parameters: [ids, first_instant, last_instant]
// ---
UNWIND $ids AS id
MATCH (n:Record {id: id})
CALL (n) {
  WITH n, COLLECT { MATCH (n)-[:HAD_STATE]->(past:State) RETURN past ORDER BY past.version } + [n] AS versions
  UNWIND range(0, size(versions) - 1) AS number
  WITH n, number, versions[number] AS version
  OPTIONAL MATCH (source:Record {id: version.source_id})
  WITH number, version, coalesce(CASE WHEN n:Source THEN n.handling ELSE source.handling END, 'P') = 'C' AS confidential
  ORDER BY number
  RETURN collect({at: version, known_from: version.known_from, confidential: confidential}) AS versions
}
UNWIND range(0, size(versions) - 1) AS number
WITH versions[number] AS version, versions[number + 1..] AS later
WITH version.at AS at, version.confidential AS confidential, coalesce(version.at.spellings, version.at.closed_spellings) AS spellings,
     coalesce(version.at.superseded_at, $last_instant) AS end,
     reduce(first = $last_instant, one IN later | CASE WHEN one.known_from < first THEN one.known_from ELSE first END) AS next,
     reduce(first = $last_instant, one IN later | CASE WHEN NOT one.confidential AND one.known_from < first THEN one.known_from ELSE first END) AS next_open
SET at.known_to = CASE WHEN end < next THEN end ELSE next END,
    at.open_to = CASE WHEN confidential THEN $first_instant WHEN end < next_open THEN end ELSE next_open END,
    at.spellings = CASE WHEN NOT confidential THEN spellings END,
    at.closed_spellings = CASE WHEN confidential THEN spellings END
