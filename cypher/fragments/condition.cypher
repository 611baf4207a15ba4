// ---
// id: condition
// arguments: [n, s, order]
// description: a condition (node, and its state) of an order (state), as an answer carries it
// ---
s {id: n.id, .order_id, order_kind: order.kind, .kind, .subject_id, .age_limit, .sex, .latitude, .longitude, .radius_m,
 text: CASE WHEN tells(s) THEN s.text END}
