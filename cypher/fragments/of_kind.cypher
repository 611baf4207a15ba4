// ---
// id: of_kind
// arguments: [s, wanted]
// description: an address, as a state, that is of a kind, by itself or by the building it is part of
// ---
CASE WHEN s.kind = wanted THEN true WHEN s.building_id IS NULL THEN false ELSE EXISTS {
   MATCH (building:Record {id: s.building_id}) WHERE is_of_kind(building, wanted) } END
