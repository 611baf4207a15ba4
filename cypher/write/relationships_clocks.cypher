// ---
// id: relationships_clocks
// placeholder: RELATIONSHIP_TYPE
// description: until when each version of these relationships is known, and until when to a viewer who is not cleared
// parameters: [ids, first_instant, last_instant]
// ---
UNWIND $ids AS id
MATCH ()-[latest:RELATIONSHIP_TYPE {key: id}]->()
CALL (id, latest) {
  UNWIND range(1, latest.version) AS number
  WITH number, CASE WHEN number = latest.version THEN id ELSE id + '/' + number END AS key
  MATCH ()-[version:RELATIONSHIP_TYPE {key: key}]->()
  OPTIONAL MATCH (source:Record {id: version.source_id})
  WITH number, version, coalesce(source.handling, 'P') = 'C' AS confidential
  ORDER BY number
  RETURN collect({at: version, known_from: version.known_from, confidential: confidential}) AS versions
}
UNWIND range(0, size(versions) - 1) AS number
WITH versions[number] AS version, versions[number + 1..] AS later
WITH version.at AS at, version.confidential AS confidential, coalesce(version.at.superseded_at, $last_instant) AS end,
     reduce(first = $last_instant, one IN later | CASE WHEN one.known_from < first THEN one.known_from ELSE first END) AS next,
     reduce(first = $last_instant, one IN later | CASE WHEN NOT one.confidential AND one.known_from < first THEN one.known_from ELSE first END) AS next_open
SET at.known_to = CASE WHEN end < next THEN end ELSE next END,
    at.open_to = CASE WHEN confidential THEN $first_instant WHEN end < next_open THEN end ELSE next_open END
