// ---
// id: bars
// arguments: [n]
// description: the conditions of the orders in force against a person (node), as maps
// ---
COLLECT {
    MATCH (n)-[:SUBJECT_TO]->(bar_order:Order)-[:HAS_CONDITION]->(bar:Condition)
    WITH n, bar_order, state(bar_order) AS bar_binding, bar, state(bar) AS bar_term
    WHERE bar_binding.person_id = n.id AND in_force(bar_binding) AND bar_term.order_id = bar_order.id
    RETURN condition(bar, bar_term, bar_binding)
    ORDER BY bar.id
  }
