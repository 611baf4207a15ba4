// ---
// id: homes
// description: his homes, never a prison
// ---
WITH *, COLLECT {
    MATCH (o)-[lives:LIVES_AT|STAYS_AT]->(place:Address)
    WHERE usable(lives) AND current(lives) AND (lives:LIVES_AT OR minor) AND seen(place) AND NOT place IN prisons
    RETURN DISTINCT place
  } AS homes
