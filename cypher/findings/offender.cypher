// ---
// id: offender
// parameters: {offender_id: id, as_of: day}
// description: >
//   What every statement about an offender starts from: the offender `o`, his state `offender` and the profiles that may open a pattern. What else one
//   may start from is in `cypher/starts`, and is worked out only where it is named.
// ---
MATCH (o:Record {id: $offender_id})
WHERE o:Person
WITH o, state(o) AS offender
WHERE offender IS NOT NULL
WITH o, offender,
  COLLECT {
    MATCH (o)-[:HAS_PROFILE]->(row:Profile)
    WITH state(row) AS profile
    WHERE in_force(profile) AND reliable(profile)
    RETURN profile {.profile, .preferred_sex, .preferred_age_from, .preferred_age_to, .targets_strangers}
  } AS profiles
