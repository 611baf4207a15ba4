// ---
// id: prisons
// description: "the prisons among the addresses that he has to do with, at whatever time: where an address of his may be a home, it is seen and none of these"
// ---
WITH *, COLLECT {
    MATCH (o)-[:LIVES_AT|STAYS_AT|VISITS|PLANNED_RESIDENCE]->(place:Address)
    WITH DISTINCT place
    WHERE is_prison(place)
    RETURN place
  } AS prisons
