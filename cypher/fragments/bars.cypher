// ---
// id: bars
// arguments: [n]
// description: the conditions of the orders in force against a person (node), as maps
// ---
COLLECT {
    MATCH (n)-[:SUBJECT_TO]->(order:Order)-[:HAS_CONDITION]->(bar:Condition)
    WITH n, order, state(order) AS binding, bar, state(bar) AS term
    WHERE binding.person_id = n.id AND in_force(binding) AND term.order_id = order.id
    RETURN condition(bar, term, binding)
    ORDER BY bar.id
  }
