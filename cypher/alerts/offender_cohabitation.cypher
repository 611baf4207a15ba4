// ---
// id: offender_cohabitation
// number: 17
// title: Offenders under one roof
// description: >
//   He and somebody who is managed live, or are about to live, at one address, and the offending of both bears on it.
// guidance: >
//   Licence conditions that name other offenders. Exact for recorded homes; approved premises and prisons are left out.
// profiles: [CHILD_SEXUAL, EXPLOITATION, GENERAL_VIOLENCE]
// says: "{subject} is managed as an offender."
// parameters: {}
// ---
MATCH (o)-[mine:LIVES_AT|PLANNED_RESIDENCE]->(a:Address)<-[theirs:LIVES_AT|PLANNED_RESIDENCE]-(other:Person)
WHERE usable(mine) AND (current(mine) OR forthcoming(mine)) AND usable(theirs) AND (current(theirs) OR forthcoming(theirs))
  AND overlapping(mine, theirs) AND other <> o
WITH mine, a, theirs, other, state(a) AS place
WHERE place IS NOT NULL AND NOT of_kind(place, 'PRISON') AND NOT of_kind(place, 'APPROVED_PREMISES') AND is_alive(other) AND managed(other)
  AND EXISTS {
    MATCH (other)-[:HAS_PROFILE]->(row:Profile)
    WITH state(row) AS profile
    WHERE profile.profile IN ['CHILD_SEXUAL', 'EXPLOITATION', 'GENERAL_VIOLENCE'] AND in_force(profile) AND reliable(profile)
    RETURN 1
  }
WITH mine, a, theirs, other ORDER BY mine.id, theirs.id
WITH other, head(collect([mine, theirs])) AS links, head(collect(a)) AS a
RETURN other AS subject, [o, a, other] AS nodes, links, [] AS terms
