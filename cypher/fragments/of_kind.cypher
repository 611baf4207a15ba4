// ---
// id: of_kind
// arguments: [s, wanted]
// description: an address, as a state, that is of a kind, by itself or by the building it is part of
// ---
(coalesce(s.kind, '') = wanted OR s.building_id IS NOT NULL AND EXISTS {
   MATCH (kind_building:Record {id: s.building_id}) WHERE is_of_kind(kind_building, wanted) })
