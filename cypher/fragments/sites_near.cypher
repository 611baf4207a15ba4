// ---
// id: sites_near
// arguments: [home]
// description: schools, organisations and addresses, and records that once were there, near a home (state) as the index has them; their exact distance is still to be looked at
// ---
COLLECT {
  CALL (home) {
    MATCH (site:School) WHERE point.distance(site.location, home.location) <= $near_site_m * 1.01 RETURN site
    UNION
    MATCH (site:Organisation) WHERE point.distance(site.location, home.location) <= $near_site_m * 1.01 RETURN site
    UNION
    MATCH (site:Address) WHERE point.distance(site.location, home.location) <= $near_site_m * 1.01 RETURN site
    UNION
    MATCH (past:State)<-[:HAD_STATE]-(site:Record) WHERE point.distance(past.location, home.location) <= $near_site_m * 1.01 RETURN site
  }
  RETURN site
}
