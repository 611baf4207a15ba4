// ---
// id: victim_without_liaison
// number: 37
// title: Victim whom no liaison officer supports
// description: >
//   His release is planned, or was within a year, and for somebody he has offended against no victim liaison is recorded that goes on or was declined since his sentence.
// guidance: >
//   Over one in five victims in London were not offered the Victim Contact Scheme (2019). Exact for recorded liaison.
// exposure: false
// gap: true
// profiles: any
// says: "No victim liaison officer is recorded for {subject}, although {offender} is to be released soon, or was released within the last year."
// parameters: {as_of: day, forthcoming_until: day, year_before: day}
// ---
UNWIND CASE WHEN any(row IN managements WHERE $as_of <= row.release_planned_on <= $forthcoming_until OR $year_before < row.released_on <= $as_of)
    OR NOT at_liberty(o) AND (any(row IN managements WHERE row.release_planned_on < $as_of)
      OR EXISTS { MATCH (o)-[planned:PLANNED_RESIDENCE]->(home:Address) WHERE usable(planned) AND forthcoming(planned) AND seen(home) })
  THEN victims ELSE [] END AS v
WITH o, conditions, sentenced_on, v
WHERE is_alive(v) AND NOT EXISTS {
    MATCH (v)<-[support:SUPPORTS {role: 'VICTIM_LIAISON'}]-(unit:Organisation)
    WHERE blocks(support) AND seen(unit) AND support.valid_from <= $as_of AND support.valid_to >= sentenced_on
  }
MATCH (o)-[involved:INVOLVED_IN]->(f:Offence)<-[hurt:VICTIM_OF]-(v)
WHERE usable(involved) AND usable(hurt) AND harms(involved, v, conditions)
WITH o, v, involved, f, hurt, state(f) AS offence
WHERE offence IS NOT NULL AND coalesce(offence.kind, '') <> 'OTHER'
WITH o, v, involved, f, hurt ORDER BY involved.id, hurt.id
WITH o, v, head(collect([involved, hurt])) AS links, head(collect(f)) AS f
RETURN v AS subject, [o, f, v] AS nodes, links, [] AS terms
