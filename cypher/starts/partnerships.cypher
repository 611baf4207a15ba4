// ---
// id: partnerships
// description: >
//   His partnerships that may be relied on: each with the version `told` that the view sees, the version `link` that counts, the partner `p`, and whether it
//   `holds` for what it prevents. An ending, come or to come, on the weak word of either is not heeded: the last version before it that is none, and was not refuted, counts.
// ---
WITH *, COLLECT {
    MATCH (o)-[told:PARTNER_OF]-(p:Person)
    WHERE live(told)
    WITH o, told, p, CASE WHEN $supposed[told.id] IS NULL AND told_ending(told) THEN head(COLLECT {
        MATCH (o)-[earlier_one:PARTNER_OF]-(p)
        WHERE earlier_one.id = told.id AND earlier_one.version < told.version AND earlier_one.known_from < earlier_one[$clock]
          AND earlier_one.status <> 'REFUTED' AND earlier_one.digest <> told.digest AND NOT told_ending(earlier_one)
        RETURN earlier_one ORDER BY earlier_one.version DESC LIMIT 1 }) END AS before
    UNWIND CASE WHEN before IS NULL THEN [told] WHEN $counting = 'heeded' THEN [before, told] ELSE [before] END AS counted
    WITH told, p, coalesce(before, told) AS main, counted
    WHERE coalesce($supposed[told.id], counted[$counting])
    RETURN {told: told, link: counted, p: p, holds: counted = main AND coalesce($supposed[told.id], counted.usable)}
  } AS partnerships
