// ---
// id: orders_of
// parameters: {offender_id: id, as_of: day, known_at: instant, cleared: boolean, seals_victims: boolean}
// description: the orders in force against somebody at the view, those that began last first
// ---
MATCH (o:Record {id: $offender_id})-[:SUBJECT_TO]->(order:Order)
WITH DISTINCT order, state(order) AS row
WHERE row.person_id = $offender_id AND in_force(row)
WITH order, row ORDER BY row.valid_from DESC, order.id
RETURN collect(record(order)) AS orders
