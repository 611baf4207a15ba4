// ---
// id: enquiry_gap
// number: 38
// title: Enquiry not made or not answered
// description: >
//   He has moved, or is to move, into a home about which an agency was not asked, nor about anybody there, within twelve weeks before; or has not answered in ten days.
// guidance: >
//   Enquiries to children's services were made in 55 % of the cases that needed them, to the police in 49 % (2023). Exact for recorded enquiries.
// exposure: false
// gap: true
// profiles: [CHILD_SEXUAL, CHILD_VIOLENCE, DOMESTIC_ABUSE]
// says: "{agency} have not been asked about this address, or have not answered in time."
// parameters: {as_of: day, begun_after: day, long_stay_hours: hours, forthcoming_days: days, unanswered_since: day}
// also_returns: [agency]
// ---
WITH *, at_liberty(o) AS at_liberty
MATCH (o)-[lives:LIVES_AT|STAYS_AT|PLANNED_RESIDENCE]->(a:Address)
WHERE usable(lives) AND any(row IN managements WHERE manages(row))
  AND CASE WHEN lives:STAYS_AT THEN at_liberty AND current(lives) AND lives.valid_from >= $begun_after
      AND coalesce(toIntegerOrNull(lives.detail), $long_stay_hours) >= $long_stay_hours
    WHEN forthcoming(lives) THEN true
    ELSE current(lives) AND lives.valid_from >= $begun_after AND (lives:PLANNED_RESIDENCE OR at_liberty) END
WITH o, profiles, lives, a, state(a) AS home
WHERE domestic(home)
UNWIND ['CHILDRENS_SERVICES'] + [agency IN ['POLICE'] WHERE any(profile IN profiles WHERE profile.profile = 'DOMESTIC_ABUSE')] AS agency
WITH o, lives, a, home, agency, toString(date(lives.valid_from) - duration({days: $forthcoming_days})) AS asked_after
WHERE NOT EXISTS {
    MATCH (o)-[:HAS_ENQUIRY]->(row:Enquiry)
    WITH o, a, home, agency, asked_after, state(row) AS enquiry
    WHERE enquiry.offender_id = o.id AND enquiry.agency_role = agency AND asked_after <= enquiry.requested_on <= $as_of
      AND (enquiry.answered_on <= $as_of OR enquiry.requested_on > $unanswered_since)
      AND (enquiry.about_id = a.id OR enquiry.about_id = home.building_id OR EXISTS {
        MATCH (a)<-[resides:LIVES_AT|STAYS_AT]-(other:Person {id: enquiry.about_id})
        WHERE blocks(resides) AND current(resides) AND other <> o
        WITH resides, other
        WHERE is_alive(other) AND at_home(resides, other)
        RETURN 1 })
    RETURN 1
  }
WITH o, a, agency, lives ORDER BY lives.id
WITH o, a, agency, head(collect(lives)) AS lives
RETURN a AS subject, [o, a] AS nodes, [lives] AS links, [] AS terms, agency
