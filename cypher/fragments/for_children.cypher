// ---
// id: for_children
// arguments: [site, place]
// description: a record (node and state) that is a place for children, as a school that is open, a nursery or a play area is
// ---
CASE WHEN site:School THEN coalesce(place.opened_on, '') <= $as_of < coalesce(place.closed_on, LAST_DAY)
 WHEN site:Organisation THEN place.kind = 'NURSERY' ELSE of_kind(place, 'PLAY_AREA') END
