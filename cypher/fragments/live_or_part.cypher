// ---
// id: live_or_part
// arguments: [r]
// description: a relationship that the view and the viewer see and that is not refuted, or that joins a dwelling with its building
// ---
CASE WHEN type(r) = 'IN_BUILDING' THEN true ELSE coalesce(live(r), false) END
