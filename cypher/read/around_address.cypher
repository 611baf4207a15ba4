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
CALL (a, home) {
  CALL (home) {
    MATCH (site:School)
    WHERE point.distance(site.location, home.location) <= $near_site_m * 1.01
    RETURN site
    UNION
    MATCH (site:Organisation)
    WHERE point.distance(site.location, home.location) <= $near_site_m * 1.01
    RETURN site
    UNION
    MATCH (site:Address)
    WHERE point.distance(site.location, home.location) <= $near_site_m * 1.01
    RETURN site
    UNION
    MATCH (past:State)<-[:HAD_STATE]-(site:Record)
    WHERE point.distance(past.location, home.location) <= $near_site_m * 1.01
    RETURN site
  }
  WITH a, home, site, state(site) AS place
  WHERE site <> a AND metres(home, place) <= $near_site_m AND NOT sealed(site)
    AND CASE
      WHEN site:School THEN coalesce(place.opened_on, '') <= $as_of < coalesce(place.closed_on, LAST_DAY)
      WHEN site:Organisation THEN place.kind = 'NURSERY'
      ELSE of_kind(place, 'PLAY_AREA')
    END
  RETURN collect(record(site)) AS sites
}
RETURN record(a) AS address, residents, offenders, sites
