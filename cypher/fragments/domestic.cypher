// ---
// id: domestic
// arguments: [s]
// description: an address, as a state, that is somebody's dwelling, room or building of dwellings, and no part of approved premises or a prison
// ---
(s IS NOT NULL AND coalesce(s.kind, 'DWELLING') IN ['DWELLING', 'ROOM', 'BUILDING']
 AND NOT of_kind(s, 'APPROVED_PREMISES') AND NOT of_kind(s, 'PRISON'))
