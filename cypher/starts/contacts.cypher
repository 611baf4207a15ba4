// ---
// id: contacts
// description: the people he is in contact with
// ---
CALL (o, homes, prisons) {
  CALL (o, homes, prisons) {
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
    WHERE usable(went) AND recent(went) AND seen(place) AND NOT place IN prisons
    WITH DISTINCT o, place
    MATCH (place)<-[resides:LIVES_AT|STAYS_AT]-(known:Person)
    WHERE usable(resides) AND current(resides) AND known <> o
    WITH known, resides:STAYS_AT AS sleeps
    WHERE CASE WHEN sleeps THEN is_child(known) ELSE true END
    RETURN known
  }
  RETURN collect(DISTINCT known) AS contacts
}
