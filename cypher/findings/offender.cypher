// ---
// id: offender
// parameters: {offender_id: id, as_of: day}
// description: >
//   What every pattern starts from: the offender `o`, his state `offender`, the profiles that may open a pattern, the conditions in force against him,
//   his homes, his own children, the people he has offended against and the people he is in contact with.
// ---
MATCH (o:Record {id: $offender_id})
WHERE o:Person
WITH o, state(o) AS offender
WHERE offender IS NOT NULL
WITH o, offender, child(o, offender) AS minor,
  COLLECT {
    MATCH (o)-[:HAS_PROFILE]->(row:Profile)
    WITH state(row) AS profile
    WHERE in_force(profile) AND reliable(profile)
    RETURN profile {.profile, .preferred_sex, .preferred_age_from, .preferred_age_to, .targets_strangers}
  } AS profiles,
  COLLECT {
    MATCH (o)-[:MANAGED_AS]->(row:Management)
    WITH state(row) AS management
    WHERE management IS NOT NULL
    RETURN management {.category, .level, .lead_agency, .managed_from, .managed_to, .sentenced_on}
    ORDER BY management.managed_from DESC, management.category
  } AS managements,
  COLLECT {
    MATCH (o)-[parent:PARENT_OF]->(own:Person)
    WHERE hinders(parent) AND CASE WHEN coalesce(parent.role, 'BIRTH') IN ['BIRTH', 'ADOPTIVE'] THEN begun(parent) ELSE current(parent) END
    RETURN DISTINCT own
  } AS own_children,
  bars(o) AS conditions
WITH *, COLLECT {
    MATCH (o)-[involved:INVOLVED_IN]->(offence:Offence)<-[hurt:VICTIM_OF]-(victim:Person)
    WHERE usable(involved) AND usable(hurt) AND seen(offence) AND victim <> o AND harms(involved, victim)
    RETURN DISTINCT victim
  } AS victims
WITH *, COLLECT {
  MATCH (o)-[lives:LIVES_AT|STAYS_AT]->(place:Address)
  WHERE usable(lives) AND current(lives) AND (lives:LIVES_AT OR minor)
  WITH DISTINCT place
  WHERE dwelling(place)
  RETURN place
} AS homes
CALL (o, homes) {
  CALL (o, homes) {
    MATCH (o)-[met:CONTACTED|VISITS|MINDS]-(known:Person)
    WHERE usable(met) AND recent(met)
    RETURN known
    UNION
    UNWIND homes AS place
    MATCH (place)<-[comes:LIVES_AT|STAYS_AT|VISITS]-(known:Person)
    WHERE usable(comes) AND CASE WHEN comes:LIVES_AT THEN current(comes) ELSE recent(comes) END AND known <> o
    RETURN known
    UNION
    MATCH (o)-[went:STAYS_AT|VISITS]->(place:Address)
    WHERE usable(went) AND recent(went)
    WITH DISTINCT o, place
    WHERE dwelling(place)
    MATCH (place)<-[resides:LIVES_AT|STAYS_AT]-(known:Person)
    WHERE usable(resides) AND current(resides) AND known <> o
    WITH known, resides:STAYS_AT AS sleeps
    WHERE CASE WHEN sleeps THEN is_child(known) ELSE true END
    RETURN known
  }
  RETURN collect(DISTINCT known) AS contacts
}
WITH o, offender, minor, profiles, managements, conditions, homes, own_children, victims, contacts,
  reduce(latest = '', row IN managements | CASE WHEN row.sentenced_on > latest THEN row.sentenced_on ELSE latest END) AS sentenced_on
