// ---
// id: partnerships
// description: >
//   His partnerships that may be relied on: each with the version `told` that the view sees, the version `link` that counts, the partner `p`, and whether it
//   `holds` for what it prevents. An ending, come or to come, on the weak word of either is not heeded: the last version before it that is none, and was not refuted, counts.
// ---
WITH *, COLLECT {
    MATCH (o)-[told:PARTNER_OF]-(p:Person)
    WHERE live(told)
    WITH o, told, p, CASE WHEN $supposed[told.id] IS NULL AND told_ending(told, told) THEN head(COLLECT {
        MATCH (o)-[earlier_one:PARTNER_OF]-(p)
        WHERE earlier_one.id = told.id AND earlier_one.version < told.version AND earlier_one.known_from < earlier_one[$clock]
          AND earlier_one.status <> 'REFUTED'
        WITH earlier_one, graded(earlier_one) AS now
        WHERE NOT told_ending(earlier_one, now)
        RETURN {link: earlier_one, usable: reliable(now)} ORDER BY earlier_one.version DESC LIMIT 1 }) END AS before
    WITH told, p, coalesce(before, {link: told, usable: told.usable}) AS main, before
    UNWIND CASE WHEN before IS NOT NULL AND $counting = 'heeded' THEN [main, {link: told, usable: false}] ELSE [main] END AS counted
    WITH told, p, counted, counted.link = main.link AS holds
    WHERE coalesce($supposed[told.id], counted.usable OR $counting = 'heeded')
    RETURN {told: told, link: counted.link, p: p, holds: holds AND coalesce($supposed[told.id], counted.usable)}
    ORDER BY counted.link.valid_to DESC, told.id
  } AS partnerships
