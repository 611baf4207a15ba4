// ---
// id: harmed
// description: the people he has offended against (`p`), each with what says so (`by`, his part in the offence and theirs), the latest offence
// ---
WITH *, COLLECT {
    MATCH (o)-[involved:INVOLVED_IN]->(offence:Offence)<-[hurt:VICTIM_OF]-(victim:Person)
    WHERE usable(involved) AND usable(hurt) AND seen(offence) AND victim <> o AND harms(involved, victim, conditions)
    WITH victim, involved, hurt ORDER BY involved.valid_from DESC, involved.id, hurt.id
    WITH victim, head(collect([involved, hurt])) AS by
    RETURN {p: victim, by: by}
  } AS harmed
