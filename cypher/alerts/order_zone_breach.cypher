// ---
// id: order_zone_breach
// number: 24
// title: Place or contact that an order bars
// description: >
//   A recorded home, stay, visit, sighting, workplace or contact is one that a condition of an order bars while the order is in force, or lies outside every area
//   to which his orders confine him.
// guidance: >
//   Exclusion zones and no-contact conditions. Exact for recorded places; beware the drift of positions, and consent.
// profiles: any
// parameters: {}
// ---
MATCH (o)-[:SUBJECT_TO]->(order:Order)-[:HAS_CONDITION]->(condition:Condition)
WITH o, own_children, order, state(order) AS binding, condition, state(condition) AS term
WHERE binding.person_id = o.id AND term.order_id = order.id
WITH o, own_children, binding, term, condition, condition(condition, term, binding) AS terms
CALL (o, own_children, binding, term) {
  FILTER term.kind = 'EXCLUDED_AREA'
  MATCH (o)-[act:LIVES_AT|STAYS_AT|VISITS|SEEN_AT|PLANNED_RESIDENCE]->(place:Address)
  WHERE usable(act) AND (recent(act) OR forthcoming(act)) AND overlapping(act, binding)
  WITH o, term, act, place, state(place) AS where
  WHERE metres(where, term) <= term.radius_m
  RETURN place AS subject, [o, place] AS nodes, [act] AS links
  UNION ALL
  FILTER term.kind = 'CONFINED_AREA'
  MATCH (o)-[act:LIVES_AT|STAYS_AT|VISITS|SEEN_AT]->(place:Address)
  WHERE usable(act) AND recent(act) AND overlapping(act, binding)
  WITH o, term, act, place, state(place) AS where
  WHERE metres(where, term) > term.radius_m AND NOT of_kind(where, 'PRISON') AND NOT EXISTS {
      MATCH (o)-[:SUBJECT_TO]->(confining:Order)-[:HAS_CONDITION]->(zone:Condition)
      WITH o, act, where, confining, state(confining) AS duty, state(zone) AS area
      WHERE duty.person_id = o.id AND area.order_id = confining.id AND overlapping(act, duty)
        AND area.kind = 'CONFINED_AREA' AND metres(where, area) <= area.radius_m
      RETURN 1
    }
  RETURN place AS subject, [o, place] AS nodes, [act] AS links
  UNION ALL
  FILTER term.kind = 'EXCLUDED_PLACE'
  MATCH (o)-[act:LIVES_AT|STAYS_AT|VISITS|SEEN_AT|PLANNED_RESIDENCE|ATTENDS|WORKS_FOR]->(place {id: term.subject_id})
  WHERE usable(act) AND (recent(act) OR forthcoming(act)) AND overlapping(act, binding) AND NOT place:Person
  WITH o, act, place
  WHERE seen(place)
  RETURN place AS subject, [o, place] AS nodes, [act] AS links
  UNION ALL
  FILTER term.kind = 'NO_CONTACT'
  MATCH (o)-[act:CONTACTED|VISITS]->(person:Person {id: term.subject_id})
  WHERE usable(act) AND (recent(act) OR forthcoming(act)) AND overlapping(act, binding)
  WITH o, act, person
  WHERE is_alive(person)
  RETURN person AS subject, [o, person] AS nodes, [act] AS links
  UNION ALL
  FILTER term.kind = 'NO_CHILD_HOUSEHOLD'
  MATCH (o)-[act:LIVES_AT|STAYS_AT|PLANNED_RESIDENCE]->(a:Address)<-[sleeps:LIVES_AT|STAYS_AT]-(k:Person)
  WHERE usable(act) AND (recent(act) OR forthcoming(act)) AND overlapping(act, binding) AND k <> o
    AND usable(sleeps) AND (recent(sleeps) OR forthcoming(sleeps)) AND overlapping(act, sleeps) AND overlapping(sleeps, binding)
  WITH o, term, act, a, sleeps, k
  WHERE dwelling(a)
  WITH o, term, act, a, sleeps, k, state(k) AS ks
  WHERE barred_child(k, ks, term)
  WITH o, act, a, sleeps, k ORDER BY sleeps.id
  WITH o, act, a, k, head(collect(sleeps)) AS sleeps
  RETURN k AS subject, [o, a, k] AS nodes, [act, sleeps] AS links
  UNION ALL
  FILTER term.kind = 'NO_CHILD_CONTACT'
  MATCH (o)-[act:CONTACTED|MINDS]->(k:Person)
  WHERE usable(act) AND (recent(act) OR forthcoming(act)) AND overlapping(act, binding) AND NOT k IN own_children
  WITH o, term, act, k, state(k) AS ks
  WHERE barred_child(k, ks, term)
  RETURN k AS subject, [o, k] AS nodes, [act] AS links
}
WITH subject, nodes, links, terms ORDER BY terms.id
RETURN subject, nodes, links, collect(DISTINCT terms) AS terms
