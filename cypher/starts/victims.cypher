// ---
// id: victims
// description: the people he has offended against
// ---
WITH *, COLLECT {
    MATCH (o)-[involved:INVOLVED_IN]->(offence:Offence)<-[hurt:VICTIM_OF]-(victim:Person)
    WHERE usable(involved) AND usable(hurt) AND seen(offence) AND victim <> o AND harms(involved, victim, conditions)
    RETURN DISTINCT victim
  } AS victims
