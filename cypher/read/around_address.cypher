// ---
// id: around_address
// description: >
//   Who lives at an address on the day asked about, himself apart, how many they are, which managed offenders are or will be among them, and which
//   schools, nurseries and play areas lie near; no record where the view sees no such address.
// parameters: [record_id, offender_id, near_site_m]
// ---
MATCH (a:Address {id: $record_id})
WHERE seen(a) AND NOT sealed(a)
WITH a, state(a) AS home
CALL (a) {
  OPTIONAL MATCH (a)<-[lives:LIVES_AT|STAYS_AT]-(p:Person)
  WHERE live(lives) AND current(lives) AND p.id <> $offender_id AND is_alive(p)
  WITH p, lives WHERE p IS NOT NULL AND at_home(lives, p)
  RETURN count(DISTINCT p) AS residents
}
CALL (a) {
  OPTIONAL MATCH (a)<-[lives:LIVES_AT|PLANNED_RESIDENCE]-(p:Person)
  WHERE live(lives) AND (current(lives) OR forthcoming(lives)) AND p.id <> $offender_id AND is_alive(p) AND managed(p)
  RETURN collect(DISTINCT p.id) AS offenders
}
RETURN record(a) AS address, residents, offenders, COLLECT {
    UNWIND sites_near(home) AS site
    WITH a, home, site, state(site) AS place
    WHERE site <> a AND metres(home, place) <= $near_site_m AND NOT sealed(site) AND for_children(site, place)
    RETURN record(site)
  } AS sites
