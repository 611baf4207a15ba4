// ---
// id: meetings
// description: the people he is in contact with (`p`), each with what says so (`by`, relationships), that which holds longest or was last
// ---
CALL (o, homes, prisons) {
  CALL (o, homes, prisons) {
    MATCH (o)-[met:CONTACTED|VISITS|MINDS]-(known:Person)
    WHERE usable(met) AND recent(met)
    RETURN known, [met] AS by
    UNION ALL
    UNWIND homes AS place
    MATCH (o)-[lives:LIVES_AT|STAYS_AT]->(place)<-[comes:LIVES_AT|STAYS_AT|VISITS]-(known:Person)
    WHERE usable(lives) AND current(lives) AND usable(comes) AND CASE WHEN comes:LIVES_AT THEN current(comes) ELSE recent(comes) END AND known <> o
    RETURN known, [comes, lives] AS by
    UNION ALL
    MATCH (o)-[went:STAYS_AT|VISITS]->(place:Address)
    WHERE usable(went) AND recent(went) AND seen(place) AND NOT place IN prisons
    MATCH (place)<-[resides:LIVES_AT|STAYS_AT]-(known:Person)
    WHERE usable(resides) AND current(resides) AND known <> o
    WITH known, went, resides, resides:STAYS_AT AS sleeps
    WHERE CASE WHEN sleeps THEN is_child(known) ELSE true END
    RETURN known, [went, resides] AS by
  }
  WITH known, by ORDER BY by[0].valid_to DESC, by[0].id, by[1].id
  WITH known, head(collect(by)) AS by
  RETURN collect({p: known, by: by}) AS meetings
}
